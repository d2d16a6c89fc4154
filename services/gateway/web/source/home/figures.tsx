// SPDX-License-Identifier: MIT
import { listPath } from "../base/places.ts";
import { useCall } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Tile, Tiles } from "../parts/chart/tile.tsx";

interface Counts {
  items: { value: string | null; count: number }[];
}
interface Report {
  from: string;
  to: string;
  figures: { name: string; rows: { key: string; value: number }[] }[];
}

const NOTICE_DAYS = 60;

/// What the services count themselves; each figure opens to what it counts. One that nobody answers is not there.
export function Figures() {
  const { words, numbers, times, session } = useWorkplace();
  const may = (operation: string) => session.may.has(operation);
  const open = useCall<Counts>("complaints_count", { by: "state", open: true }, may("complaints_count"));
  const late = useCall<Counts>("complaints_count", { by: "state", open: true, breached: true }, may("complaints_count"));
  const report = useCall<Report>("complaints_report", {}, may("complaints_report"));
  const today = times.today();
  const until = later(today, NOTICE_DAYS);
  const notice = useCall<{ total?: number; items: unknown[] }>(
    "registry_list_agreements",
    { "notice_by.from": today, "notice_by.to": until, limit: 1 },
    may("registry_list_agreements"),
  );
  const sum = (counts: Counts | undefined) => counts?.items.reduce((total, { count }) => total + count, 0);
  const [openNow, lateNow] = [sum(open.data), sum(late.data)];
  const kept = report.data?.figures.find(({ name }) => name === "in_time_resolve")?.rows;
  const keptOf = kept?.find(({ key }) => key === "complaints")?.value ?? 0;
  const percent = kept?.find(({ key }) => key === "percent")?.value;
  return (
    <Tiles>
      {openNow !== undefined && (
        <Tile
          name={words.word("figure.open")}
          value={numbers.number(openNow)}
          href={`${listPath("complaints")}?open=true`}
          foot={words.word("figure.open_foot")}
        />
      )}
      {lateNow !== undefined && (
        <Tile
          name={words.word("figure.late")}
          value={numbers.number(lateNow)}
          href={`${listPath("complaints")}?open=true&breached=true`}
          foot={words.word("figure.late_foot", { open: openNow ?? 0 })}
        />
      )}
      {kept && report.data && (
        <Tile
          name={words.word("figure.in_time")}
          value={percent === undefined ? "" : numbers.number(Math.round(percent))}
          unit="%"
          na={percent === undefined ? words.word("figure.none_decided") : undefined}
          href={`${listPath("complaints")}?received_at.from=${report.data.from}&received_at.to=${report.data.to}`}
          foot={words.word("figure.in_time_foot", { count: keptOf, from: times.day(report.data.from) })}
        />
      )}
      {notice.data && (
        <Tile
          name={words.word("figure.notice")}
          value={numbers.number(notice.data.total ?? notice.data.items.length)}
          href={`${listPath("agreements")}?notice_by.from=${today}&notice_by.to=${until}`}
          foot={words.word("figure.notice_foot", { days: NOTICE_DAYS })}
        />
      )}
    </Tiles>
  );
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
