// SPDX-License-Identifier: MIT
import { useQueries } from "@tanstack/react-query";
import type { Resource } from "../base/model.ts";
import type { Row } from "../base/present.ts";
import { keyOf } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { listOf, type WorkItem } from "./work.ts";

/// The records that work is about, with what can be done with each: one question for each list.
export function useRecords(items: WorkItem[]): Map<string, { resource: Resource; row: Row | undefined }> {
  const { client, model } = useWorkplace();
  const byList = new Map<Resource, string[]>();
  for (const item of items) {
    const resource = listOf(model, item);
    if (resource) byList.set(resource, [...(byList.get(resource) ?? []), item.record.id]);
  }
  const asked = [...byList].map(([resource, ids]) => ({ resource, ids: [...new Set(ids)].slice(0, 200) }));
  const answers = useQueries({
    queries: asked.map(({ resource, ids }) => ({
      queryKey: keyOf(resource.list, { ids, limit: 200, of: "work" }),
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        ((await client.ask(resource.list, { ids, limit: 100 }, { signal })) as { items: Row[] }).items,
    })),
  });
  const records = new Map<string, { resource: Resource; row: Row | undefined }>();
  asked.forEach(({ resource, ids }, place) => {
    const rows = new Map((answers[place]?.data ?? []).map((row) => [row.id, row]));
    for (const id of ids) records.set(id, { resource, row: rows.get(id) });
  });
  return records;
}
