// SPDX-License-Identifier: MIT
import { useMemo, useState } from "react";
import { Button } from "../source/parts/button.tsx";
import { ClockBar } from "../source/parts/clock.tsx";
import { TextField } from "../source/parts/field/text.tsx";
import { FilterLine, type FilterValue } from "../source/parts/filter.tsx";
import { BulkBar } from "../source/parts/grid/bulk.tsx";
import { type Column, Grid, type Sort } from "../source/parts/grid/grid.tsx";
import { ListPage, PageHead } from "../source/parts/page.tsx";
import { NewPill } from "../source/parts/pill.tsx";
import { Avatar, Priority, State } from "../source/parts/state.tsx";
import { type Case, cases } from "./data.ts";
import { findParty, parties } from "./fields.tsx";
import { t } from "./words.ts";

const columns: readonly Column<Case>[] = [
  {
    id: "subject",
    head: t("Subject, number, party", "主题、编号、相关方"),
    kind: "text",
    cell: (row) => row.subject,
    second: (row) => `${row.number}\u2003${row.party}`,
    sortable: true,
    editable: () => true,
  },
  {
    id: "state",
    head: t("State, last word", "状态、最后发言"),
    kind: "state",
    cell: (row) => (
      <State shape={row.shape} tone={row.tone}>
        {row.state}
      </State>
    ),
    second: (row) => row.word,
  },
  { id: "priority", head: t("Prio", "优先级"), kind: "priority", cell: (row) => <Priority level={row.level} />, sortable: true },
  {
    id: "due",
    head: t("Next clock", "下一时限"),
    kind: "clock",
    cell: (row) => (
      <ClockBar share={row.clock === "over" ? 1.2 : row.share} state={row.clock}>
        {row.clock === "paused" ? (
          t("Paused: customer", "暂停：客户")
        ) : (
          <>
            <b>{t("1 h 40 min", "1 小时 40 分")}</b> {row.clock === "over" ? t("over", "超时") : t("left", "剩余")}
          </>
        )}
      </ClockBar>
    ),
    sortable: true,
  },
  {
    id: "owner",
    head: t("Owner", "负责人"),
    kind: "person",
    cell: (row) => (
      <>
        <Avatar name={row.owner} />
        <span className="reader">{row.owner ?? "–"}</span>
      </>
    ),
  },
];

function Editor({ row, done }: { row: Case; done: () => void }) {
  const [text, setText] = useState(row.subject);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <TextField bare autoFocus label={t("Subject", "主题")} value={text} onChange={setText} />
    </form>
  );
}

export function List() {
  const [sort, setSort] = useState<Sort>({ column: "due", descending: false });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(["c1", "c3", "c4"]));
  const [current, setCurrent] = useState("c3");
  const [filters, setFilters] = useState<readonly FilterValue[]>([
    { field: "state", values: ["half", "most", "quarter"] },
    { field: "party", values: ["1"] },
    { field: "received", from: "2026-11-01" },
  ]);
  const [search, setSearch] = useState("");
  const [fresh, setFresh] = useState(3);
  const rows = useMemo(() => {
    const found = cases.filter((row) => row.subject.toLowerCase().includes(search.toLowerCase()));
    if (sort.column === "priority") found.sort((a, b) => (a.level - b.level) * (sort.descending ? -1 : 1));
    if (sort.column === "subject") found.sort((a, b) => a.subject.localeCompare(b.subject) * (sort.descending ? -1 : 1));
    return found;
  }, [sort, search]);
  const preview = rows.find((row) => row.id === current);
  return (
    <ListPage
      head={
        <>
          <PageHead
            title={t("Open complaints", "未结投诉")}
            actions={
              <>
                <span className="desk-only">
                  <Button hint="w">{t("Take the next", "领取下一件")}</Button>
                </span>
                <Button kind="primary" icon="add">
                  {t("New", "新建")}
                </Button>
              </>
            }
          />
          <FilterLine
            search={search}
            onSearch={setSearch}
            value={filters}
            onChange={setFilters}
            filters={[
              {
                field: "state",
                label: t("State", "状态"),
                kind: "choice",
                options: [
                  { value: "quarter", label: t("Assessed", "已评估"), shape: "quarter", tone: "accent" },
                  { value: "half", label: t("Investigating", "调查中"), shape: "half", tone: "accent" },
                  { value: "most", label: t("Proposed", "已提方案"), shape: "most", tone: "accent" },
                ],
              },
              { field: "party", label: t("Party", "相关方"), kind: "ref", find: findParty, known: parties },
              { field: "received", label: t("Received", "收到"), kind: "day" },
              { field: "amount", label: t("Amount", "金额"), kind: "number" },
              { field: "escalated", label: t("Escalated", "已升级"), kind: "flag" },
            ]}
          />
          <div className="row">
            <span>
              <b>{new Intl.NumberFormat().format(rows.length)}</b> {t("complaints, by next clock, soonest first", "件投诉，按下一时限先后")}
            </span>
            <span className="row end desk-only">
              <Button kind="quiet" small icon="board">
                {t("Board", "看板")}
              </Button>
              <Button kind="quiet" small icon="columns">
                {t("Columns", "列")}
              </Button>
            </span>
          </div>
        </>
      }
      preview={
        preview && (
          <div className="specimen-preview">
            <h2>{preview.subject}</h2>
            <State shape={preview.shape} tone={preview.tone} boxed>
              {preview.state}
            </State>
          </div>
        )
      }
    >
      <Grid
        label={t("Open complaints", "未结投诉")}
        columns={columns}
        rows={rows}
        total={rows.length}
        rowId={(row) => row.id}
        rowLabel={(row) => `${row.number} ${row.subject}`}
        href={(row) => `#record/${row.number}`}
        sort={sort}
        onSort={setSort}
        selected={selected}
        onSelected={setSelected}
        current={current}
        onCurrent={setCurrent}
        mark={(row) => (row.id === "c5" ? "left" : undefined)}
        onEdit={(row, _, done) => <Editor row={row} done={done} />}
        empty={t("Nothing here", "没有内容")}
      />
      <NewPill count={fresh} onPress={() => setFresh(0)} />
      <BulkBar
        count={selected.size}
        total={rows.length}
        onAll={() => setSelected(new Set(rows.map((row) => row.id)))}
        onClear={() => setSelected(new Set())}
        actions={[
          { id: "assign", label: t("Assign", "分配"), icon: "person" },
          { id: "move", label: t("Move", "推进"), icon: "move" },
          { id: "category", label: t("Category", "类别"), icon: "tag" },
          { id: "duplicates", label: t("Duplicates", "重复项"), icon: "link" },
        ]}
        onAction={() => undefined}
      />
    </ListPage>
  );
}
