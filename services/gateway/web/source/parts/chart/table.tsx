// SPDX-License-Identifier: MIT
import { type ReactNode, useState } from "react";
import { Link } from "../link.tsx";
import { useParts } from "../provider.tsx";

export interface ChartTableProps {
  label: string;
  head: readonly string[];
  rows: readonly { id: string; cells: readonly ReactNode[]; href?: string }[];
  open?: boolean;
}

/** The same numbers as a table, under each chart. */
export function ChartTable({ label, head, rows, open: start = false }: ChartTableProps) {
  const { words } = useParts();
  const [open, setOpen] = useState(start);
  return (
    <div className="chart-table">
      <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words(open ? "parts.chart.hide" : "parts.chart.table")}
      </button>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <div role="group" className="table-box" aria-label={label} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                {head.map((one, at) => (
                  <th key={one} scope="col" className={at ? "right" : undefined}>
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  {row.cells.map((cell, at) => (
                    <td key={head[at]} className={at ? "right" : undefined}>
                      {at === 0 && row.href ? <Link href={row.href}>{cell}</Link> : cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
