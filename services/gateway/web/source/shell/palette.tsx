// SPDX-License-Identifier: MIT
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { resourceOf } from "../base/model.ts";
import type { Name } from "../base/names.ts";
import { may } from "../base/permissions.ts";
import { listPath, onePath } from "../base/places.ts";
import { recordName, resourceName, stateField, valueName } from "../base/present.ts";
import { keyOf } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { PaletteFrame, type PaletteItem } from "../parts/palette.tsx";
import { useParts } from "../parts/provider.tsx";
import { iconOf, type Places } from "./navigation.ts";
import { hitsOf, matches } from "./palette_match.ts";

interface PaletteProps {
  onClose(): void;
  places: Places;
  newPath(collection: string): string;
}

/// One box to go anywhere, find anything and begin something.
export default function Palette({ onClose, places, newPath }: PaletteProps) {
  const { client, model, session, words } = useWorkplace();
  const { navigate } = useParts();
  const [text, setText] = useState("");
  const asked = useLater(text.trim(), 150);
  const found = useQuery({
    queryKey: keyOf("gateway_search", { q: asked }),
    queryFn: async ({ signal }) => ((await client.ask("gateway_search", { q: asked, limit: 5 }, { signal })) as { items: Name[] }).items,
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  });
  const all = [...places.daily, ...places.registry, ...places.more, ...places.setup];
  const withHits = (item: PaletteItem): PaletteItem => ({ ...item, hits: hitsOf(item.label, text) });
  const pages = [
    { id: "/", label: words.word("shell.home"), icon: "home" as const },
    ...all.map((resource) => ({
      id: listPath(resource.collection),
      label: resourceName(words, resource),
      icon: iconOf(resource.collection),
    })),
    { id: "/me", label: words.word("shell.me"), icon: "person" as const },
  ].filter(({ label }) => matches(label, text));
  // What is used all day goes before what is set up once.
  const place = (type: string) => all.findIndex((resource) => resource.type === type);
  const sorted = [...(asked ? (found.data ?? []) : [])].sort(
    (a, b) => Number(b.number === asked) - Number(a.number === asked) || place(a.type) - place(b.type),
  );
  const records = sorted.flatMap((name) => {
    const resource = resourceOf(model, name.type);
    if (!resource?.get) return [];
    const state = stateField(resource);
    const note = [
      name.number && name.title !== name.number ? name.title : "",
      state && name.state ? valueName(words, state, name.state) : "",
      name.subtitle && !/^[0-9a-f-]{36}$/.test(name.subtitle) ? name.subtitle : "",
    ];
    return [
      {
        id: onePath(resource.collection, name.number || name.id),
        label: name.number || name.title,
        note: note.filter(Boolean).join(" · "),
        icon: iconOf(resource.collection),
      },
    ];
  });
  const begin = all
    .filter((resource) => may(session, resource.create))
    .map((resource) => ({
      id: newPath(resource.collection),
      label: words.word("shell.new_thing", { thing: recordName(words, resource) }),
      icon: "add" as const,
    }))
    .filter(({ label }) => matches(label, text));
  const groups = [
    { id: "records", title: words.word("palette.records"), items: records.map(withHits) },
    { id: "pages", title: words.word("palette.pages"), items: pages.map(withHits) },
    { id: "begin", title: words.word("palette.begin"), items: (text ? begin : begin.slice(0, 4)).map(withHits) },
  ].filter(({ items }) => items.length);
  const choose = (href: string, newTab: boolean) => {
    onClose();
    navigate(href, { newTab });
  };
  return (
    <PaletteFrame
      isOpen
      onClose={onClose}
      text={text}
      onText={setText}
      placeholder={words.word("shell.find")}
      groups={groups}
      onChoose={choose}
      busy={found.isFetching}
      foot={words.word("palette.foot")}
    />
  );
}

function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
