// SPDX-License-Identifier: MIT
import type { Times } from "../base/days.ts";
import type { Model, Resource } from "../base/model.ts";

export interface WorkItem {
  service?: string;
  kind: string;
  record: { id: string; number?: string; title: string };
  party?: string;
  due?: string;
  overdue: boolean;
  user?: string;
}

export type When = "overdue" | "today" | "week" | "later" | "open";
export const WHENS: When[] = ["overdue", "today", "week", "later", "open"];

/// By when it hurts: what is over, what ends today, within a week, later, and what has no end.
export function whenOf(item: WorkItem, times: Times): When {
  if (item.overdue || (item.due && times.until(item.due) < 0)) return "overdue";
  if (!item.due) return "open";
  const days = times.daysUntil(item.due);
  return days <= 0 ? "today" : days < 7 ? "week" : "later";
}

export function grouped(items: WorkItem[], times: Times): Map<When, WorkItem[]> {
  const groups = new Map<When, WorkItem[]>(WHENS.map((when) => [when, []]));
  for (const item of items) groups.get(whenOf(item, times))?.push(item);
  return groups;
}

/// Of which list the record is: an action of complaints is in `complaint-actions`.
export function listOf(model: Model, item: WorkItem): Resource | undefined {
  const own = model.resources.filter(({ service }) => service === item.service);
  const low = item.kind.toLowerCase();
  return (
    own.find(({ title }) => title.toLowerCase() === low) ??
    own.find(({ title, collection }) => title.toLowerCase().endsWith(low) || collection.endsWith(`${low}s`))
  );
}
