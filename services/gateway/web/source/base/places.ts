// SPDX-License-Identifier: MIT
import { keyOf, type Row } from "./present.ts";

/// Where pages are. The gateway serves the paths that the build knows; lists that came later stand below /more.
declare const RAPPORT_COLLECTIONS: readonly string[];

const built: ReadonlySet<string> = new Set(typeof RAPPORT_COLLECTIONS === "undefined" ? [] : RAPPORT_COLLECTIONS);

export function listPath(collection: string): string {
  return built.has(collection) ? `/${collection}` : `/more/${collection}`;
}
export function onePath(collection: string, row: Row | string): string {
  return `${listPath(collection)}/${encodeURIComponent(typeof row === "string" ? row : keyOf(row))}`;
}
export function newPath(collection: string): string {
  return `${listPath(collection)}/new`;
}
export function changePath(collection: string, row: Row | string): string {
  return `${onePath(collection, row)}/change`;
}
