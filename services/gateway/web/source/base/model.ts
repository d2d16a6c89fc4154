// SPDX-License-Identifier: MIT
import type { OpenApi, Operation, Schema, Ui } from "./document.ts";
import { answerOf, nameOf, present, resolved } from "./document.ts";

/// What kind of value a field holds: how it is shown, asked for and filtered.
export type Kind =
  | "text"
  | "long"
  | "email"
  | "secret"
  | "number"
  | "integer"
  | "flag"
  | "day"
  | "instant"
  | "choice"
  | "ref"
  | "money"
  | "record"
  | "list"
  | "any";

export interface Field {
  name: string;
  kind: Kind;
  /// The record that has it, as words know it: `Complaint`.
  of: string;
  required: boolean;
  nullable: boolean;
  /// `registry.Party`, of an id.
  ref?: string;
  /// The enumeration's title and values.
  enumeration?: string;
  values: string[];
  /// Of a record, and of the records in a list.
  fields: Field[];
  item?: Field;
  schema: Schema;
  ui: Ui;
  personal: boolean;
}

export interface Move {
  method: string;
  /// `acknowledge`
  name: string;
}

/// A collection of records: what `GET PATH` lists.
export interface Resource {
  service: string;
  /// `complaints.Complaint`
  type: string;
  /// `Complaint`
  title: string;
  /// `complaints`, its place below /api/v1
  collection: string;
  list: string;
  create?: string;
  get?: string;
  change?: string;
  remove?: string;
  counts?: string;
  history?: string;
  moves: Move[];
  /// Operations that make something of the record which is no move, or list its parts.
  parts: { method: string; name: string }[];
  fields: Field[];
  filters: Field[];
  ranges: string[];
  sorts: string[];
  searches: boolean;
  takesFields: boolean;
  asOf: boolean;
  ui: Ui;
}

export interface Model {
  resources: Resource[];
  services: { name: string; description: string }[];
  document: OpenApi;
}

const PREFIX = "/api/v1/";

export function modelOf(document: OpenApi): Model {
  const resources: Resource[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    const found = item.get && resourceAt(document, path, item.get);
    if (found) resources.push(found);
  }
  const services = (document.tags ?? []).map(({ name, description }) => ({ name, description: description ?? "" }));
  return { resources, services, document };
}

export function resourceOf(model: Model, type: string | undefined): Resource | undefined {
  return (
    model.resources.find((resource) => resource.type === type && resource.get) ?? model.resources.find((resource) => resource.type === type)
  );
}

export function resourceAtPath(model: Model, collection: string): Resource | undefined {
  return model.resources.find((resource) => resource.collection === collection);
}

function resourceAt(document: OpenApi, path: string, list: Operation): Resource | undefined {
  if (!path.startsWith(PREFIX) || path.includes("{") || list.tags?.includes("gateway")) return undefined;
  const items = resolved(document, answerOf(list)).properties?.items?.items;
  const schema = resolved(document, items);
  if (!items?.$ref || !schema.properties?.id) return undefined;
  const at = (suffix: string, verb: string) => document.paths[path + suffix]?.[verb];
  const parameters = new Map((list.parameters ?? []).map((parameter) => [parameter.name, parameter.schema]));
  const type = nameOf(items.$ref);
  const history = at("/{id}/history", "get")?.operationId;
  return {
    service: list.tags?.[0] ?? "",
    type,
    title: schema.title ?? type.slice(type.indexOf(".") + 1),
    collection: path.slice(PREFIX.length),
    list: list.operationId,
    create: at("", "post")?.operationId,
    get: at("/{id}", "get")?.operationId,
    change: at("/{id}", "patch")?.operationId,
    remove: at("/{id}", "delete")?.operationId,
    counts: at("/counts", "get")?.operationId,
    history,
    moves: below(document, path, "post"),
    parts: below(document, path, "get").filter(({ method }) => method !== history),
    fields: fieldsOf(document, schema),
    filters: filtersOf(document, schema, parameters),
    ranges: [...parameters.keys()].filter((name) => name.endsWith(".from")).map((name) => name.slice(0, -5)),
    sorts: sortsOf(document, parameters.get("sort")),
    searches: parameters.has("search"),
    takesFields: parameters.has("fields"),
    asOf: Boolean(at("/{id}", "get")?.parameters?.some(({ name }) => name === "as_of")),
    ui: schema["x-ui"] ?? {},
  };
}

