// SPDX-License-Identifier: MIT
import type { Values } from "../base/client.ts";
import type { Field, Resource } from "../base/model.ts";
import { isMoney } from "../base/numbers.ts";
import { labelOf, type Row, titleOf, valueName } from "../base/present.ts";
import type { Workplace } from "../base/workplace.tsx";
import { fieldsAsked } from "./query.ts";
import type { Page } from "./use_list.ts";

/// Exactly what is filtered, all of it, as a file.
export async function csvOf(workplace: Workplace, resource: Resource, asked: Values, columns: Field[]): Promise<void> {
  const { client, words, names } = workplace;
  const fields = resource.takesFields ? fieldsAsked(resource, columns) : undefined;
  const rows: Row[] = [];
  for (let after: string | undefined; ; ) {
    const page = (await client.ask(resource.list, { ...asked, fields, limit: 100, after })) as Page;
    rows.push(...page.items);
    after = page.next;
    if (!after) break;
  }
  const refs = columns
    .flatMap((field) => (field.kind === "ref" && field.ref ? rows.map((row) => ({ type: field.ref ?? "", id: row[field.name] })) : []))
    .filter((ref): ref is { type: string; id: string } => typeof ref.id === "string");
  await Promise.all(refs.map((ref) => names.of(ref)));
  const hasNumber = resource.fields.some(({ name }) => name === "number");
  const numberField = resource.fields.find(({ name }) => name === "number");
  const head = [
    ...(hasNumber && numberField ? [labelOf(words, numberField)] : []),
    words.word(resource.title),
    ...columns.map((field) => labelOf(words, field)),
  ];
  const lines = rows.map((row) => [
    ...(hasNumber ? [row.number] : []),
    titleOf(resource, row),
    ...columns.map((field) => textOf(workplace, field, row[field.name])),
  ]);
  const text = [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
  save(`${resource.collection}.csv`, `\ufeff${text}\r\n`);
}

function textOf({ words, names, times }: Workplace, field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return "";
  if (field.kind === "choice") return valueName(words, field, String(value));
  if (field.kind === "ref") return names.now({ type: field.ref ?? "", id: String(value) })?.title ?? "";
  if (field.kind === "instant") return times.instant(String(value));
  if (isMoney(value)) return `${value.currency} ${value.minor / 100}`;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/// What a table program would take for a formula is text.
export function cell(value: unknown): string {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
