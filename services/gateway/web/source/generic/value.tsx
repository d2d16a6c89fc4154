// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { isEmpty } from "../base/merge.ts";
import type { Field } from "../base/model.ts";
import { resourceOf } from "../base/model.ts";
import type { Ref } from "../base/names.ts";
import { isMoney } from "../base/numbers.ts";
import { onePath } from "../base/places.ts";
import { isId, labelOf, valueName } from "../base/present.ts";
import { useName } from "../base/queries.ts";
import { capital } from "../base/words.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Link } from "../parts/link.tsx";
import { shapeOf } from "../parts/shapes.ts";
import { Priority, State } from "../parts/state.tsx";
import { Table } from "../parts/table.tsx";

/// A value as people read it. Nothing is cut; what a newer service sends is shown as it is.
export function Value({ field, value, plain }: { field: Field; value: unknown; plain?: boolean }): ReactNode {
  const { words, times, numbers } = useWorkplace();
  if (value === undefined || value === null || value === "") return <span className="faint">–</span>;
  switch (field.kind) {
    case "choice":
      return <Choice field={field} value={String(value)} />;
    case "ref":
      return <Named refTo={{ type: field.ref ?? "", id: String(value) }} plain={plain} />;
    case "day":
      return <span className="nowrap">{times.day(String(value))}</span>;
    case "instant":
      return (
        <time className="nowrap" dateTime={String(value)}>
          {times.instant(String(value))}
        </time>
      );
    case "flag":
      return words.word(value ? "parts.yes" : "parts.no");
    case "number":
    case "integer":
      return typeof value === "number" ? (
        <span className="number nowrap">{withUnit(numbers.number(value), field.ui.unit, words.word)}</span>
      ) : (
        String(value)
      );
    case "money":
      return isMoney(value) ? <span className="number nowrap">{numbers.money(value)}</span> : null;
    case "list":
      return <Several field={field} values={Array.isArray(value) ? value : []} />;
    case "record":
      return <Inner field={field} value={value as Record<string, unknown>} />;
    case "long":
      return <span className="long">{String(value)}</span>;
    case "any":
      return typeof value === "object" ? <code className="long">{JSON.stringify(value)}</code> : String(value);
    default:
      return <Text value={String(value)} />;
  }
}

/// Addresses of mail and web are links; an id that says not of what is no word for people.
function Text({ value }: { value: string }) {
  if (/^https?:\/\/\S+$/.test(value)) return <Link href={value}>{value}</Link>;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return <Link href={`mailto:${value}`}>{value}</Link>;
  if (isId(value)) return <span className="faint">–</span>;
  return <bdi>{value}</bdi>;
}

function withUnit(text: string, unit: string | undefined, word: (key: string) => string): string {
  if (!unit) return text;
  return unit === "percent" ? `${text} %` : `${text} ${word(`unit.${unit}`)}`;
}

export function Choice({ field, value, boxed }: { field: Field; value: string; boxed?: boolean }) {
  const { words } = useWorkplace();
  const name = capital(valueName(words, field, value), words.language);
  if (/^P[1-4]$/.test(value)) return <Priority level={Number(value[1]) as 1 | 2 | 3 | 4} />;
  if (!["state", "status", "stage"].includes(field.name)) return name;
  const { shape, tone } = shapeOf(value, field.values);
  return (
    <State shape={shape} tone={tone} boxed={boxed}>
      {name}
    </State>
  );
}

/// What an id refers to, by its name; a link where there is a page.
export function Named({ refTo, plain }: { refTo: Ref; plain?: boolean }) {
  const { model, session, words } = useWorkplace();
  const name = useName(refTo.type ? refTo : undefined);
  if (refTo.id === session.user?.id) return words.word("generic.you", { name: session.user.full_name ?? session.user.name });
  if (name === undefined) return <span className="faint">…</span>;
  if (name === null) return <span className="faint">{words.word("generic.not_seen")}</span>;
  const resource = resourceOf(model, refTo.type);
  const title = name.title || name.number || "";
  const label = name.number && title !== name.number ? `${name.number} ${title}` : title;
  if (plain || !resource?.get || !session.may.has(resource.get)) return <bdi>{label}</bdi>;
  return <Link href={onePath(resource.collection, name.number || name.id)}>{label}</Link>;
}

function Several({ field, values }: { field: Field; values: unknown[] }) {
  const item = field.item;
  if (!values.length || !item) return <span className="faint">–</span>;
  const columns = item.fields.filter(
    ({ kind, name }) =>
      !["record", "list", "any", "long"].includes(kind) && values.some((each) => !isEmpty((each as Record<string, unknown>)[name])),
  );
  if (item.kind === "record" && columns.length > 2)
    return <InnerTable item={item} columns={columns.slice(0, 7)} values={values as Record<string, unknown>[]} />;
  if (item.kind === "record")
    return (
      <ul className="several">
        {values.map((each, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a list have no other name
          <li key={place}>
            <Inner field={item} value={each as Record<string, unknown>} />
          </li>
        ))}
      </ul>
    );
  return (
    <span className="row wrap">
      {values.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value may be there twice
        <span key={`${place} ${String(each)}`} className="one-of">
          <Value field={{ ...item, name: field.name }} value={each} />
        </span>
      ))}
    </span>
  );
}

function InnerTable({ item, columns, values }: { item: Field; columns: Field[]; values: Record<string, unknown>[] }) {
  const { words } = useWorkplace();
  const rows = values.map((value, place) => ({ id: String(place), value }));
  return (
    <Table<{ id: string; value: Record<string, unknown> }>
      label={labelOf(words, item)}
      rows={rows}
      rowId={({ id }) => id}
      columns={columns.map((field) => ({
        id: field.name,
        head: labelOf(words, field),
        kind: field.kind === "instant" || field.kind === "day" ? field.kind : "name",
        cell: ({ value }) => <Value field={field} value={value[field.name]} plain />,
      }))}
    />
  );
}

/// A record within a record: its fields by their words; what stands for itself alone without.
function Inner({ field, value }: { field: Field; value: Record<string, unknown> }) {
  const { words } = useWorkplace();
  const shown = field.fields.filter(
    ({ name, kind }) => value[name] !== undefined && value[name] !== null && value[name] !== "" && kind !== "any",
  );
  if (!shown.length) return <span className="faint">–</span>;
  return (
    <span className="inner">
      {shown.map((each) => (
        <span key={each.name} className="inner-field">
          <span className="faint small">{labelOf(words, each)}</span> <Value field={each} value={value[each.name]} />
        </span>
      ))}
    </span>
  );
}
