// SPDX-License-Identifier: MIT
import type { Field, Resource } from "./model.ts";
import { capital, type Words } from "./words.ts";

export type Row = Record<string, unknown> & { id: string; version?: number };

/// `NewComplaint`, `EditComplaint`, `ListComplaint` have the words of `Complaint`.
function titlesOf(of: string): string[] {
  const plain = of.replace(/^(New|Edit|List|Count)(?=[A-Z])/, "");
  return plain === of ? [of] : [of, plain];
}

export function labelOf(words: Words, field: Field): string {
  return capital(words.first(titlesOf(field.of).map((title) => `${title}.${field.name}`)), words.language);
}

export function helpOf(words: Words, field: Field): string | undefined {
  const key = titlesOf(field.of).find((title) => words.has(`${title}.${field.name}.help`));
  if (key) return words.word(`${key}.${field.name}.help`);
  return words.language === "en" && field.schema.description ? capital(field.schema.description, "en") : undefined;
}

/// What a value of an enumeration is called; one that a newer service sends is made readable.
export function valueName(words: Words, field: Field, value: string): string {
  return field.enumeration ? words.word(`${field.enumeration}.${value}`) : value;
}

export function resourceName(words: Words, resource: Resource): string {
  return capital(words.first([`resource.${resource.collection}`, resource.collection]), words.language);
}
export function recordName(words: Words, resource: Resource): string {
  return words.first([resource.title, resource.title.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()]);
}
export function methodName(words: Words, method: string): string {
  return words.word(method);
}

/// `{number} {subject}` with the record's values; ids are no words for people.
export function fill(pattern: string, row: Record<string, unknown>, name: (field: string, value: unknown) => string): string {
  return pattern
    .replace(/\{(\w+)\}/g, (_, field: string) => (isId(row[field]) ? name(field, row[field]) : text(row[field])))
    .replace(/\s{2,}/g, " ")
    .trim();
}

export function titleOf(resource: Resource, row: Row, name: (field: string, value: unknown) => string = () => ""): string {
  const pattern = resource.ui.title ?? "";
  const without = pattern.replace(/\{number\}\s*/, "");
  const title = (without && fill(without, row, name)) || fill(pattern, row, name);
  if (title) return title;
  for (const field of ["subject", "title", "full_name", "name", "label", "what", "text"])
    if (typeof row[field] === "string" && row[field]) return String(row[field]);
  return text(row.number);
}

export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/// How pages name a record in a path: its number where it has one.
export function keyOf(row: Row): string {
  return typeof row.number === "string" && row.number ? row.number : row.id;
}

/// Where a record stands on its way, and in which field.
export function stateField(resource: Resource): Field | undefined {
  const name = resource.ui.state ?? ["state", "status", "stage"].find((each) => resource.fields.some((field) => field.name === each));
  return resource.fields.find((field) => field.name === name);
}

const ASIDE = new Set(["id", "version", "allowed_moves", "blocked_moves", "created_at"]);

/// The columns of a list, what it is called first.
export function columnsOf(resource: Resource): Field[] {
  const listed = resource.fields.filter((field) => field.ui.list !== undefined && !ASIDE.has(field.name));
  const ranked = listed.sort((a, b) => (a.ui.list ?? 0) - (b.ui.list ?? 0));
  const simple = (field: Field) => !["record", "list", "any", "long"].includes(field.kind) && !ASIDE.has(field.name);
  // What it may be sorted by is worth a column, too.
  for (const field of resource.fields)
    if (!ranked.includes(field) && (resource.sorts.includes(field.name) || field.name === resource.ui.day)) ranked.push(field);
  const columns = ranked.length
    ? ranked.filter((field) => field.kind !== "any" && field.kind !== "record")
    : resource.fields.filter(simple);
  return columns;
}

/// Fields of a record's page by groups: those without a group first. Their order is that of the declaration.
export function groupsOf(resource: Resource, row: Row): { group: string; fields: Field[] }[] {
  const shown = resource.fields.filter(
    (field) => !ASIDE.has(field.name) && field.name !== "number" && field.name !== stateField(resource)?.name,
  );
  const known = new Set(resource.fields.map((field) => field.name));
  const groups = new Map<string, Field[]>();
  for (const field of shown) {
    const group = field.ui.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  const unknown = Object.keys(row).filter((name) => !known.has(name) && !ASIDE.has(name));
  if (unknown.length)
    groups.set(
      "more",
      unknown.map((name) => unknownField(resource, name, row[name])),
    );
  return [...groups].map(([group, fields]) => ({ group, fields }));
}

/// Who and what a record is linked with stands beside it; what its head says is not said again.
export function asideOf(groups: { group: string; fields: Field[] }[], inHead: string | undefined) {
  const isPerson = ({ kind, ref }: Field) => kind === "ref" && (ref === "accounts.User" || ref === "registry.Contact");
  const isLink = ({ kind, ref, name }: Field) => kind === "ref" && !isPerson({ kind, ref } as Field) && name !== inHead;
  const isTable = ({ kind, item }: Field) => kind === "list" && item?.kind === "record";
  const all = groups.flatMap(({ fields }) => fields);
  const rest = groups.map(({ group, fields }) => ({ group, fields: fields.filter((field) => field.kind !== "ref" && !isTable(field)) }));
  return {
    tables: all.filter(isTable),
    people: all.filter(isPerson),
    links: all.filter(isLink),
    groups: rest.filter(({ fields }) => fields.length),
  };
}

/// What a newer service sends and this document does not know is never lost.
function unknownField(resource: Resource, name: string, value: unknown): Field {
  const kind = typeof value === "string" ? "text" : typeof value === "number" ? "number" : typeof value === "boolean" ? "flag" : "any";
  return { name, kind, of: resource.title, required: false, nullable: true, values: [], fields: [], schema: {}, ui: {}, personal: false };
}
