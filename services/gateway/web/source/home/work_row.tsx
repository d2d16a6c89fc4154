// SPDX-License-Identifier: MIT
import type { Resource } from "../base/model.ts";
import { span } from "../base/numbers.ts";
import { onePath } from "../base/places.ts";
import { type Row, recordName } from "../base/present.ts";
import { useName } from "../base/queries.ts";
import { capital } from "../base/words.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { UsualMove } from "../generic/usual_move.tsx";
import { Named } from "../generic/value.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Link } from "../parts/link.tsx";
import { iconOf } from "../shell/navigation.ts";
import type { When, WorkItem } from "./work.ts";

interface WorkRowProps {
  item: WorkItem;
  when: When;
  team: boolean;
  record: { resource: Resource; row: Row | undefined } | undefined;
}

/// Whom it is about, what it is, why it is here, by when, and its usual move.
export function WorkRow({ item, when, team, record }: WorkRowProps) {
  const { words } = useWorkplace();
  const party = useName(item.party ? { type: "registry.Party", id: item.party } : undefined);
  const href = record && onePath(record.resource.collection, item.record.number || item.record.id);
  const kind = record ? recordName(words, record.resource) : words.word(item.kind);
  const label = item.record.number ?? item.record.title;
  return (
    <li className="work-row">
      <Icon name={record ? iconOf(record.resource.collection) : "folder"} />
      <div className="work-what">
        <p className="work-title">
          {party?.title && <b dir="auto">{party.title}</b>} <bdi>{item.record.title}</bdi>
        </p>
        <p className="small muted">
          {href ? <Link href={href}>{label}</Link> : label}
          {" · "}
          {capital(kind, words.language)}
          {team && item.user && (
            <>
              {" · "}
              <Named refTo={{ type: "accounts.User", id: item.user }} plain />
            </>
          )}
        </p>
      </div>
      <Due item={item} when={when} />
      {record?.row ? (
        <UsualMove resource={record.resource} row={record.row} />
      ) : (
        href && <Button href={href}>{words.word("home.open")}</Button>
      )}
    </li>
  );
}

function Due({ item, when }: { item: WorkItem; when: When }) {
  const { words, times } = useWorkplace();
  if (!item.due) return <div className="work-due" />;
  const ms = times.until(item.due);
  const length = span(Math.abs(ms) / 60_000, { day: words.word("unit.d"), hour: words.word("unit.h"), minute: words.word("unit.min") });
  const days = times.daysUntil(item.due);
  const said =
    when === "overdue"
      ? words.word("home.over", { span: length })
      : when === "today"
        ? words.word("home.left", { span: length })
        : words.word("home.in_days", { days });
  const at = days === 0 ? words.word("home.today_at", { time: times.clock(item.due) }) : times.shortDay(times.dayHere(item.due));
  return (
    <div className={`work-due work-${when}`}>
      <p>{said}</p>
      <p className="small">
        <time dateTime={item.due}>{at}</time>
      </p>
    </div>
  );
}
