// SPDX-License-Identifier: MIT
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { NotFound } from "./not_found.tsx";
import { parseSearch, type Search, searchText } from "./search_text.ts";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, validateSearch: (search): Search => search as Search });
const page = <P extends string>(path: P, component: Parameters<typeof createRoute>[0]["component"]) =>
  createRoute({ getParentRoute: () => root, path, component } as never);

const list = lazyRouteComponent(() => import("../generic/list_page.tsx"));
const one = lazyRouteComponent(() => import("../generic/one_page.tsx"));
const form = lazyRouteComponent(() => import("../generic/form_page.tsx"));

/// A service that came after this build has its pages below /more: the gateway knows the others' paths by the build.
const routes = [
  page(
    "/",
    lazyRouteComponent(() => import("../home/home_page.tsx")),
  ),
  page(
    "/me",
    lazyRouteComponent(() => import("../me/me_page.tsx")),
  ),
  page(
    "/administration",
    lazyRouteComponent(() => import("../administration/administration_page.tsx")),
  ),
  page(
    "/more",
    lazyRouteComponent(() => import("../generic/more_page.tsx")),
  ),
  ...["/", "/more/"].flatMap((place) => [
    page(`${place}$collection`, list),
    page(`${place}$collection/new`, form),
    page(`${place}$collection/$id`, one),
    page(`${place}$collection/$id/change`, form),
  ]),
];

export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch: searchText,
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultNotFoundComponent: NotFound,
  });
}
