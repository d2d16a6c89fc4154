// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import type { ColumnKind } from "./grid/widths.ts";
import { isRight } from "./grid/widths.ts";
import { Link } from "./link.tsx";
import { names } from "./names.ts";

export interface TableProps<Row> {
  label: string;
  columns: readonly { id: string; head: string; kind?: ColumnKind; cell: (row: Row) => ReactNode }[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  href?: (row: Row) => string;
  onOpen?: (row: Row) => void;
}

/** A short list, whole in the page; scrolls sideways in its own box where it must. */
export function Table<Row>({ label, columns, rows, rowId, href, onOpen }: TableProps<Row>) {
  const first = (row: Row, content: ReactNode) => {
    if (href) return <Link href={href(row)}>{content}</Link>;
    if (!onOpen) return content;
    return (
      <button type="button" className="text-button" onClick={() => onOpen(row)}>
        {content}
      </button>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div role="group" className="table-box" tabIndex={0} aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={names(isRight(column.kind) && "right")}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map((column, at) => (
                <td key={column.id} className={names(`cell-${column.kind ?? "text"}`, isRight(column.kind) && "right")}>
                  {at === 0 ? first(row, column.cell(row)) : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
