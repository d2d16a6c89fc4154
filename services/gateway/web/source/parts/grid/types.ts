// SPDX-License-Identifier: MIT
import type { ReactNode, Ref } from "react";
import type { ColumnKind } from "./widths.ts";

export interface Column<Row> {
  id: string;
  head: string;
  kind: ColumnKind;
  cell: (row: Row) => ReactNode;
  /** The small line below. */
  second?: (row: Row) => ReactNode;
  sortable?: boolean;
  width?: number;
  editable?: (row: Row) => boolean;
}

export interface Sort {
  column: string;
  descending: boolean;
}

export interface GridHandle {
  focus: () => void;
  next: () => void;
  previous: () => void;
  /** Selects or leaves the focused row. */
  toggle: () => void;
  /** The row where the keyboard is. */
  at: () => string | null;
}

export interface GridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** Holes are skeletons. */
  rows: readonly (Row | undefined)[];
  total: number;
  rowId: (row: Row) => string;
  /** What a reader hears of a row: its number and subject. */
  rowLabel: (row: Row) => string;
  href?: (row: Row) => string;
  onOpen?: (row: Row, newTab: boolean) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected?: ReadonlySet<string>;
  onSelected?: (ids: ReadonlySet<string>) => void;
  current?: string | null;
  onCurrent?: (id: string) => void;
  /** What is visible, to fetch ahead. */
  onRange?: (first: number, last: number) => void;
  /** Changed elsewhere just now; or no longer in this view. */
  mark?: (row: Row) => "changed" | "left" | undefined;
  busy?: boolean;
  /** An editor in the cell; `done` gives the focus back. */
  onEdit?: (row: Row, column: string, done: () => void) => ReactNode | null;
  onWidth?: (column: string, px: number) => void;
  empty?: ReactNode;
  handle?: Ref<GridHandle>;
}
