// SPDX-License-Identifier: MIT
/// What is used of OpenAPI 3.1, as the gateway writes it.

export interface Schema {
  $ref?: string;
  title?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  writeOnly?: boolean;
  default?: unknown;
  "x-ref"?: string;
  "x-personal"?: boolean;
  "x-multiline"?: boolean;
  "x-ui"?: Ui;
}

/// How a page shows a record, or a field of it.
export interface Ui {
  title?: string;
  subtitle?: string;
  state?: string;
  day?: string;
  list?: number;
  group?: string;
  unit?: string;
  read_only?: boolean;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
  "x-roles"?: string[];
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
  tags?: { name: string; description?: string }[];
}

export interface Route {
  id: string;
  verb: string;
  path: string;
  operation: Operation;
}

export function routesOf(document: OpenApi): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const [path, item] of Object.entries(document.paths))
    for (const [verb, operation] of Object.entries(item))
      if (operation.operationId)
        routes.set(operation.operationId, { id: operation.operationId, verb: verb.toUpperCase(), path, operation });
  return routes;
}

/// `complaints.Severity` of `#/components/schemas/complaints.Severity`.
export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}

export function resolved(document: OpenApi, schema: Schema | undefined): Schema {
  if (!schema) return {};
  if (schema.$ref) return { ...document.components.schemas[nameOf(schema.$ref)], ...withoutRef(schema) };
  return schema;
}

function withoutRef(schema: Schema): Schema {
  const { $ref: _, ...rest } = schema;
  return rest;
}

/// The schema of a value that is there, and whether null may stand for it.
export function present(document: OpenApi, schema: Schema | undefined): { schema: Schema; type?: string; nullable: boolean } {
  const nullable = Boolean(schema?.anyOf?.some((choice) => choice.type === "null"));
  const inner = schema?.anyOf ? schema.anyOf.find((choice) => choice.type !== "null") : schema;
  const around: Schema = schema?.anyOf ? { ...schema, anyOf: undefined } : {};
  const named = inner?.$ref ? nameOf(inner.$ref) : undefined;
  return { schema: { ...resolved(document, inner), ...defined(around) }, type: named, nullable };
}

function defined(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

export function answerOf(operation: Operation): Schema | undefined {
  const success = Object.keys(operation.responses).find((status) => status.startsWith("2"));
  return success ? operation.responses[success]?.content?.["application/json"]?.schema : undefined;
}
