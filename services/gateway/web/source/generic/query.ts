// SPDX-License-Identifier: MIT
import type { Values } from "../base/client.ts";
import type { Field, Resource } from "../base/model.ts";
import { columnsOf, stateField } from "../base/present.ts";
import type { FilterValue } from "../parts/filter.tsx";

/// A list's address and what is asked of the gateway: the same names, so an address is a filter.

export type Search = Record<string, string>;

export interface SortBy {
  column: string;
  descending: boolean;
}

export function filtersOf(resource: Resource, search: Search): FilterValue[] {
  const filters: FilterValue[] = [];
  for (const { name } of resource.filters) if (search[name]) filters.push({ field: name, values: search[name].split(",") });
  for (const name of resource.ranges) {
    const [from, to] = [search[`${name}.from`], search[`${name}.to`]];
    if (from || to) filters.push({ field: name, from, to });
  }
  return filters;
}

/// The address with these filters in place of those that it had.
export function withFilters(resource: Resource, search: Search, filters: readonly FilterValue[]): Search {
  const next: Search = {};
  for (const name of ["search", "sort"]) if (search[name]) next[name] = search[name];
  for (const { field, values, from, to } of filters) {
    if (values?.length) next[field] = values.join(",");
    if (from && resource.ranges.includes(field)) next[`${field}.from`] = from;
    if (to && resource.ranges.includes(field)) next[`${field}.to`] = to;
  }
  return next;
}

export function sortOf(search: Search): SortBy | undefined {
  const sort = search.sort;
  if (!sort) return undefined;
  return sort.startsWith("-") ? { column: sort.slice(1), descending: true } : { column: sort, descending: false };
}

/// What of the address the list understands: an address of an older build, or a wrong one, is no error.
export function askedBy(resource: Resource, search: Search): Values {
  const asked: Values = {};
  for (const { field, values, from, to } of filtersOf(resource, search)) {
    if (values) asked[field] = isMany(resource, field) ? values : values[0];
    if (from) asked[`${field}.from`] = from;
    if (to) asked[`${field}.to`] = to;
  }
  if (search.search && resource.searches) asked.search = search.search;
  const sort = sortOf(search);
  if (sort && resource.sorts.includes(sort.column)) asked.sort = search.sort;
  return asked;
}

function isMany(resource: Resource, name: string): boolean {
  const field = resource.filters.find((each) => each.name === name);
  return field !== undefined && ["choice", "ref", "integer"].includes(field.kind);
}

/// Fields that a row shows, and what names it: the rest is not fetched.
export function fieldsAsked(resource: Resource, columns: Field[]): string[] {
  const wanted = new Set(["number", "version", ...columns.map(({ name }) => name)]);
  for (const pattern of [resource.ui.title, resource.ui.subtitle])
    for (const match of (pattern ?? "").matchAll(/\{(\w+)\}/g)) wanted.add(match[1] ?? "");
  for (const name of ["subject", "title", "name", "full_name", "label", "what"]) wanted.add(name);
  const state = stateField(resource);
  if (state) wanted.add(state.name);
  return resource.fields.map(({ name }) => name).filter((name) => wanted.has(name) && name !== "id");
}

/// Columns beside the first, which says what a row is: without what that one already says.
export function besides(resource: Resource, chosen?: string[]): Field[] {
  const state = stateField(resource);
  const inTitle = new Set(["number"]);
  for (const pattern of [resource.ui.title, resource.ui.subtitle])
    for (const match of (pattern ?? "").matchAll(/\{(\w+)\}/g)) inTitle.add(match[1] ?? "");
  if (chosen) return chosen.flatMap((name) => resource.fields.filter((field) => field.name === name));
  const weight = (field: Field) => {
    if (field.name === state?.name) return 0;
    if (field.name === "priority") return 1;
    if (field.ref === "accounts.User" || ((field.kind === "instant" || field.kind === "day") && field.name === resource.ui.day)) return 2;
    if (resource.sorts.includes(field.name)) return 3;
    return { choice: 4, ref: 4, money: 4, day: 4, instant: 5, integer: 5, number: 5, flag: 6 }[field.kind as string] ?? 7;
  };
  return columnsOf(resource)
    .filter(({ name, kind }) => !inTitle.has(name) && !(kind === "flag" && name === "open"))
    .map((field, place) => ({ field, place }))
    .sort((a, b) => weight(a.field) - weight(b.field) || a.place - b.place)
    .slice(0, 6)
    .map(({ field }) => field);
}
