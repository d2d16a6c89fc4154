// SPDX-License-Identifier: MIT
import type { Client } from "./client.ts";
import { Problem } from "./problem.ts";
import type { Language } from "./words.ts";

/// A person's taste. Kept by the gateway; language and theme also on this device, for the page before anybody signed in.
export interface Taste {
  language?: Language;
  /// Of formats, `de-DE`; none: the browser's.
  region?: string;
  zone?: string;
  theme?: "light" | "dark";
  density?: "compact";
  keys?: boolean;
  /// Columns by collection, in their order, and their widths.
  columns?: Record<string, string[]>;
  widths?: Record<string, Record<string, number>>;
  layouts?: Record<string, "board">;
}

export class Preferences {
  private taste: Taste;
  private version: number | undefined;
  private readonly client: Client;
  private readonly listeners = new Set<() => void>();

  constructor(client: Client, taste: Taste = {}) {
    this.client = client;
    this.taste = taste;
  }

  get now(): Taste {
    return this.taste;
  }
  on(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async read(): Promise<void> {
    const answer = (await this.client.ask("accounts_get_preferences")) as { values?: Taste; version?: number };
    this.take({ ...this.taste, ...(answer.values ?? {}) }, answer.version);
  }

  /// At once here, then at the gateway; undefined takes a value away.
  async set(changes: Partial<Taste>): Promise<void> {
    this.take({ ...this.taste, ...changes }, this.version);
    const values = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? null]));
    try {
      const answer = (await this.client.ask("accounts_update_preferences", { values })) as { version?: number };
      this.version = answer.version;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  private take(taste: Taste, version: number | undefined): void {
    this.taste = taste;
    this.version = version;
    rememberHere(taste);
    for (const each of this.listeners) each();
  }
}

const HERE = "rapport.taste";

export function tasteHere(): Taste {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(HERE) ?? "{}");
    return value && typeof value === "object" ? (value as Taste) : {};
  } catch {
    return {};
  }
}
export function rememberHere({ language, theme, region }: Taste): void {
  try {
    localStorage.setItem(HERE, JSON.stringify({ language, theme, region }));
  } catch {
    // A browser that keeps nothing is fine.
  }
}

export function languageHere(taste: Taste): Language {
  return (
    taste.language ?? (navigator.languages.some((each) => each.startsWith("zh")) && !navigator.language.startsWith("en") ? "zh" : "en")
  );
}

/// The language's own region unless one is chosen, or the browser says another of that language: `en` alone would write American dates.
export function localeOf(language: Language, region: string | undefined, browser: readonly string[] = navigator.languages): string {
  if (region) return region;
  const own = browser.find((each) => each.startsWith(`${language}-`));
  return own && own !== "en-US" ? own : language === "zh" ? "zh-CN" : "en-GB";
}

export function wearTheme(taste: Taste): void {
  const root = document.documentElement;
  for (const [name, value] of [
    ["theme", taste.theme],
    ["density", taste.density],
  ] as const) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }
}
