// SPDX-License-Identifier: MIT
import { useMemo } from "react";
import type { Field, Resource } from "../base/model.ts";
import { isId, labelOf, type Row, titleOf } from "../base/present.ts";
import { useName } from "../base/queries.ts";
import { capital } from "../base/words.ts";
import { useWorkplace } from "../base/workplace.tsx";
import type { Column } from "../parts/grid/types.ts";
import type { ColumnKind } from "../parts/grid/widths.ts";
import { titleSort } from "./list.tsx";
import { Value } from "./value.tsx";

const KINDS: Partial<Record<Field["kind"], ColumnKind>> = {
  number: "number",
  integer: "integer",
  day: "day",
  instant: "instant",
  money: "money",
  flag: "flag",
};

function kindOf(field: Field): ColumnKind {
  if (field.kind === "choice") return field.name === "priority" ? "priority" : "state";
  if (field.kind === "ref") return field.ref === "accounts.User" ? "name" : "party";
  return KINDS[field.kind] ?? "name";
}

export function useColumns(
  resource: Resource,
  beside: Field[],
  widths: Record<string, number> | undefined,
): { columns: Column<Row>[]; titleText(row: Row): string } {
  const { words, names } = useWorkplace();
  return useMemo(() => {
    const nameNow = (field: string, value: unknown) => {
      const type = resource.fields.find(({ name }) => name === field)?.ref;
      return (type && names.now({ type, id: String(value) })?.title) || "";
    };
    const titleText = (row: Row) => titleOf(resource, row, nameNow);
    const first: Column<Row> = {
      id: "title",
      head: capital(words.first([`list.head_${resource.collection}`, resource.title]), words.language),
      kind: "text",
      cell: (row) => <Title resource={resource} row={row} />,
      second: (row) => <Second resource={resource} row={row} />,
      sortable: titleSort(resource) !== undefined,
      width: widths?.title,
    };
    const others = beside.map(
      (field): Column<Row> => ({
        id: field.name,
        head: labelOf(words, field),
        kind: kindOf(field),
        cell: (row) => <Value field={field} value={row[field.name]} plain />,
        sortable: resource.sorts.includes(field.name),
        width: widths?.[field.name],
      }),
    );
    return { columns: [first, ...others], titleText };
  }, [resource, beside, widths, words, names]);
}

/// A record that has no name of its own is called by those that it stands for.
function Title({ resource, row }: { resource: Resource; row: Row }) {
  const ids = [...(resource.ui.title ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").filter((name) => isId(row[name]));
  const [a, b] = ids.map((name) => ({ type: resource.fields.find((field) => field.name === name)?.ref ?? "", id: String(row[name]) }));
  const [first, second] = [useName(a?.type ? a : undefined), useName(b?.type ? b : undefined)];
  const title = titleOf(resource, row, (_, value) => (value === a?.id ? first?.title : second?.title) ?? "");
  return <bdi>{title || "–"}</bdi>;
}

function Second({ resource, row }: { resource: Resource; row: Row }) {
  const field = resource.fields.find(({ name }) => resource.ui.subtitle === `{${name}}`);
  const number = typeof row.number === "string" ? row.number : undefined;
  if (!number && !(field && row[field.name])) return null;
  return (
    <>
      {number && <span className="nowrap">{number}</span>}
      {number && field && row[field.name] ? " · " : null}
      {field && row[field.name] ? <Value field={field} value={row[field.name]} plain /> : null}
    </>
  );
}
