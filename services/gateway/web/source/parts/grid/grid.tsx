// SPDX-License-Identifier: MIT
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { usePhone } from "../media.ts";
import { names } from "../names.ts";
import { useParts } from "../provider.tsx";
import { GridHead, sorted } from "./head.tsx";
import { led, type Place } from "./keys.ts";
import { GridRow } from "./row.tsx";
import { useSelecting } from "./selection.ts";
import type { GridProps } from "./types.ts";
import { leastOf, trackOf } from "./widths.ts";

export type { Column, GridHandle, GridProps, Sort } from "./types.ts";
export type { ColumnKind } from "./widths.ts";

function useRowHeight(two: boolean, phone: boolean): number {
  if (phone) return 84;
  if (document.documentElement.dataset.density === "compact") return 36;
  return two ? 52 : 40;
}

/** The widths of all rows at once: their tracks, and what they need at least. */
function layout<Row>(grid: GridProps<Row>, language: "en" | "zh"): CSSProperties {
  const select = grid.onSelected ? ["36px"] : [];
  const tracks = [...select, ...grid.columns.map((column) => trackOf(column.kind, language, column.width))];
  const least = [...select, ...grid.columns.map((column) => leastOf(column.kind, language, column.width))];
  const gaps = `${(least.length - 1) * 12 + 32}px`;
  return { "--tracks": tracks.join(" "), "--least": `calc(${[...least, gaps].join(" + ")})` } as CSSProperties;
}

