// SPDX-License-Identifier: MIT
import type { Told } from "../base/events.ts";
import { same } from "../base/merge.ts";
import { recordsIn } from "../base/queries.ts";

export interface Step {
  told: Told;
  changes: { name: string; before: unknown; after: unknown }[];
}

const SILENT = new Set(["id", "version", "created_at", "allowed_moves", "blocked_moves"]);

/// Events newest first, each with what it changed: as it says itself, else by the record before and after.
export function stepsOf(told: Told[], id: string, whole: boolean): Step[] {
  return told.map((each, place) => {
    const said = each.data?.changes;
    if (Array.isArray(said))
      return {
        told: each,
        changes: (said as { field: string; before?: unknown; after?: unknown }[]).map(({ field, before, after }) => ({
          name: field,
          before,
          after,
        })),
      };
    const after = recordIn(each, id);
    const earlier = told
      .slice(place + 1)
      .map((other) => recordIn(other, id))
      .find(Boolean);
    // The first says all that it began with; that is what the page shows anyway.
    if (!after || !earlier || (!whole && place === told.length - 1)) return { told: each, changes: [] };
    const names = [...new Set([...Object.keys(earlier), ...Object.keys(after)])].filter((name) => !SILENT.has(name));
    return {
      told: each,
      changes: names
        .filter((name) => !same(earlier[name], after[name]))
        .map((name) => ({ name, before: earlier[name], after: after[name] })),
    };
  });
}

function recordIn(told: Told, id: string): Record<string, unknown> | undefined {
  return recordsIn(told).find((record) => record.id === id);
}
