// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Button } from "../source/parts/button.tsx";
import { Facts } from "../source/parts/facts.tsx";
import { TextField } from "../source/parts/field/text.tsx";
import { History } from "../source/parts/history.tsx";
import { Link } from "../source/parts/link.tsx";
import { Moves } from "../source/parts/moves.tsx";
import { Columns, PageHead, Pager, Section } from "../source/parts/page.tsx";
import { State } from "../source/parts/state.tsx";
import { Steps } from "../source/parts/steps.tsx";
import { Timeline } from "../source/parts/timeline.tsx";
import { t } from "./words.ts";

function Worth() {
  const [open, setOpen] = useState(false);
  const [odds, setOdds] = useState("50 %");
  return (
    <Facts
      wide
      items={[
        {
          id: "amount",
          label: t("Amount", "金额"),
          value: (
            <>
              EUR 48,000.00 <span className="muted">{t("a year", "每年")}</span>
            </>
          ),
          onEdit: () => undefined,
        },
        {
          id: "odds",
          label: t("Probability", "可能性"),
          value: (
            <>
              {odds} <span className="muted">{t("default of the stage", "阶段默认值")}</span>
            </>
          ),
          onEdit: () => setOpen(true),
          edit: open ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                setOpen(false);
              }}
            >
              <TextField bare autoFocus label={t("Probability", "可能性")} value={odds} onChange={setOdds} />
            </form>
          ) : undefined,
        },
        { id: "forecast", label: t("Forecast", "预测"), value: "EUR 24,000.00" },
        {
          id: "close",
          label: t("Expected close", "预计成交"),
          value: (
            <>
              {t("18 Dec 2026", "2026年12月18日")} <span className="muted">{t("in 38 days", "38 天后")}</span>
            </>
          ),
          onEdit: () => undefined,
        },
        {
          id: "text",
          label: t("Text", "说明"),
          value: t(
            "Hamburg and Kiel, 140 people each. They want one uplink more than today and a joint runbook before the winter.",
            "汉堡与基尔，各 140 人。希望比现在多一条上联，并在入冬前有一份共同的操作手册。",
          ),
          onEdit: () => undefined,
        },
      ]}
    />
  );
}

const aside = (
  <>
    <Section title={t("People", "人员")}>
      <Facts
        items={[
          { id: "owner", label: t("Owner", "负责人"), value: t("A. Braun (you)", "A. Braun（您）") },
          {
            id: "contact",
            label: t("Contact", "联系人"),
            value: (
              <>
                <Link href="#fields">M. Lindqvist</Link> · {t("decides", "决策人")}
              </>
            ),
          },
          { id: "watchers", label: t("Watchers", "关注者"), value: "王芳, L. Mayer" },
        ]}
      />
    </Section>
    <Section title={t("Links", "关联")} actions={<Button kind="quiet" small icon="add" label={t("Add a link", "添加关联")} />}>
      <Facts
        items={[
          {
            id: "from",
            label: t("Came from", "来自"),
            value: (
              <>
                <Link href="#list">V-2026-000029</Link> {t("service review", "服务评审")}
              </>
            ),
          },
          { id: "initiative", label: t("Initiative", "举措"), value: <Link href="#list">I-2026-000007</Link> },
        ]}
      />
    </Section>
  </>
);

