// SPDX-License-Identifier: MIT
/// A record that somebody else changed while it was being changed here.

export type Record_ = Record<string, unknown>;

export interface Conflict {
  field: string;
  opened: unknown;
  theirs: unknown;
  mine: unknown;
}

export interface Merged {
  /// What is to be sent with the new version: mine where theirs left it as it was.
  changes: Record_;
  /// Fields that both sides changed, each to something else.
  conflicts: Conflict[];
}

/// `changes` are mine against `opened`; `current` is the record as it is now.
export function merge(opened: Record_, changes: Record_, current: Record_): Merged {
  const merged: Merged = { changes: {}, conflicts: [] };
  for (const [field, mine] of Object.entries(changes)) {
    const [before, theirs] = [opened[field], current[field]];
    if (same(mine, theirs)) continue;
    if (same(before, theirs)) merged.changes[field] = mine;
    else merged.conflicts.push({ field, opened: before, theirs, mine });
  }
  return merged;
}

/// What is different in `now`, empty where it became nothing.
export function changesOf(before: Record_, now: Record_): Record_ {
  const changes: Record_ = {};
  for (const field of Object.keys(now)) if (!same(before[field], now[field])) changes[field] = isEmpty(now[field]) ? null : now[field];
  return changes;
}

/// Nothing, an empty text and an empty list are one to people.
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record_, b as Record_];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => same(left[key], right[key]));
}

/// Whose is chosen before anybody looks: state and owner are theirs, text is mine.
export function firstChoice(conflict: Conflict): "theirs" | "mine" {
  return typeof conflict.mine === "string" && !["state", "status", "stage", "owner"].includes(conflict.field) ? "mine" : "theirs";
}
