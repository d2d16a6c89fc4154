// SPDX-License-Identifier: MIT
/** Where the keyboard is: row −1 is the head. */
export interface Place {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows a page key passes. */
  page: number;
  head: boolean;
}

/** Where a key leads in a grid of that size; undefined if it leads nowhere. */
export function led(at: Place, key: string, ctrl: boolean, size: Size): Place | undefined {
  const top = size.head ? -1 : 0;
  const last = size.rows - 1;
  const row = (to: number) => ({ row: Math.max(top, Math.min(last, to)), column: at.column });
  const column = (to: number) => ({ row: at.row, column: Math.max(0, Math.min(size.columns - 1, to)) });
  switch (key) {
    case "ArrowDown":
      return row(ctrl ? last : at.row + 1);
    case "ArrowUp":
      return row(ctrl ? 0 : at.row - 1);
    case "PageDown":
      return row(Math.max(0, at.row) + size.page);
    case "PageUp":
      return row(Math.max(0, at.row - size.page));
    case "ArrowRight":
      return column(at.column + 1);
    case "ArrowLeft":
      return column(at.column - 1);
    case "Home":
      return ctrl ? { row: Math.min(0, last), column: 0 } : column(0);
    case "End":
      return ctrl ? { row: last, column: size.columns - 1 } : column(size.columns - 1);
    default:
      return undefined;
  }
}

/** Ids of a stretch of rows, holes left out, whichever end comes first. */
export function stretch<Row>(rows: readonly (Row | undefined)[], from: number, to: number, rowId: (row: Row) => string): string[] {
  const ids: string[] = [];
  for (let at = Math.min(from, to); at <= Math.max(from, to); ++at) {
    const row = rows[at];
    if (row !== undefined) ids.push(rowId(row));
  }
  return ids;
}
