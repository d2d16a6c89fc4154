// SPDX-License-Identifier: MIT
import { createStore, del, entries, get, set, type UseStore } from "idb-keyval";
import type { Values } from "./client.ts";

/// What somebody typed and did not send. Secrets never come here.
export interface Draft {
  values: Values;
  /// What the record was when it was opened, and in which version.
  opened: Values;
  version?: number;
  /// Of the request that sends it: one effect, however often.
  key: string;
  at: number;
  /// Sent, and no answer came: nobody knows whether it was done.
  unknown?: boolean;
}

export interface DraftStore {
  get(key: string): Promise<Draft | undefined>;
  set(key: string, draft: Draft): Promise<void>;
  del(key: string): Promise<void>;
  entries(): Promise<[string, Draft][]>;
}

const DAYS = 30;

/// Drafts of one user on this device; in memory alone where the computer is shared.
export class Drafts {
  private readonly user: string;
  private readonly store: DraftStore;
  private readonly now: () => number;

  constructor(user: string, store: DraftStore, now: () => number = Date.now) {
    this.user = user;
    this.store = store;
    this.now = now;
  }

  private key(form: string): string {
    return `draft:${this.user}:${form}`;
  }

  async read(form: string): Promise<Draft | undefined> {
    const draft = await this.store.get(this.key(form));
    if (!draft || this.now() - draft.at <= DAYS * 86_400_000) return draft;
    await this.store.del(this.key(form));
    return undefined;
  }
  keep(form: string, draft: Omit<Draft, "at">): Promise<void> {
    return this.store.set(this.key(form), { ...draft, at: this.now() });
  }
  drop(form: string): Promise<void> {
    return this.store.del(this.key(form));
  }
  async all(): Promise<{ form: string; draft: Draft }[]> {
    const prefix = this.key("");
    const mine = (await this.store.entries()).filter(([key]) => key.startsWith(prefix));
    return mine.map(([key, draft]) => ({ form: key.slice(prefix.length), draft })).sort((a, b) => b.draft.at - a.draft.at);
  }
  async dropAll(): Promise<void> {
    for (const { form } of await this.all()) await this.drop(form);
  }
}

export function onDisk(): DraftStore {
  const store: UseStore = createStore("rapport", "drafts");
  return {
    get: (key) => get<Draft>(key, store),
    set: (key, draft) => set(key, draft, store),
    del: (key) => del(key, store),
    entries: () => entries<string, Draft>(store),
  };
}

export function inMemory(): DraftStore {
  const kept = new Map<string, Draft>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, draft) => void kept.set(key, draft),
    del: async (key) => void kept.delete(key),
    entries: async () => [...kept],
  };
}