function below(document: OpenApi, path: string, verb: string): Move[] {
  const moves: Move[] = [];
  for (const [other, item] of Object.entries(document.paths)) {
    const rest = other.startsWith(`${path}/{id}/`) ? other.slice(path.length + 6) : "";
    const method = rest && !rest.includes("/") && !rest.includes("{") ? item[verb]?.operationId : undefined;
    if (method) moves.push({ method, name: rest });
  }
  return moves;
}

function sortsOf(document: OpenApi, schema: Schema | undefined): string[] {
  const values = present(document, schema).schema.enum ?? [];
  return values.filter((value) => !value.startsWith("-"));
}

/// Conditions that a list takes by a parameter of that name, as the record's own fields where they are some.
function filtersOf(document: OpenApi, record: Schema, parameters: Map<string, Schema | undefined>): Field[] {
  const filters: Field[] = [];
  const not = new Set(["limit", "after", "search", "sort", "where", "fields", "ids", "as_of", "by"]);
  for (const [name, schema] of parameters) {
    if (!schema || not.has(name) || name.includes(".")) continue;
    const own = record.properties?.[name];
    const field = fieldOf(document, name, own ?? schema, record.title ?? "", false);
    const one = field.kind === "list" && field.item ? { ...field.item, name, of: record.title ?? "" } : field;
    if (["choice", "ref", "flag", "text", "integer", "email"].includes(one.kind))
      filters.push(own ? one : { ...one, of: `List${record.title}` });
  }
  return filters;
}

export function fieldsOf(document: OpenApi, schema: Schema, depth = 0): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, each]) =>
    fieldOf(document, name, each, schema.title ?? "", required.has(name), depth),
  );
}

function fieldOf(document: OpenApi, name: string, given: Schema, of: string, required: boolean, depth = 0): Field {
  const { schema, nullable } = present(document, given);
  const kind = kindOf(schema);
  const list = kind === "list" ? fieldOf(document, name, schema.items ?? {}, of, true, depth + 1) : undefined;
  return {
    name,
    kind,
    of,
    required,
    nullable,
    ref: schema["x-ref"],
    enumeration: schema.enum ? schema.title : undefined,
    values: schema.enum ?? [],
    fields: kind === "record" && depth < 5 ? fieldsOf(document, schema, depth + 1) : [],
    item: list,
    schema,
    ui: given["x-ui"] ?? schema["x-ui"] ?? {},
    personal: Boolean(schema["x-personal"]),
  };
}

export function kindOf(schema: Schema): Kind {
  const type = Array.isArray(schema.type) ? schema.type.find((each) => each !== "null") : schema.type;
  if (type === "array") return "list";
  if (type === "boolean") return "flag";
  if (type === "integer" || type === "number") return type;
  if (type === "object") {
    if (schema.properties?.minor && schema.properties.currency) return "money";
    return schema.properties ? "record" : "any";
  }
  if (type !== "string") return "any";
  if (schema.enum) return "choice";
  if (schema["x-ref"] || schema.format === "uuid") return schema["x-ref"] ? "ref" : "text";
  if (schema.format === "date") return "day";
  if (schema.format === "date-time") return "instant";
  if (schema.format === "email") return "email";
  if (schema.writeOnly) return "secret";
  return schema["x-multiline"] ? "long" : "text";
}

/// Fields of what an operation is asked, without those that its path says.
export function askedOf(model: Model, operation: Operation): Field[] {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return fieldsOf(model.document, resolved(model.document, schema));
}