export function RecordPage() {
  return (
    <div className="specimen">
      <PageHead
        title={t("Managed network for two more sites", "新增两处站点的托管网络")}
        back={{ href: "#list", label: t("Opportunities by close", "按成交日排列的商机") }}
        pager={<Pager place={t("4 of 31", "第 4 件，共 31 件")} previous="#list" next="#figures" />}
        actions={
          <>
            <Button kind="quiet" small icon="shown">
              {t("Watch", "关注")}
            </Button>
            <Button kind="quiet" small icon="link">
              {t("Copy link", "复制链接")}
            </Button>
            <Button kind="quiet" small icon="more" label={t("More", "更多")} />
          </>
        }
        sub={
          <>
            <span className="number">O-2026-000031</span>
            <State shape="half" tone="accent" boxed>
              {t("Offer", "报价")}
            </State>
            <Link href="#list">Aurora Hosting</Link>
            <span>{t("up-sell", "追加销售")}</span>
          </>
        }
        moves={
          <Moves
            moves={[
              { id: "negotiate", label: t("Start negotiation", "开始谈判"), usual: true },
              { id: "lost", label: t("Lost …", "失去……") },
              { id: "back", label: t("Back to qualified", "退回合格") },
            ]}
            blocked={[
              {
                id: "won",
                label: t("Won", "赢得"),
                reason: (
                  <>
                    {t("needs a signed agreement:", "须有已签协议：")} <Link href="#fields">{t("draft one", "起草一份")}</Link>
                  </>
                ),
              },
            ]}
            onMove={() => undefined}
          />
        }
      />
      <Steps
        label={t("Stages", "阶段")}
        items={[
          { id: "lead", label: t("Lead", "线索"), note: t("3 days", "3 天"), state: "done" },
          { id: "qualified", label: t("Qualified", "合格"), note: t("12 days", "12 天"), state: "done" },
          { id: "offer", label: t("Offer", "报价"), note: t("now, 6 days", "现在，6 天"), state: "now" },
          { id: "negotiation", label: t("Negotiation", "谈判"), state: "later" },
          { id: "won", label: t("Won", "赢得"), state: "later" },
        ]}
      />
      <div className="specimen-space" />
      <Columns aside={aside}>
        <Section title={t("Worth", "价值")}>
          <Worth />
        </Section>
        <Section
          title={t("History", "历史")}
          count={11}
          actions={
            <Button kind="quiet" small icon="clock">
              {t("As of …", "截至……")}
            </Button>
          }
        >
          <History
            label={t("History", "历史")}
            onMore={() => undefined}
            onAsOf={() => undefined}
            entries={[
              {
                id: "1",
                when: t("Today 10:02", "今天 10:02"),
                instant: "2026-11-10T09:02:00Z",
                who: "王芳",
                what: [{ field: t("Amount", "金额"), before: "EUR 42,000.00", after: "EUR 48,000.00" }],
                why: t("Two more sites", "新增两处站点"),
              },
              {
                id: "2",
                when: t("Wed 4 Nov", "11月4日 周三"),
                instant: "2026-11-04T09:02:00Z",
                who: t("You", "您"),
                move: t("made an offer", "提出报价"),
                what: [
                  { field: t("Stage", "阶段"), before: t("Qualified", "合格"), after: t("Offer", "报价") },
                  {
                    field: t("Expected close", "预计成交"),
                    before: t("30 Nov 2026", "2026年11月30日"),
                    after: t("18 Dec 2026", "2026年12月18日"),
                  },
                ],
              },
            ]}
          />
        </Section>
        <Section title={t("Timeline", "时间线")}>
          <Timeline
            label={t("Timeline", "时间线")}
            fresh={2}
            onFresh={() => undefined}
            onMore={() => undefined}
            days={[
              {
                day: "2026-11-10",
                title: t("Today, Tuesday 10 November", "今天，11月10日 周二"),
                entries: [
                  {
                    id: "a",
                    at: "10:31",
                    instant: "2026-11-10T09:31:00Z",
                    icon: "complaint",
                    sentence: (
                      <>
                        王芳 {t("took", "接手")} <Link href="#list">C-2026-000121</Link>
                      </>
                    ),
                    tag: t("Complaints", "投诉"),
                    quote: t("Both routers lost the same uplink.", "两台路由器失去同一条上联。"),
                  },
                  {
                    id: "b",
                    at: "09:12",
                    instant: "2026-11-10T08:12:00Z",
                    icon: "mail",
                    sentence: t("Aurora Hosting answered", "Aurora Hosting 已答复"),
                    tag: t("Engagement", "往来"),
                    details: "network.interruption = true",
                  },
                ],
              },
              {
                day: "2026-11-09",
                title: t("Monday 9 November", "11月9日 周一"),
                entries: [
                  {
                    id: "c",
                    at: "08:40",
                    instant: "2026-11-09T07:40:00Z",
                    icon: "survey",
                    sentence: t("Scored 9 of 10", "评分 9 / 10"),
                    tag: t("Surveys", "调查"),
                  },
                ],
              },
            ]}
          />
        </Section>
      </Columns>
    </div>
  );
}
