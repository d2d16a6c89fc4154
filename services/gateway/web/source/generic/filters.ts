// SPDX-License-Identifier: MIT
import { useEffect, useMemo, useState } from "react";
import type { Field, Resource } from "../base/model.ts";
import { resourceOf } from "../base/model.ts";
import type { Name } from "../base/names.ts";
import { labelOf, valueName } from "../base/present.ts";
import { capital } from "../base/words.ts";
import { useWorkplace, type Workplace } from "../base/workplace.tsx";
import type { Option } from "../parts/field/option.tsx";
import type { Filter, FilterValue } from "../parts/filter.tsx";

/// Records of a type by what people type: for filters and for fields that refer to one.
export function finder({ client, model, session, words }: Workplace, type: string, withMe = false) {
  return async (text: string, signal: AbortSignal): Promise<Option[]> => {
    const mine =
      withMe && type === "accounts.User"
        ? [
            { value: "me", label: words.word("generic.me") },
            { value: "none", label: words.word("generic.nobody") },
          ]
        : [];
    if (type === "accounts.User" && client.knows("accounts_list_staff")) {
      const staff = (await client.ask("accounts_list_staff", { search: text, limit: 20 }, { signal })) as {
        items: { id: string; name: string; full_name?: string }[];
      };
      return [
        ...mine,
        ...staff.items.map(({ id, name, full_name }) => ({ value: id, label: full_name || name, help: full_name ? name : undefined })),
      ];
    }
    const resource = resourceOf(model, type);
    if (!resource || !session.may.has(resource.list)) return mine;
    const ids = (await client.ask(resource.list, { ...(text && resource.searches ? { search: text } : {}), limit: 20 }, { signal })) as {
      items: { id: string }[];
    };
    if (!ids.items.length) return mine;
    const named = (await client.ask("gateway_names", { refs: ids.items.map(({ id }) => ({ type, id })) }, { signal })) as { items: Name[] };
    const byId = new Map(named.items.map((name) => [name.id, name]));
    const options = ids.items.flatMap(({ id }) => {
      const name = byId.get(id);
      return name
        ? [{ value: id, label: name.title || name.number || "", help: name.number && name.title !== name.number ? name.number : undefined }]
        : [];
    });
    const low = text.toLowerCase();
    return [...mine, ...(resource.searches ? options : options.filter(({ label }) => label.toLowerCase().includes(low)))];
  };
}

export function optionsOf({ words }: Workplace, field: Field): Option[] {
  return field.values.map((value) => ({ value, label: capital(valueName(words, field, value), words.language) }));
}

export function useFilters(resource: Resource, values: FilterValue[]): Filter[] {
  const workplace = useWorkplace();
  const known = useKnown(resource, values);
  return useMemo(() => {
    const { words } = workplace;
    const filters = resource.filters.map((field): Filter => {
      const label = labelOf(words, field);
      if (field.kind === "choice") return { field: field.name, label, kind: "choice", options: optionsOf(workplace, field) };
      if (field.kind === "ref") return { field: field.name, label, kind: "ref", find: finder(workplace, field.ref ?? "", true), known };
      return { field: field.name, label, kind: field.kind === "flag" ? "flag" : field.kind === "integer" ? "number" : "text" };
    });
    const ranges = resource.ranges.map((name): Filter => {
      const field = resource.fields.find((each) => each.name === name);
      return { field: name, label: field ? labelOf(words, field) : name, kind: "day" };
    });
    return [...filters, ...ranges];
  }, [workplace, resource, known]);
}

/// What the ids of an address are called.
function useKnown(resource: Resource, values: FilterValue[]): Option[] {
  const { names, words } = useWorkplace();
  const wanted = values.flatMap(({ field, values: ids = [] }) => {
    const type = resource.filters.find(({ name }) => name === field)?.ref;
    return type ? ids.map((id) => `${type} ${id}`) : [];
  });
  const text = wanted.join("\n");
  const [known, setKnown] = useState<Option[]>([]);
  useEffect(() => {
    let open = true;
    const always = [
      { value: "me", label: words.word("generic.me") },
      { value: "none", label: words.word("generic.nobody") },
    ];
    const ids = text.split("\n").filter((line) => line && !/ (me|none)$/.test(line));
    void Promise.all(ids.map((line) => names.of({ type: line.slice(0, line.indexOf(" ")), id: line.slice(line.indexOf(" ") + 1) }))).then(
      (found) =>
        open &&
        setKnown([...always, ...found.flatMap((name) => (name ? [{ value: name.id, label: name.title || name.number || "" }] : []))]),
    );
    return () => {
      open = false;
    };
  }, [names, text, words]);
  return known;
}
