// SPDX-License-Identifier: MIT
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { listPath, newPath } from "../base/places.ts";
import { useLine, useWorkplace } from "../base/workplace.tsx";
import { Brand, FindButton, Frame } from "../parts/frame.tsx";
import { BottomBar, Navigation } from "../parts/navigation.tsx";
import { useParts } from "../parts/provider.tsx";
import { useAway } from "./away.ts";
import { Boundary } from "./boundary.tsx";
import { useKeys, useStrokes } from "./keys.ts";
import { groupsOf, placesOf } from "./navigation.ts";
import { Tools } from "./tools.tsx";

const Palette = lazy(() => import("./palette.tsx"));
const KeySheet = lazy(() => import("./key_sheet.tsx"));

/// The frame around every page.
export function Shell() {
  const { model, session, words } = useWorkplace();
  const { navigate } = useParts();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [open, setOpen] = useState<"palette" | "keys" | null>(null);
  const places = useMemo(() => placesOf(model, session), [model, session]);
  const away = useAway();
  const groups = groupsOf({ places, words, path, away });
  const go = (href: string) => navigate(href, { newTab: false });
  useStrokes();
  useKeys(
    [
      { keys: "Ctrl K", what: "keys.palette", run: () => setOpen("palette"), everywhere: true },
      { keys: "?", what: "keys.list", run: () => setOpen("keys") },
      { keys: "g h", what: "keys.home", run: () => go("/") },
      { keys: "g p", what: "keys.parties", run: () => go(listPath("parties")) },
      { keys: "g c", what: "keys.complaints", run: () => go(listPath("complaints")) },
      { keys: "g r", what: "keys.agreements", run: () => go(listPath("agreements")) },
    ],
    [navigate],
  );
  const bottom = (
    <BottomBar
      label={words.word("shell.ways")}
      items={[
        { id: "home", label: words.word("shell.home"), icon: "home", href: "/", current: path === "/" },
        ...places.daily.slice(0, 2).map((resource) => ({
          id: resource.collection,
          label: words.first([`shell.short_${resource.collection}`, `resource.${resource.collection}`]),
          icon: resource.collection === "complaints" ? ("complaint" as const) : ("parties" as const),
          href: listPath(resource.collection),
          current: path.startsWith(listPath(resource.collection)),
        })),
        { id: "search", label: words.word("shell.search"), icon: "search", onPress: () => setOpen("palette") },
        { id: "more", label: words.word("shell.more"), icon: "more", href: "/more", current: path === "/more" },
      ]}
    />
  );
  return (
    <Frame
      brand={<Brand name="Rapport" />}
      find={<FindButton label={words.word("shell.find")} keys="Ctrl K" onPress={() => setOpen("palette")} />}
      tools={<Tools onKeys={() => setOpen("keys")} />}
      navigation={<Navigation label={words.word("shell.navigation")} groups={groups} />}
      bottom={bottom}
    >
      <LineBanner />
      <Boundary key={path}>
        <Suspense>
          <Outlet />
        </Suspense>
      </Boundary>
      {open === "palette" && (
        <Suspense>
          <Palette onClose={() => setOpen(null)} places={places} newPath={newPath} />
        </Suspense>
      )}
      {open === "keys" && (
        <Suspense>
          <KeySheet onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </Frame>
  );
}

/// Said once it lasts: a line that comes back at once is no news.
function LineBanner() {
  const line = useLine();
  const { words } = useWorkplace();
  const [lasting, setLasting] = useState(false);
  const off = line === "reconnecting" || line === "offline";
  useEffect(() => {
    setLasting(false);
    if (!off) return;
    const timer = setTimeout(() => setLasting(true), 4_000);
    return () => clearTimeout(timer);
  }, [off]);
  if (!lasting) return null;
  return (
    <p className="line-off" role="status">
      {words.word("shell.line_off")}
    </p>
  );
}
