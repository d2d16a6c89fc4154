// SPDX-License-Identifier: MIT
import { type PointerEvent, useRef } from "react";
import { Check } from "../field/check.tsx";
import { Icon } from "../icon.tsx";
import { names } from "../names.ts";
import { useParts } from "../provider.tsx";
import type { Selecting } from "./selection.ts";
import type { Column, GridProps, Sort } from "./types.ts";
import { isRight } from "./widths.ts";

interface HeadProps<Row> {
  grid: GridProps<Row>;
  selecting: Selecting;
  /** The column where the keyboard is, if it is in the head. */
  at: number | null;
  idOf: (column: number) => string;
  onFocus: (column: number) => void;
}

/** Turns the order round if it is by this column already. */
export function sorted(sort: Sort | undefined, column: string): Sort {
  return { column, descending: sort?.column === column ? !sort.descending : false };
}

function Edge<Row>({ column, onWidth }: { column: Column<Row>; onWidth: (column: string, px: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const down = (event: PointerEvent<HTMLSpanElement>) => {
    const cell = event.currentTarget.parentElement;
    if (!cell) return;
    from.current = { x: event.clientX, width: cell.getBoundingClientRect().width };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
    event.stopPropagation();
  };
  const move = (event: PointerEvent) => {
    if (from.current) onWidth(column.id, Math.max(48, Math.round(from.current.width + event.clientX - from.current.x)));
  };
  const up = () => {
    from.current = null;
  };
  return <span className="grid-edge" aria-hidden="true" onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} />;
}

export function GridHead<Row>({ grid, selecting, at, idOf, onFocus }: HeadProps<Row>) {
  const { words } = useParts();
  const { columns, sort, onSort, onWidth } = grid;
  const offset = selecting.on ? 1 : 0;
  const tab = (column: number) => (at === column ? 0 : -1);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its cells are focused
    <div role="row" aria-rowindex={1} className="grid-head">
      {selecting.on && (
        <div
          role="columnheader"
          id={idOf(0)}
          aria-colindex={1}
          className="grid-select"
          tabIndex={tab(0)}
          onFocus={() => onFocus(0)}
          aria-label={words("parts.grid.select")}
        >
          <Check
            label={words("parts.grid.all")}
            checked={selecting.all === "all"}
            mixed={selecting.all === "some"}
            tabIndex={-1}
            onChange={selecting.toggleAll}
          />
        </div>
      )}
      {columns.map((column, index) => {
        const mine = sort?.column === column.id;
        const sortable = column.sortable && onSort;
        const state = mine ? (sort.descending ? "descending" : "ascending") : "none";
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's
          <div
            key={column.id}
            role="columnheader"
            id={idOf(index + offset)}
            aria-colindex={index + offset + 1}
            aria-sort={sortable ? state : undefined}
            className={names("grid-heading", isRight(column.kind) && "right", sortable && "grid-sortable")}
            tabIndex={tab(index + offset)}
            onFocus={() => onFocus(index + offset)}
            onClick={sortable ? () => onSort(sorted(sort, column.id)) : undefined}
          >
            <span className={column.kind === "person" ? "reader" : "cut"} title={column.head}>
              {column.head}
            </span>
            {mine && <Icon name={sort.descending ? "sortdown" : "sortup"} size={12} />}
            {onWidth && <Edge column={column} onWidth={onWidth} />}
          </div>
        );
      })}
    </div>
  );
}
