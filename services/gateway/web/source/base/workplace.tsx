// SPDX-License-Identifier: MIT
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Client } from "./client.ts";
import type { Times } from "./days.ts";
import type { Drafts } from "./drafts.ts";
import type { Events } from "./events.ts";
import type { Keys } from "./keys.ts";
import type { Model } from "./model.ts";
import type { Names } from "./names.ts";
import type { Numbers } from "./numbers.ts";
import type { Session } from "./permissions.ts";
import type { Preferences } from "./preferences.ts";
import type { Words } from "./words.ts";

/// All that a page stands on, once somebody is signed in.
export interface Workplace {
  client: Client;
  model: Model;
  words: Words;
  times: Times;
  numbers: Numbers;
  session: Session;
  names: Names;
  events: Events;
  drafts: Drafts;
  preferences: Preferences;
  keys: Keys;
}

export const WorkplaceContext = createContext<Workplace | null>(null);

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (!workplace) throw new Error("outside of the workplace");
  return workplace;
}

/// The word of a key, in the language of the page.
export function useWords(): (key: string, values?: Record<string, unknown>) => string {
  const { words } = useWorkplace();
  return (key, values) => words.word(key, values);
}

export function useTaste() {
  const { preferences } = useWorkplace();
  return useSyncExternalStore(
    (changed) => preferences.on(changed),
    () => preferences.now,
  );
}

export function useLine() {
  const { events } = useWorkplace();
  return useSyncExternalStore(
    (changed) => events.onLine(changed),
    () => events.line,
  );
}
