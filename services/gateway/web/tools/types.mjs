// SPDX-License-Identifier: MIT
// types/openapi.d.ts from types/openapi.json: what an operation is asked and answers, for calls by operationId.
//   node tools/types.mjs            writes it
//   node tools/types.mjs --check    fails where it differs
//   node tools/types.mjs --from URL takes the document of a running gateway first
import { readFileSync, writeFileSync } from "node:fs";

const snapshot = new URL("../types/openapi.json", import.meta.url);
const typed = new URL("../types/openapi.d.ts", import.meta.url);
const name = (ref) =>
  ref
    .split("/")
    .pop()
    .replace(/[^A-Za-z0-9]+/g, "_");
const property = (key) => (/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key));

function typeOf(schema) {
  if (!schema) return "unknown";
  if (schema.$ref) return name(schema.$ref);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" | ");
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const kinds = Array.isArray(schema.type) ? schema.type : [schema.type];
  return kinds.map((kind) => ofKind(kind, schema)).join(" | ");
}

function ofKind(kind, schema) {
  if (kind === "string") return "string";
  if (kind === "integer" || kind === "number") return "number";
  if (kind === "boolean") return "boolean";
  if (kind === "null") return "null";
  if (kind === "array") return `Array<${typeOf(schema.items)}>`;
  if (kind === "object") return schema.properties ? fieldsOf(schema.properties, schema.required ?? []) : "Record<string, unknown>";
  return "unknown";
}

function fieldsOf(properties, required) {
  const lines = Object.entries(properties).map(
    ([key, schema]) => `${property(key)}${required.includes(key) ? "" : "?"}: ${typeOf(schema)}`,
  );
  return lines.length ? `{ ${lines.join("; ")} }` : "Record<string, never>";
}

function asked(operation) {
  const properties = {};
  const required = [];
  for (const parameter of operation.parameters ?? []) {
    if (parameter.$ref || parameter.in === "header") continue;
    properties[parameter.name] = parameter.schema;
    if (parameter.required) required.push(parameter.name);
  }
  const own = fieldsOf(properties, required);
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  if (!body) return own;
  return own === "Record<string, never>" ? typeOf(body) : `${own} & ${typeOf(body)}`;
}

function answered(operation) {
  const success = Object.keys(operation.responses ?? {}).find((status) => status.startsWith("2"));
  const schema = operation.responses?.[success]?.content?.["application/json"]?.schema;
  return schema ? typeOf(schema) : "undefined";
}

export function declarations(document) {
  const out = ["// SPDX-License-Identifier: MIT", "// Made by tools/types.mjs from openapi.json. Do not edit.", ""];
  for (const [key, schema] of Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)))
    out.push(`export type ${name(key)} = ${typeOf(schema)};`);
  out.push("", "export interface Operations {");
  const operations = Object.values(document.paths)
    .flatMap((item) => Object.values(item))
    .filter((operation) => operation.operationId);
  for (const operation of operations.sort((a, b) => (a.operationId < b.operationId ? -1 : 1)))
    out.push(`  ${property(operation.operationId)}: { asked: ${asked(operation)}; answered: ${answered(operation)} };`);
  out.push("}", "export type OperationId = keyof Operations;", "");
  return out.join("\n");
}

const [mode, from] = process.argv.slice(2);
if (mode === "--from") {
  const answer = await fetch(`${from}/api/openapi.json`);
  if (!answer.ok) throw new Error(`${from}: ${answer.status}`);
  writeFileSync(snapshot, `${JSON.stringify(await answer.json(), null, 1)}\n`);
}
const text = declarations(JSON.parse(readFileSync(snapshot, "utf8")));
if (mode === "--check") {
  if (readFileSync(typed, "utf8") !== text) {
    console.error("types/openapi.d.ts is not of types/openapi.json: ./dev web types");
    process.exit(1);
  }
} else writeFileSync(typed, text);
