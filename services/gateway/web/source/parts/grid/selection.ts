// SPDX-License-Identifier: MIT
import { useRef } from "react";
import { stretch } from "./keys.ts";
import type { GridProps } from "./types.ts";

export interface Selecting {
  on: boolean;
  has: (id: string) => boolean;
  toggle: (row: number, extend: boolean) => void;
  extend: (from: number, to: number) => void;
  all: "none" | "some" | "all";
  toggleAll: () => void;
}

/** Selecting by box, by key and by stretch: Shift takes all between the last chosen row and this one. */
export function useSelecting<Row>({ rows, rowId, selected, onSelected }: GridProps<Row>): Selecting {
  const anchor = useRef<number | null>(null);
  const chosen = selected ?? new Set<string>();
  const idAt = (at: number) => {
    const row = rows[at];
    return row === undefined ? undefined : rowId(row);
  };
  const loaded = rows.filter((row) => row !== undefined);
  const count = loaded.filter((row) => chosen.has(rowId(row))).length;
  const all = count === 0 ? "none" : count === loaded.length ? "all" : "some";
  return {
    on: onSelected !== undefined,
    has: (id) => chosen.has(id),
    toggle: (row, extend) => {
      const id = idAt(row);
      if (id === undefined) return;
      const next = new Set(chosen);
      if (extend && anchor.current !== null) {
        for (const one of stretch(rows, anchor.current, row, rowId)) next.add(one);
      } else if (!next.delete(id)) next.add(id);
      anchor.current = row;
      onSelected?.(next);
    },
    extend: (from, to) => {
      anchor.current ??= from;
      const next = new Set(chosen);
      for (const id of stretch(rows, from, to, rowId)) next.add(id);
      onSelected?.(next);
    },
    all,
    toggleAll: () => onSelected?.(new Set(all === "all" ? [] : loaded.map(rowId))),
  };
}
