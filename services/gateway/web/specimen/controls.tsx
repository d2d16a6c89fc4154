// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Button, KeyHint } from "../source/parts/button.tsx";
import { ClockBar } from "../source/parts/clock.tsx";
import { Icon, iconNames } from "../source/parts/icon.tsx";
import { Link } from "../source/parts/link.tsx";
import { Menu, Popover } from "../source/parts/menu.tsx";
import { Moves } from "../source/parts/moves.tsx";
import { PageHead, Section } from "../source/parts/page.tsx";
import { Segmented } from "../source/parts/segmented.tsx";
import { Avatar, Priority, State, type StateShape } from "../source/parts/state.tsx";
import { Steps } from "../source/parts/steps.tsx";
import { Tabs } from "../source/parts/tabs.tsx";
import { Count, Tag } from "../source/parts/tag.tsx";
import { Tooltip } from "../source/parts/tooltip.tsx";
import { t } from "./words.ts";

const shapes: [StateShape, "plain" | "accent" | "info" | "good" | "warn" | "bad", string, string][] = [
  ["new", "info", "Received", "已收到"],
  ["ring", "info", "Acknowledged", "已确认"],
  ["quarter", "accent", "Assessed", "已评估"],
  ["half", "accent", "Investigating", "调查中"],
  ["wait", "warn", "Waiting", "等待中"],
  ["most", "accent", "Proposed", "已提方案"],
  ["done", "good", "Closed", "已关闭"],
  ["dispute", "bad", "Disputed", "有争议"],
  ["ended", "plain", "Withdrawn", "已撤回"],
];

function Buttons() {
  const [busy, setBusy] = useState(false);
  const [team, setTeam] = useState("me");
  return (
    <>
      <div className="row wrap">
        <Button kind="primary" icon="add" hint="c">
          {t("New", "新建")}
        </Button>
        <Button>{t("Wait", "等待")}</Button>
        <Button expands>{t("Choose", "选择")}</Button>
        <Button kind="quiet" icon="link">
          {t("Copy link", "复制链接")}
        </Button>
        <Button kind="danger">{t("Reject", "驳回")}</Button>
        <Button kind="danger-solid">{t("Erase", "清除")}</Button>
        <Button disabled>{t("Not now", "暂不可用")}</Button>
        <Button icon="refresh" busy={busy} onPress={() => setBusy(true)}>
          {t("Send", "发送")}
        </Button>
        <Button icon="more" label={t("More", "更多")} />
        <Button small>{t("Small", "小")}</Button>
        <Button small icon="close" kind="quiet" label={t("Close", "关闭")} />
      </div>
      <div className="row wrap">
        <Segmented
          label={t("Whose", "谁的")}
          value={team}
          onChange={setTeam}
          items={[
            { value: "me", label: t("Me", "我") },
            { value: "team", label: t("My team", "我的团队") },
            { value: "all", label: t("Everyone", "所有人") },
          ]}
        />
        <Menu
          trigger={<Button expands>{t("Moves", "操作")}</Button>}
          label={t("Moves", "操作")}
          onAction={(id) => {
            document.body.dataset.did = id;
          }}
          items={[
            { id: "assign", label: t("Assign …", "分配……"), icon: "person", keys: "a" },
            { id: "copy", label: t("Copy the number", "复制编号"), icon: "copy" },
            {
              id: "close",
              label: t("Close", "关闭"),
              blocked: t("needs an accepted proposal and 2 actions done", "须先接受方案并完成 2 项措施"),
            },
            { id: "erase", label: t("Erase …", "清除……"), icon: "trash", danger: true },
          ]}
        />
        <Popover
          label={t("Why this time?", "为何是此时限？")}
          trigger={
            <Button kind="quiet" icon="help">
              {t("Why this time?", "为何是此时限？")}
            </Button>
          }
        >
          <p>{t("Agreement “Gold”, P2 within 8 h, office hours.", "协议“金牌”，P2，8 小时内，办公时间。")}</p>
        </Popover>
        <Tooltip text={t("Opens in a new tab", "在新标签页打开")}>
          <Button icon="outside" label={t("Open alone", "单独打开")} />
        </Tooltip>
        <Link href="/complaints/C-2026-000123">C-2026-000123</Link>
        <Link href="data:text/html,no">{t("no link", "非链接")}</Link>
        <KeyHint keys="Ctrl K" />
      </div>
    </>
  );
}

