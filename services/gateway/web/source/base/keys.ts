// SPDX-License-Identifier: MIT
/// Single keys, and two after one another (`g h`): outside of fields, never while an input method composes, never where a person has them off.

export interface Key {
  keys: string;
  /// A key of words.
  what: string;
  run(): void;
  /// Also in fields: Ctrl K.
  everywhere?: boolean;
}

export interface Stroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  inField: boolean;
}

const BETWEEN = 1_200;

export class Keys {
  on = true;
  private readonly all: Key[][] = [];
  private first: { key: string; at: number } | undefined;
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /// The last that come are asked first; away with them by what is answered.
  add(keys: Key[]): () => void {
    this.all.unshift(keys);
    return () => {
      const at = this.all.indexOf(keys);
      if (at >= 0) this.all.splice(at, 1);
    };
  }

  get listed(): Key[] {
    const seen = new Set<string>();
    return this.all.flat().filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  }

  /// Whether the stroke was one of these.
  strike(stroke: Stroke): boolean {
    if (stroke.isComposing || stroke.altKey) return false;
    const name = nameOf(stroke);
    const before = this.first && this.now() - this.first.at < BETWEEN ? this.first.key : undefined;
    this.first = undefined;
    const candidates = this.listed.filter((key) => key.everywhere || (this.on && !stroke.inField));
    const found = (before && candidates.find(({ keys }) => keys === `${before} ${name}`)) || candidates.find(({ keys }) => keys === name);
    if (found) {
      found.run();
      return true;
    }
    if (candidates.some(({ keys }) => keys.startsWith(`${name} `) && !name.startsWith("Ctrl"))) this.first = { key: name, at: this.now() };
    return this.first !== undefined;
  }
}

function nameOf(stroke: Stroke): string {
  const key = stroke.key.length === 1 && stroke.ctrlKey ? stroke.key.toUpperCase() : stroke.key;
  return stroke.ctrlKey || stroke.metaKey ? `Ctrl ${key.toUpperCase()}` : key;
}

export function isField(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.(
      "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=spinbutton], [role=combobox]",
    ),
  );
}
