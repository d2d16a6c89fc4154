// SPDX-License-Identifier: MIT
// The paths of the workplace's own pages: what its shell has, and a page for each list of the snapshot. A service that came later has its
// pages below /more.
import { readFileSync } from "node:fs";

const OWN = ["/more", "/me", "/administration"];
const PREFIX = "/api/v1";

export function collections(document) {
  return Object.entries(document.paths)
    .filter(
      ([path, item]) =>
        path.startsWith(PREFIX) &&
        !item.get?.tags?.includes("gateway") &&
        !path.includes("{") &&
        item.get &&
        listsRecords(document, item.get),
    )
    .map(([path]) => path.slice(PREFIX.length))
    .sort();
}

function listsRecords(document, operation) {
  const schema = resolved(document, operation.responses?.["200"]?.content?.["application/json"]?.schema);
  const item = resolved(document, schema?.properties?.items?.items);
  return Boolean(schema?.properties?.items?.items?.$ref && item?.properties?.id);
}

function resolved(document, schema) {
  return schema?.$ref ? document.components.schemas[schema.$ref.split("/").pop()] : schema;
}

function snapshot() {
  return JSON.parse(readFileSync(new URL("../types/openapi.json", import.meta.url), "utf8"));
}

/// Without their slash, for the client.
export function knownCollections() {
  return collections(snapshot()).map((path) => path.slice(1));
}

export function routesFile() {
  return `${[...OWN, ...collections(snapshot())].join("\n")}\n`;
}
