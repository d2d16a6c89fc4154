// SPDX-License-Identifier: MIT
import type { Resource } from "../base/model.ts";
import { isId, type Row, titleOf } from "../base/present.ts";
import { useName } from "../base/queries.ts";

/// What a record is called, where its name is made of others' too.
export function useNamedTitle(resource: Resource, row: Row | undefined): string {
  const fields = [...(resource.ui.title ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").filter((name) => isId(row?.[name]));
  const [a, b] = fields.map((name) => ({ type: resource.fields.find((field) => field.name === name)?.ref ?? "", id: String(row?.[name]) }));
  const [first, second] = [useName(a?.type ? a : undefined), useName(b?.type ? b : undefined)];
  return row ? titleOf(resource, row, (_, value) => (value === a?.id ? first?.title : second?.title) ?? "") : "";
}
