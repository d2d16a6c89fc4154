// SPDX-License-Identifier: MIT
import type { MouseEvent, ReactNode } from "react";
import { Check } from "../field/check.tsx";
import { names } from "../names.ts";
import { useParts } from "../provider.tsx";
import type { Selecting } from "./selection.ts";
import type { Column, GridProps } from "./types.ts";
import { isRight } from "./widths.ts";

export interface RowProps<Row> {
  grid: GridProps<Row>;
  row: Row | undefined;
  index: number;
  selecting: Selecting;
  /** The column where the keyboard is, if it is in this row. */
  at: number | null;
  idOf: (column: number) => string;
  editing: { column: string; editor: ReactNode } | null;
  onFocus: (column: number) => void;
  onPress: (newTab: boolean) => void;
  onDouble: () => void;
  lead: number;
}

const inner = "a, button, input, select, textarea, label, [role=spinbutton]";

function Lead<Row>({ grid, row, column }: { grid: GridProps<Row>; row: Row; column: Column<Row> }) {
  const { navigate } = useParts();
  const content = column.cell(row);
  const href = grid.href?.(row);
  if (href === undefined) return <span className="cut">{content}</span>;
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const newTab = event.ctrlKey || event.metaKey;
    if (grid.onOpen) grid.onOpen(row, newTab);
    else navigate(href, { newTab });
  };
  return (
    <a className="grid-link cut" href={href} tabIndex={-1} onClick={follow}>
      {content}
    </a>
  );
}

function Content<Row>({ props, column, index }: { props: RowProps<Row>; column: Column<Row>; index: number }) {
  const { grid, row, lead } = props;
  const { words } = useParts();
  if (row === undefined) return <span className="skeleton-bar" />;
  const left = grid.mark?.(row) === "left";
  return (
    <>
      {index === lead ? <Lead grid={grid} row={row} column={column} /> : <span className="grid-value">{column.cell(row)}</span>}
      {index === lead && left && <span className="grid-second">{words("parts.grid.left")}</span>}
      {column.second && !(index === lead && left) && <span className="grid-second">{column.second(row)}</span>}
    </>
  );
}

export function GridRow<Row>(props: RowProps<Row>) {
  const { grid, row, index, selecting, at, idOf, editing, onFocus, onPress, onDouble, lead } = props;
  const { words } = useParts();
  const id = row === undefined ? undefined : grid.rowId(row);
  const chosen = id !== undefined && selecting.has(id);
  const offset = selecting.on ? 1 : 0;
  const mark = row === undefined ? undefined : grid.mark?.(row);
  const press = (event: MouseEvent) => {
    if ((event.target as Element).closest(inner)) return;
    if (getSelection()?.toString()) return;
    onPress(event.ctrlKey || event.metaKey);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's
    // biome-ignore lint/a11y/useFocusableInteractive: its cells are focused
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selecting.on ? chosen : undefined}
      aria-label={row === undefined ? words("parts.loading") : undefined}
      className={names(
        "grid-row",
        chosen && "grid-chosen",
        id !== undefined && id === grid.current && "grid-current",
        mark && `grid-${mark}`,
      )}
      onClick={press}
      onDoubleClick={(event) => (event.target as Element).closest(inner) || onDouble()}
    >
      {selecting.on && (
        <div role="gridcell" id={idOf(0)} aria-colindex={1} className="grid-select" tabIndex={at === 0 ? 0 : -1} onFocus={() => onFocus(0)}>
          {row !== undefined && (
            <span
              onClickCapture={(event) => {
                if (!event.shiftKey) return;
                event.preventDefault();
                selecting.toggle(index, true);
              }}
            >
              <Check
                label={words("parts.grid.choose", { name: grid.rowLabel(row) })}
                checked={chosen}
                tabIndex={-1}
                onChange={() => selecting.toggle(index, false)}
              />
            </span>
          )}
        </div>
      )}
      {grid.columns.map((column, place) => {
        const open = editing?.column === column.id;
        return (
          <div
            key={column.id}
            role="gridcell"
            id={idOf(place + offset)}
            aria-colindex={place + offset + 1}
            aria-readonly={grid.onEdit ? !(row !== undefined && column.editable?.(row)) : undefined}
            className={names(
              "grid-cell",
              `cell-${column.kind}`,
              isRight(column.kind) && "right",
              place === lead && "grid-lead",
              open && "grid-open",
            )}
            data-head={column.head}
            tabIndex={at === place + offset ? 0 : -1}
            onFocus={() => onFocus(place + offset)}
          >
            {open ? editing.editor : <Content props={props} column={column} index={place} />}
          </div>
        );
      })}
    </div>
  );
}
