// SPDX-License-Identifier: MIT
import { IntlMessageFormat } from "intl-messageformat";
import en from "../source/parts/words/en.json";
import zh from "../source/parts/words/zh.json";

const query = new URLSearchParams(location.search);

export const language: "en" | "zh" = query.get("lang") === "zh" ? "zh" : "en";
export const locale = language === "zh" ? "zh-CN" : "en-DE";
const catalogue: Record<string, string> = language === "zh" ? zh : en;

export function words(key: string, values?: Record<string, string | number>): string {
  const text = catalogue[key];
  if (text === undefined) throw new Error(`no word for ${key}`);
  return String(new IntlMessageFormat(text, language).format(values));
}

/** The specimen's own texts, both beside each other. */
export function t(english: string, chinese: string): string {
  return language === "zh" ? chinese : english;
}

export function dress(): void {
  const root = document.documentElement;
  root.lang = language === "zh" ? "zh-CN" : "en";
  for (const name of ["theme", "density"] as const) {
    const value = query.get(name);
    if (value) root.dataset[name] = value;
  }
}
