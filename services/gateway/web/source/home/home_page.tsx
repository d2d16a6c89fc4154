// SPDX-License-Identifier: MIT
import { useState } from "react";
import { may } from "../base/permissions.ts";
import { listPath, newPath } from "../base/places.ts";
import { recordName } from "../base/present.ts";
import { useCall } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Empty, ErrorBox } from "../parts/empty.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { PageHead, Section } from "../parts/page.tsx";
import { useParts } from "../parts/provider.tsx";
import { Segmented } from "../parts/segmented.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useKeys } from "../shell/keys.ts";
import { iconOf, placesOf } from "../shell/navigation.ts";
import { useTitle } from "../shell/title.ts";
import { Figures } from "./figures.tsx";
import { useRecords } from "./use_records.ts";
import { grouped, WHENS, type When, type WorkItem } from "./work.ts";
import { WorkRow } from "./work_row.tsx";

const ICONS: Record<When, IconName> = { overdue: "alert", today: "clock", week: "day", later: "calendar", open: "list" };

export default function HomePage() {
  const { words, times, session } = useWorkplace();
  const [who, setWho] = useState<"me" | "team">("me");
  const found = useCall<{ items: WorkItem[]; missing: string[] }>("gateway_work", { who });
  const items = found.data?.items ?? [];
  const groups = grouped(items, times);
  const records = useRecords(items);
  const overdue = groups.get("overdue")?.length ?? 0;
  const leads = session.roles.some((role) => role === "manager" || role === "admin");
  useTitle(words.word("home.title"));
  return (
    <div className="home-page">
      <PageHead
        title={words.word("home.title")}
        focus
        actions={
          <>
            {leads && (
              <Segmented
                label={words.word("home.whose")}
                value={who}
                onChange={setWho}
                items={[
                  { value: "me", label: words.word("home.me") },
                  { value: "team", label: words.word("home.team") },
                ]}
              />
            )}
            <New />
          </>
        }
        sub={
          <>
            <span>{times.longDay(times.today())}</span>
            {found.isSuccess && <span>{words.word(items.length ? "home.count" : "home.none", { count: items.length, overdue })}</span>}
          </>
        }
      />
      <Figures />
      {found.data && found.data.missing.length > 0 && (
        <Banner tone="warn">{words.word("home.missing", { services: found.data.missing.join(", ") })}</Banner>
      )}
      {found.isPending && <Skeleton rows={4} />}
      {found.isError && (
        <ErrorBox title={words.word("home.failed")} onAgain={() => void found.refetch()} trace={found.error.trace}>
          {found.error.message}
        </ErrorBox>
      )}
      {found.isSuccess && !items.length && (
        <Empty
          kind="done"
          title={words.word("home.nothing")}
          actions={<Button href={listPath("complaints")}>{words.word("home.look")}</Button>}
        >
          {words.word("home.nothing_help")}
        </Empty>
      )}
      {WHENS.map((when) => {
        const some = groups.get(when) ?? [];
        if (!some.length) return null;
        return (
          <Section
            key={when}
            title={words.word(when === "open" ? "home.without" : `home.${when}`)}
            count={some.length}
            icon={ICONS[when]}
            tone={when === "overdue" ? "bad" : undefined}
          >
            <ul className="work">
              {some.map((item) => (
                <WorkRow
                  key={`${item.kind} ${item.record.id}`}
                  item={item}
                  when={when}
                  team={who === "team"}
                  record={records.get(item.record.id)}
                />
              ))}
            </ul>
          </Section>
        );
      })}
    </div>
  );
}

/// Begins something: what, is asked.
function New() {
  const { model, session, words } = useWorkplace();
  const { navigate } = useParts();
  const [open, setOpen] = useState(false);
  const { daily, registry } = placesOf(model, session);
  const possible = [...daily, ...registry].filter((resource) => may(session, resource.create));
  useKeys(
    [{ keys: "c", what: "keys.create", run: () => document.querySelector<HTMLElement>(".home-new button, button.home-new")?.click() }],
    [open],
  );
  if (!possible.length) return null;
  return (
    <span className="home-new">
      <Menu
        label={words.word("list.new")}
        trigger={
          <Button kind="primary" icon="add" hint="c" onPress={() => setOpen(true)}>
            {words.word("list.new")}
          </Button>
        }
        items={possible.map((resource) => ({
          id: resource.collection,
          label: words.word("shell.new_thing", { thing: recordName(words, resource) }),
          icon: iconOf(resource.collection),
        }))}
        onAction={(collection) => navigate(newPath(collection), { newTab: false })}
      />
    </span>
  );
}
