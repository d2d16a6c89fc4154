// SPDX-License-Identifier: MIT
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { I18nProvider, RouterProvider } from "react-aria-components";

export type Values = Record<string, string | number>;

export interface Surroundings {
  /** A text in the reader's language: ICU, keys `parts.…`. */
  words(key: string, values?: Values): string;
  language: "en" | "zh";
  /** Of formats, as `de-DE`. */
  locale: string;
  /** IANA, as `Europe/Berlin`. */
  zone: string;
  /** Whether key hints are shown. */
  keys: boolean;
  navigate(href: string, how: { newTab: boolean }): void;
}

const Around = createContext<Surroundings>({
  words: (key) => key,
  language: "en",
  locale: "en-GB",
  zone: "UTC",
  keys: true,
  navigate: () => undefined,
});

export function useParts(): Surroundings {
  return useContext(Around);
}

/** The reader's language with the region of their formats: words in one, order of dates and first weekday of the other. */
export function spoken(language: "en" | "zh", locale: string): string {
  const region = new Intl.Locale(locale).region ?? (language === "zh" ? "CN" : "GB");
  return `${language}-${region}`;
}

export function PartsProvider({ children, ...around }: Surroundings & { children: ReactNode }) {
  const { words, language, locale, zone, keys, navigate } = around;
  const value = useMemo(() => ({ words, language, locale, zone, keys, navigate }), [words, language, locale, zone, keys, navigate]);
  return (
    <I18nProvider locale={spoken(language, locale)}>
      <RouterProvider navigate={(href) => navigate(href, { newTab: false })}>
        <Around.Provider value={value}>{children}</Around.Provider>
      </RouterProvider>
    </I18nProvider>
  );
}