function Marks() {
  return (
    <>
      <div className="row wrap">
        {shapes.map(([shape, tone, en, zh]) => (
          <State key={shape} shape={shape} tone={tone}>
            {t(en, zh)}
          </State>
        ))}
      </div>
      <div className="row wrap">
        <State shape="half" tone="accent" boxed>
          {t("Investigating", "调查中")}
        </State>
        <State shape="done" tone="good" boxed>
          {t("Closed", "已关闭")}
        </State>
        <Priority level={1} /> <Priority level={2} byHand /> <Priority level={3} /> <Priority level={4} />
        <Tag>{t("Network", "网络")}</Tag> <Tag tone="accent">{t("on 3 selected", "对所选 3 项")}</Tag>{" "}
        <Tag tone="good" icon="check">
          {t("kept", "已兑现")}
        </Tag>
        <Tag tone="warn">{t("over 75 %", "超过 75 %")}</Tag> <Tag tone="bad">{t("late", "逾期")}</Tag>{" "}
        <Tag tone="info">{t("draft", "草稿")}</Tag>{" "}
        <Tag line icon="lock">
          {t("Note for us", "内部备注")}
        </Tag>
        <Count value={3} />
        <Avatar name="A. Braun" /> <Avatar name="王芳" size={28} /> <Avatar name="Aurora Hosting" kind="organisation" size={40} />{" "}
        <Avatar name={null} />
      </div>
      <div className="specimen-clocks">
        <ClockBar share={0.4} state="running" label={t("Resolve:", "解决：")}>
          <b>{t("17 h 40 min", "17 小时 40 分")}</b> {t("left", "剩余")}
        </ClockBar>
        <ClockBar share={0.82} state="running">
          <b>{t("1 h 40 min", "1 小时 40 分")}</b> {t("left", "剩余")}
        </ClockBar>
        <ClockBar share={1.3} state="over">
          <b>{t("2 h 05 min", "2 小时 5 分")}</b> {t("over", "超时")}
        </ClockBar>
        <ClockBar share={0.3} state="paused">
          {t("Paused: customer", "暂停：客户")}
        </ClockBar>
        <ClockBar share={0.6} state="met">
          {t("Met today 10:02", "今天 10:02 达成")}
        </ClockBar>
      </div>
    </>
  );
}

export function Controls() {
  const [tab, setTab] = useState("timeline");
  return (
    <div className="specimen">
      <PageHead
        title={t("Controls and marks", "控件与标记")}
        sub={<span>{t("Everything one presses, and everything that says a state", "可以按的一切，与说明状态的一切")}</span>}
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
              { id: "close", label: t("Close", "关闭"), reason: t("two actions are not done", "两项措施未完成") },
            ]}
            onMove={(id) => {
              document.body.dataset.did = id;
            }}
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
      <Section title={t("Buttons", "按钮")}>
        <Buttons />
      </Section>
      <Section title={t("Marks", "标记")}>
        <Marks />
      </Section>
      <Section title={t("Tabs", "标签页")}>
        <Tabs
          label={t("Of this party", "此方")}
          value={tab}
          onChange={setTab}
          items={[
            { id: "timeline", label: t("Timeline", "时间线") },
            { id: "people", label: t("People", "人员"), count: 7 },
            { id: "agreements", label: t("Agreements", "协议"), count: 2 },
            { id: "files", label: t("Files", "文件") },
          ]}
        >
          <p className="muted">{tab}</p>
        </Tabs>
      </Section>
      <Section title={t("Icons", "图标")}>
        <div className="row wrap">
          {iconNames.map((name) => (
            <Icon key={name} name={name} label={name} />
          ))}
        </div>
      </Section>
    </div>
  );
}
