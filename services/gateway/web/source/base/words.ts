// SPDX-License-Identifier: MIT
import { IntlMessageFormat } from "intl-messageformat";

export type Language = "en" | "zh";
export type Messages = Record<string, string>;
type Values = Record<string, unknown>;

/// What things are called in one language: the workplace's own words, and above them the services'. Messages are ICU.
export class Words {
  readonly language: Language;
  private readonly own: Messages;
  private readonly told: Messages;
  private readonly formats = new Map<string, IntlMessageFormat>();
  private readonly locale: string;

  constructor(language: Language, own: Messages, told: Messages = {}, locale: string = language) {
    this.language = language;
    this.own = own;
    this.told = told;
    this.locale = locale;
  }

  /// The same with other words of the services.
  with(told: Messages): Words {
    return new Words(this.language, this.own, told, this.locale);
  }

  has(key: string): boolean {
    return key in this.own || key in this.told;
  }

  /// The word of a key; without one, its last part made readable.
  word(key: string, values: Values = {}): string {
    const message = this.own[key] ?? this.told[key];
    return message === undefined ? readable(key) : this.fill(key, message, values);
  }

  /// The first of these keys that has a word.
  first(keys: readonly string[], values: Values = {}): string {
    const key = keys.find((each) => this.has(each));
    return this.word(key ?? keys[0] ?? "", values);
  }

  /// A message with places like `{complaint.number}`, whose values lie within one another; what is not there is left out.
  sentence(key: string, values: Values, show: (value: unknown, path: string) => string): string | undefined {
    const message = this.own[key] ?? this.told[key];
    if (message === undefined) return undefined;
    const flat: Record<string, string> = {};
    const plain = message.replace(/\{([\w.]+)\}/g, (_, path: string) => {
      const name = path.replace(/\./g, "_");
      flat[name] = show(within(values, path), path);
      return `{${name}}`;
    });
    return this.fill(`${key}\u0000`, plain, { ...values, ...flat })
      .replace(/\s{2,}/g, " ")
      .trim();
  }

  private fill(key: string, message: string, values: Values): string {
    try {
      let format = this.formats.get(key);
      if (!format) {
        format = new IntlMessageFormat(message, this.locale, undefined, { ignoreTag: true });
        this.formats.set(key, format);
      }
      return String(format.format(values as Record<string, string | number>));
    } catch {
      return message.replace(/\{(\w+)[^{}]*\}/g, (whole, name: string) => String(values[name] ?? whole));
    }
  }
}

/// `complaints.wave_closed` → "wave closed".
export function readable(key: string): string {
  return key
    .slice(key.lastIndexOf(".") + 1)
    .replace(/[_-]+/g, " ")
    .trim();
}

export function within(values: unknown, path: string): unknown {
  let here = values;
  for (const part of path.split(".")) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

export function capital(text: string, language: Language): string {
  return language === "en" ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
