// SPDX-License-Identifier: MIT
import type { Model, Resource } from "../base/model.ts";
import { may, type Session } from "../base/permissions.ts";
import { listPath } from "../base/places.ts";
import { resourceName } from "../base/present.ts";
import type { Words } from "../base/words.ts";
import type { IconName } from "../parts/icon.tsx";
import type { NavGroup, NavItem } from "../parts/navigation.tsx";

/// What is used all day, in its order; then the registry's; then what nobody thought of when this was built.
const DAILY = ["parties", "complaints", "complaint-actions", "compliments", "suggestions", "questions"];
const REGISTRY = ["contacts", "relationships", "services", "agreements"];
/// What is set up once stands under Administration.
const SETUP = new Set(["users", "tokens", "calendars", "categories", "targets", "assignment-rules", "notification-rules", "notices"]);
/// Has no list of its own for people.
const INNER = new Set(["views", "staff"]);

const ICONS: Record<string, IconName> = {
  parties: "parties",
  complaints: "complaint",
  "complaint-actions": "action",
  compliments: "smile",
  suggestions: "note",
  questions: "help",
  contacts: "person",
  relationships: "promise",
  services: "service",
  agreements: "agreement",
  "complaint-reviews": "day",
  users: "person",
  tokens: "key",
  calendars: "calendar",
  categories: "tag",
  targets: "objective",
  "assignment-rules": "move",
  "notification-rules": "bell",
  notices: "mail",
};

export function iconOf(collection: string): IconName {
  return ICONS[collection] ?? (collection.endsWith("-actions") ? "action" : "folder");
}

export interface Places {
  daily: Resource[];
  registry: Resource[];
  more: Resource[];
  setup: Resource[];
}

export function placesOf(model: Model, session: Session): Places {
  const seen = model.resources.filter((resource) => may(session, resource.list) && !INNER.has(resource.collection));
  const named = (names: string[]) => names.flatMap((name) => seen.filter(({ collection }) => collection === name));
  const known = new Set([...DAILY, ...REGISTRY]);
  return {
    daily: named(DAILY),
    registry: named(REGISTRY),
    more: seen.filter(({ collection }) => !known.has(collection) && !SETUP.has(collection)),
    setup: seen.filter(({ collection }) => SETUP.has(collection)),
  };
}

export interface NavigationOf {
  places: Places;
  words: Words;
  path: string;
  /// Since when a service does not answer, as a clock says it.
  away(service: string): string | undefined;
}

export function groupsOf({ places, words, path, away }: NavigationOf): NavGroup[] {
  const item = (resource: Resource): NavItem => {
    const href = listPath(resource.collection);
    const since = away(resource.service);
    return {
      id: resource.collection,
      label: resourceName(words, resource),
      href,
      icon: iconOf(resource.collection),
      current: path === href || path.startsWith(`${href}/`),
      away: since && words.word("shell.since", { time: since }),
    };
  };
  const setup = places.setup.map(item);
  const groups: NavGroup[] = [
    { id: "home", items: [{ id: "home", label: words.word("shell.home"), href: "/", icon: "home", current: path === "/" }] },
    { id: "daily", items: places.daily.map(item) },
    { id: "registry", title: words.word("shell.registry"), items: places.registry.map(item) },
    { id: "more", title: words.word("shell.more"), items: places.more.map(item) },
  ];
  if (setup.length)
    groups.push({
      id: "foot",
      foot: true,
      items: [
        {
          id: "administration",
          label: words.word("shell.administration"),
          href: "/administration",
          icon: "administration",
          current: path === "/administration" || setup.some(({ current }) => current),
        },
      ],
    });
  return groups.filter(({ items }) => items.length);
}
