// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Board } from "../source/parts/board.tsx";
import { BarChart } from "../source/parts/chart/bars.tsx";
import { LineChart } from "../source/parts/chart/line.tsx";
import { StackBar } from "../source/parts/chart/stack.tsx";
import { ChartTable } from "../source/parts/chart/table.tsx";
import { Tile, Tiles } from "../source/parts/chart/tile.tsx";
import { PageHead, Section } from "../source/parts/page.tsx";
import { State } from "../source/parts/state.tsx";
import { Table } from "../source/parts/table.tsx";
import { language, t } from "./words.ts";

const months = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"];
const month = (at: number) =>
  new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" }).format(new Date(`${months[at]}-01T00:00:00Z`));
const series = [
  { id: "nps", name: "Aurora", values: [72, 70, 71, null, 66, 64] },
  { id: "two", name: "Kestrel", values: [58, 61, 60, 62, 63, 65] },
  { id: "three", name: "北辰科技", values: [50, 48, 55, 54, 58, 60] },
];
const points = (values: readonly (number | null)[], name: string, band: boolean) =>
  values.map((y, at) => ({
    x: month(at),
    at: Date.parse(`${months[at]}-01T00:00:00Z`),
    y,
    href: `/figures/nps/events?month=${months[at]}`,
    title: `${name}, ${month(at)}: ${y ?? "–"}`,
    ...(band && y !== null ? { low: y - 6, high: y + 6 } : {}),
  }));
const bars = [
  { id: "network", name: t("Network", "网络"), value: 21, href: "/complaints?category=network" },
  { id: "billing", name: t("Billing and credit notes", "账单与贷记单"), value: 14, href: "/complaints?category=billing" },
  { id: "delivery", name: t("Delivery", "交付"), value: 9, href: "/complaints?category=delivery", note: t("2 late", "2 件逾期") },
  { id: "people", name: t("Tone on the phone", "电话态度"), value: 3, href: "/complaints?category=tone" },
];

export function Figures() {
  const [cards, setCards] = useState([
    { id: "1", column: "open", label: "C-2026-000110", content: "Credit note missing", href: "#record", moves: ["going", "done"] },
    { id: "2", column: "going", label: "C-2026-000123", content: "Network interruptions", href: "#record", moves: ["done"] },
  ]);
  const whole = (value: number) => String(value);
  return (
    <div className="specimen">
      <PageHead title={t("Figures", "指标")} sub={<span>{t("Every mark opens what it counts", "每个标记都能打开其依据")}</span>} />
      <Tiles>
        <Tile
          name={t("Complaints answered in time", "按时答复的投诉")}
          value="91"
          unit="%"
          href="#list"
          spark={[84, 86, 82, 89, 92, 88, 95]}
          foot={t("58 of 64 · Oct", "64 件中的 58 件 · 10 月")}
          change={{ words: t("3 points", "3 个点"), direction: "up", tone: "good" }}
        />
        <Tile
          name={t("NPS, my parties", "NPS，我的相关方")}
          value="+41"
          unit="±9"
          href="#list"
          spark={[30, 35, 41, 38, 50, 49, 47]}
          foot="n = 64"
          change={{ words: t("2, within chance", "2，属偶然范围"), direction: "down", tone: "plain" }}
        />
        <Tile
          name={t("Promises kept", "承诺兑现")}
          value="88"
          unit="%"
          href="#list"
          spark={[90, 92, null, 93, 86, 84, 83]}
          foot={t("44 of 50 · 90 days", "50 中的 44 · 90 天")}
          change={{ words: t("5 points", "5 个点"), direction: "down", tone: "bad" }}
        />
        <Tile
          name={t("Net revenue retention, EUR", "净收入留存，EUR")}
          value=""
          href="#list"
          na={t("Not enough: no agreement is a year old", "数据不足：尚无满一年的协议")}
        />
      </Tiles>
      <div className="specimen-two">
        <Section title={t("Score", "评分")}>
          <LineChart
            label={t("Score by month", "按月评分")}
            summary={t(
              "Aurora fell from 72 to 64 since May, n = 41; Kestrel rose.",
              "自五月起 Aurora 由 72 降至 64，n = 41；Kestrel 上升。",
            )}
            format={whole}
            series={series.map((one, at) => ({ id: one.id, name: one.name, points: points(one.values, one.name, at === 0) }))}
          />
          <ChartTable
            label={t("Score by month", "按月评分")}
            head={[t("Month", "月份"), ...series.map((one) => one.name)]}
            rows={months.map((id, at) => ({ id, cells: [month(at), ...series.map((one) => one.values[at] ?? "–")] }))}
          />
        </Section>
        <Section title={t("Causes", "原因")}>
          <BarChart
            label={t("Complaints by cause", "按原因的投诉")}
            summary={t("Network and billing are three of four.", "网络与账单占四分之三。")}
            bars={bars}
            format={whole}
          />
          <StackBar
            label={t("By stage", "按阶段")}
            parts={[
              { id: "a", name: t("Met", "达成"), value: 58, href: "#list" },
              { id: "b", name: t("Late", "逾期"), value: 6, href: "#list" },
              { id: "c", name: t("Waiting", "等待"), value: 9 },
            ]}
            rest={{ name: t("not measured", "未测量"), value: 12 }}
            format={whole}
          />
        </Section>
        <Section title={t("Months", "月份")}>
          <BarChart
            label={t("Opened by month", "按月新开")}
            summary={t("Most in July.", "七月最多。")}
            upright
            bars={months.map((id, at) => ({
              id,
              name: month(at),
              value: [12, 18, 31, 22, 9, 14][at] ?? 0,
              href: `/complaints?month=${id}`,
              series: at === 5 ? (6 as const) : (1 as const),
            }))}
            format={whole}
          />
        </Section>
        <Section title={t("Agreements", "协议")}>
          <Table
            label={t("Agreements", "协议")}
            rows={[
              { id: "G-2025-000021", name: "SLA Gold", day: t("30 Nov 2026", "2026年11月30日"), money: "48,000.00" },
              { id: "G-2023-000045", name: "Backup", day: t("31 Dec 2026", "2026年12月31日"), money: "9,600.00" },
            ]}
            rowId={(row) => row.id}
            href={(row) => `#record/${row.id}`}
            columns={[
              { id: "number", head: t("Number", "编号"), kind: "number", cell: (row) => row.id },
              { id: "name", head: t("Name", "名称"), cell: (row) => row.name },
              { id: "day", head: t("Last notice day", "最后通知日"), kind: "day", cell: (row) => row.day },
              { id: "money", head: "EUR", kind: "money", cell: (row) => row.money },
            ]}
          />
        </Section>
      </div>
      <Section title={t("Board", "看板")}>
        <Board
          label={t("Board", "看板")}
          columns={[
            {
              id: "open",
              title: (
                <State shape="ring" tone="info">
                  {t("Open", "未结")}
                </State>
              ),
              label: t("Open", "未结"),
            },
            {
              id: "going",
              title: (
                <State shape="half" tone="accent">
                  {t("Going", "进行中")}
                </State>
              ),
              label: t("Going", "进行中"),
            },
            {
              id: "done",
              title: (
                <State shape="done" tone="good">
                  {t("Done", "完成")}
                </State>
              ),
              label: t("Done", "完成"),
            },
          ]}
          cards={cards}
          onMove={(id, column) =>
            setCards(
              cards.map((card) =>
                card.id === id ? { ...card, column, moves: ["open", "going", "done"].filter((one) => one !== column) } : card,
              ),
            )
          }
        />
      </Section>
    </div>
  );
}