/** A list of any length: only what is seen is in the page. Arrows move, Enter opens, F2 edits, Space selects, Shift extends. */
export function Grid<Row>(grid: GridProps<Row>) {
  const { rows, columns, total, rowId, onOpen, href, onCurrent, onRange, onEdit, onSort, sort, busy, current } = grid;
  const { language, navigate } = useParts();
  const phone = usePhone();
  const base = useId();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<{ row: number; column: string; editor: ReactNode } | null>(null);
  const wanted = useRef(false);
  const selecting = useSelecting(grid);
  const offset = selecting.on ? 1 : 0;
  const lead = Math.max(
    0,
    columns.findIndex((column) => column.kind === "text"),
  );
  const height = useRowHeight(
    columns.some((column) => column.second),
    phone,
  );
  const here = Math.min(at.row, rows.length - 1);
  const idOf = (row: number) => (column: number) => `${base}-${row}-${column}`;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 6,
    scrollPaddingStart: phone ? 0 : 32,
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      if (here >= 0 && !seen.includes(here)) seen.push(here);
      return seen.sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [virtual.range?.startIndex, virtual.range?.endIndex];
  // biome-ignore lint/correctness/useExhaustiveDependencies: all rows are measured anew
  useEffect(() => virtual.measure(), [height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what is seen changes
  useEffect(() => {
    if (first !== undefined && last !== undefined) onRange?.(first, last);
  }, [first, last, rows.length]);

  const go = (to: Place) => {
    wanted.current = true;
    setAt(to);
    if (to.row >= 0) virtual.scrollToIndex(to.row, { align: "auto" });
    const row = rows[to.row];
    if (row !== undefined && to.row !== at.row) onCurrent?.(rowId(row));
  };
  useEffect(() => {
    if (!wanted.current) return;
    const cell = document.getElementById(idOf(here)(at.column));
    if (!cell) return;
    wanted.current = false;
    cell.focus({ preventScroll: true });
    if (!phone) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const open = (index: number, newTab: boolean) => {
    const row = rows[index];
    if (row === undefined) return;
    if (onOpen) onOpen(row, newTab);
    else if (href) navigate(href(row), { newTab });
  };
  const close = () => {
    setEditing(null);
    wanted.current = true;
  };
  const edit = () => {
    const [row, column] = [rows[here], columns[at.column - offset]];
    if (row === undefined || !column?.editable?.(row)) return false;
    const editor = onEdit?.(row, column.id, close);
    if (!editor) return false;
    setEditing({ row: here, column: column.id, editor });
    return true;
  };
  const act = (event: KeyboardEvent): boolean => {
    const column = columns[at.column - offset];
    if (at.row < 0) {
      if (event.key !== "Enter" && event.key !== " ") return false;
      if (!column) selecting.toggleAll();
      else if (column.sortable) onSort?.(sorted(sort, column.id));
      return true;
    }
    switch (event.key) {
      case "F2":
        return edit();
      case "Enter":
        if (at.column - offset !== lead && !event.ctrlKey && edit()) return true;
        open(here, event.ctrlKey || event.metaKey);
        return true;
      case " ":
      case "x":
        if (!selecting.on || event.ctrlKey || event.metaKey || event.altKey) return false;
        selecting.toggle(here, event.shiftKey);
        return true;
      default:
        return false;
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (editing) {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      return close();
    }
    if ((event.target as Element).matches("input:not([type=checkbox]), textarea, select")) return;
    const size = {
      rows: rows.length,
      columns: columns.length + offset,
      head: !phone,
      page: Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 1),
    };
    const to = event.altKey ? undefined : led({ row: here, column: at.column }, event.key, event.ctrlKey || event.metaKey, size);
    if (to) {
      if (event.shiftKey && selecting.on && to.row >= 0) selecting.extend(Math.max(0, here), to.row);
      go(to);
    } else if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const step = (by: number) => go({ row: Math.max(0, Math.min(rows.length - 1, here + by)), column: at.column });
  useImperativeHandle(grid.handle, () => ({
    focus: () => go({ row: Math.max(0, here), column: at.column }),
    next: () => step(1),
    previous: () => step(-1),
    toggle: () => selecting.toggle(here, false),
    at: () => {
      const row = rows[here];
      return row === undefined ? null : rowId(row);
    },
  }));
  const outside = current ? rows.findIndex((row) => row !== undefined && rowId(row) === current) : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keyboard follows a row that is chosen elsewhere, not its place when rows are sorted
  useEffect(() => {
    if (outside >= 0)
      setAt((before) => (before.row < 0 || before.row === outside ? before : { row: outside, column: before.column || offset }));
  }, [current, outside >= 0, offset]);

  if (!rows.length && !busy) return <div className="grid-empty">{grid.empty}</div>;
  return (
    <div
      role="grid"
      ref={box}
      className={names("grid", phone && "grid-cards", busy && "grid-busy", columns.some((column) => column.second) && "grid-two")}
      aria-label={grid.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + offset}
      aria-multiselectable={selecting.on || undefined}
      aria-busy={busy}
      style={layout(grid, language)}
      onKeyDown={keys}
    >
      {!phone && (
        <GridHead
          grid={grid}
          selecting={selecting}
          at={here < 0 ? at.column : null}
          idOf={idOf(-1)}
          onFocus={(column) => setAt({ row: -1, column })}
        />
      )}
      <div role="rowgroup" className="grid-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            role="presentation"
            className="grid-place"
            data-index={item.index}
            ref={phone ? virtual.measureElement : undefined}
            style={{ transform: `translateY(${item.start}px)`, height: phone ? undefined : item.size }}
          >
            <GridRow
              grid={grid}
              row={rows[item.index]}
              index={item.index}
              selecting={selecting}
              at={item.index === here ? at.column : null}
              idOf={idOf(item.index)}
              editing={editing?.row === item.index ? editing : null}
              lead={lead}
              onFocus={(column) => setAt({ row: item.index, column })}
              onPress={(newTab) => {
                const row = rows[item.index];
                if (row === undefined) return;
                setAt({ row: item.index, column: at.column });
                if (onCurrent && !newTab && !phone) onCurrent(rowId(row));
                else open(item.index, newTab);
              }}
              onDouble={() => open(item.index, false)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
