// SPDX-License-Identifier: MIT
export type ColumnKind =
  | "text"
  | "number"
  | "day"
  | "instant"
  | "money"
  | "integer"
  | "percent"
  | "state"
  | "priority"
  | "person"
  | "name"
  | "party"
  | "clock"
  | "flag";

const least: Record<ColumnKind, [en: string, zh: string]> = {
  text: ["200px", "180px"],
  number: ["16ch", "16ch"],
  day: ["12ch", "15ch"],
  instant: ["18ch", "20ch"],
  money: ["16ch", "16ch"],
  integer: ["9ch", "9ch"],
  percent: ["8ch", "8ch"],
  state: ["128px", "112px"],
  priority: ["48px", "60px"],
  person: ["28px", "28px"],
  name: ["128px", "112px"],
  party: ["148px", "148px"],
  clock: ["128px", "140px"],
  flag: ["72px", "72px"],
};

const share: Partial<Record<ColumnKind, number>> = { text: 3, party: 1, name: 0.5 };
const right = new Set<ColumnKind>(["money", "integer", "percent"]);

export function isRight(kind: ColumnKind | undefined): boolean {
  return kind !== undefined && right.has(kind);
}

/** The least width of a column: a number, a day, an amount, a state is never cut. */
export function leastOf(kind: ColumnKind, language: "en" | "zh", width?: number): string {
  return width ? `${width}px` : least[kind][language === "zh" ? 1 : 0];
}

/** Its track in every row: a long text takes the rest, names a share of it, all else has its own width. */
export function trackOf(kind: ColumnKind, language: "en" | "zh", width?: number): string {
  const floor = leastOf(kind, language, width);
  const part = share[kind];
  return part && !width ? `minmax(${floor}, ${part}fr)` : floor;
}
