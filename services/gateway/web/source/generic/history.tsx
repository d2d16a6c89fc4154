// SPDX-License-Identifier: MIT
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Told } from "../base/events.ts";
import type { Resource } from "../base/model.ts";
import { onePath } from "../base/places.ts";
import { isId, labelOf, type Row } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { ErrorBox } from "../parts/empty.tsx";
import { type Change, History } from "../parts/history.tsx";
import { Section } from "../parts/page.tsx";
import { useParts } from "../parts/provider.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { stepsOf } from "./history_steps.ts";
import { Named, Value } from "./value.tsx";

interface HistoryPage {
  items: Told[];
  next?: string;
}

/// What happened to a record, newest first: each event says what it changed.
export function RecordHistory({ resource, row }: { resource: Resource; row: Row }) {
  const { client, words, times } = useWorkplace();
  const { navigate } = useParts();
  const found = useInfiniteQuery({
    queryKey: [resource.history, { id: row.id }],
    queryFn: ({ pageParam, signal }) =>
      client.ask(resource.history ?? "", { id: row.id, limit: 50, before: pageParam }, { signal }) as Promise<HistoryPage>,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const told = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const steps = stepsOf(told, row.id, !found.hasNextPage);
  const entries = steps.map(({ told: each, changes }): Change => {
    const at = String(each.time ?? "");
    return {
      id: each.id,
      when: times.instant(at),
      instant: at,
      who: <Actor told={each} />,
      move:
        words.sentence(each.type, { ...each.data, actor: "" }, (value) =>
          typeof value === "string" && !isId(value) ? value : typeof value === "number" ? String(value) : "",
        ) ?? each.type,
      what: changes.flatMap(({ name, before, after }) => {
        const field = resource.fields.find((one) => one.name === name);
        if (!field || ["any", "record"].includes(field.kind) || field.name === "version") return [];
        return [
          {
            field: labelOf(words, field),
            before: <Value field={field} value={before} plain />,
            after: <Value field={field} value={after} plain />,
          },
        ];
      }),
      why: typeof each.data?.reason === "string" ? each.data.reason : undefined,
    };
  });
  return (
    <Section title={words.word("one.history")} count={entries.length || undefined}>
      {found.isPending && <Skeleton rows={3} />}
      {found.isError && <ErrorBox title={words.word("one.history_failed")} onAgain={() => void found.refetch()} />}
      {found.isSuccess && (
        <History
          label={words.word("one.history")}
          entries={entries}
          onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
          busy={found.isFetchingNextPage}
          onAsOf={
            resource.asOf
              ? (instant) => navigate(`${onePath(resource.collection, row)}?as_of=${encodeURIComponent(instant)}`, { newTab: false })
              : undefined
          }
        />
      )}
    </Section>
  );
}

/// Who did it: one of us, or a service by itself.
export function Actor({ told }: { told: Told }) {
  const { words } = useWorkplace();
  const actor = String(told.actor ?? "");
  const id = actor.slice(actor.lastIndexOf(":") + 1);
  if (isId(id)) return <Named refTo={{ type: "accounts.User", id }} plain />;
  return words.word("one.by_itself");
}
