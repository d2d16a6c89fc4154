// SPDX-License-Identifier: MIT
/** Class names, without those that are not. */
export function names(...all: (string | false | null | undefined)[]): string {
  return all.filter(Boolean).join(" ");
}

export type Tone = "plain" | "accent" | "info" | "good" | "warn" | "bad";
