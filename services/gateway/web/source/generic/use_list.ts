// SPDX-License-Identifier: MIT
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Values } from "../base/client.ts";
import type { Resource } from "../base/model.ts";
import type { Row } from "../base/present.ts";
import type { Problem } from "../base/problem.ts";
import { recordsIn } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";

export interface Page {
  items: Row[];
  next?: string;
  total?: number;
  total_is?: string;
}

const SIZE = 100;

/// The rows of a list, a hundred at a time. What changes elsewhere changes in its place; what is new is counted.
export function useList(resource: Resource, asked: Values, fields: string[]) {
  const { client, events } = useWorkplace();
  const queries = useQueryClient();
  const [fresh, setFresh] = useState(0);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const whole: Values = { ...asked, limit: SIZE, ...(resource.takesFields ? { fields } : {}) };
  const key = [resource.list, whole];
  const found = useInfiniteQuery<Page, Problem, InfiniteData<Page>, unknown[], string | undefined>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => client.ask(resource.list, { ...whole, after: pageParam }, { signal }) as Promise<Page>,
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const text = JSON.stringify(key);
  useEffect(() => {
    setFresh(0);
    const key = JSON.parse(text) as unknown[];
    const wanted = new Set(["id", "version", ...fields]);
    return events.on((told) => {
      if (!told.type.startsWith(`${resource.service}.`) || !told.subject) return;
      const record = recordsIn(told).find(({ id }) => id === told.subject);
      const data = queries.getQueryData<InfiniteData<Page>>(key);
      if (!record || !data) return;
      const known = data.pages.some(({ items }) => items.some(({ id }) => id === record.id));
      if (!known) {
        if (told.type.endsWith("_created") || record.version === 1) setFresh((before) => before + (isOf(resource, record) ? 1 : 0));
        return;
      }
      const cut = Object.fromEntries(Object.entries(record).filter(([name]) => wanted.has(name)));
      const replace = (row: Row): Row =>
        row.id === record.id && (record.version ?? 0) > (row.version ?? 0)
          ? ({ ...(resource.takesFields ? cut : record), id: row.id } as Row)
          : row;
      queries.setQueryData<InfiniteData<Page>>(key, {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.map(replace) })),
      });
      setChanged((before) => new Set(before).add(record.id));
      setTimeout(() => setChanged((before) => new Set([...before].filter((id) => id !== record.id))), 2_000);
    });
  }, [events, fields, queries, resource, text]);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const first = found.data?.pages[0];
  return {
    found,
    rows,
    total: Math.max(first?.total ?? 0, rows.length),
    exact: first?.total_is !== "at_least",
    fresh,
    changed,
    renew: async () => {
      setFresh(0);
      await queries.resetQueries({ queryKey: key });
    },
  };
}

/// Whether a record that was told of is one of this list: it has its fields.
function isOf(resource: Resource, record: Values): boolean {
  const needed = resource.fields.filter(({ required }) => required).map(({ name }) => name);
  return needed.every((name) => name in record);
}
