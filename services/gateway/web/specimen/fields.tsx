// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Banner } from "../source/parts/banner.tsx";
import { Button } from "../source/parts/button.tsx";
import type { Money } from "../source/parts/field/amount.ts";
import { CheckField } from "../source/parts/field/check.tsx";
import { ChoiceField, ManyField, type Option, SelectField } from "../source/parts/field/choice.tsx";
import { ComboField, ManyComboField } from "../source/parts/field/combo.tsx";
import { DayField, InstantField } from "../source/parts/field/day.tsx";
import { DurationField } from "../source/parts/field/duration.tsx";
import { ErrorSummary, FieldGrid, Form, SaveBar, Wide } from "../source/parts/field/form.tsx";
import { ListField } from "../source/parts/field/list.tsx";
import { MoneyField } from "../source/parts/field/money.tsx";
import { NumberField } from "../source/parts/field/number.tsx";
import { PasswordField } from "../source/parts/field/password.tsx";
import { RecordField } from "../source/parts/field/record.tsx";
import { LongTextField, TextField } from "../source/parts/field/text.tsx";
import { TokensField } from "../source/parts/field/tokens.tsx";
import { PageHead } from "../source/parts/page.tsx";
import { t } from "./words.ts";

export const parties: readonly Option[] = [
  { value: "1", label: "Aurora Hosting", help: t("customer, growth", "客户，成长") },
  { value: "2", label: "Kestrel Bank", help: t("customer", "客户") },
  { value: "3", label: "北辰科技", help: t("prospect", "潜在客户") },
  { value: "4", label: "Nordlicht Logistics" },
  { value: "5", label: "Meridian Clinics" },
];

export const findParty = async (text: string) => {
  await new Promise((done) => setTimeout(done, 40));
  return parties.filter((party) => party.label.toLowerCase().includes(text.toLowerCase()));
};

const stages: readonly Option[] = [
  { value: "lead", label: t("Lead", "线索"), shape: "new", tone: "info" },
  { value: "qualified", label: t("Qualified", "合格"), shape: "quarter", tone: "accent" },
  { value: "offer", label: t("Offer", "报价"), shape: "half", tone: "accent" },
  { value: "negotiation", label: t("Negotiation", "谈判"), shape: "most", tone: "accent" },
  { value: "won", label: t("Won", "赢得"), shape: "done", tone: "good" },
  { value: "lost", label: t("Lost", "失去"), shape: "ended" },
];

const renewals: readonly Option[] = [
  { value: "tacit", label: t("Tacit", "自动续约") },
  { value: "express", label: t("Express", "明示续约") },
  { value: "none", label: t("Not at all", "不续约") },
];

export function Fields() {
  const [form, setForm] = useState({
    title: t("Managed network for two more sites", "新增两处站点的托管网络"),
    party: "1" as string | null,
    stage: "offer" as string | null,
    amount: { minor: 4800050, currency: "EUR" } as Money | null,
    close: "2026-11-09" as string | null,
    told: "2026-11-10T08:12:00Z" as string | null,
    odds: 50 as number | null,
    respond: 480 as number | null,
    renews: "tacit" as string | null,
    watch: true,
    languages: ["en"] as string[],
    watchers: ["2"] as string[],
    tags: ["network", "hamburg"] as string[],
    text: t(
      "Hamburg and Kiel, 140 people each. They want one uplink more than today and a joint runbook before the winter.",
      "汉堡与基尔，各 140 人。希望比现在多一条上联，并在入冬前有一份共同的操作手册。",
    ),
    password: "",
    steps: [t("Site survey", "现场勘查"), t("Offer", "报价")] as readonly string[],
    contact: "M. Lindqvist",
  });
  const [sent, setSent] = useState(0);
  const put =
    <K extends keyof typeof form>(key: K) =>
    (value: (typeof form)[K]) =>
      setForm((before) => ({ ...before, [key]: value }));
  return (
    <div className="specimen" data-sent={sent}>
      <PageHead title={t("Change the opportunity", "修改商机")} back={{ href: "#record", label: "O-2026-000031" }} />
      <Form onSubmit={() => setSent(sent + 1)} label={t("Opportunity", "商机")}>
        <div>
          <ErrorSummary
            title={t("Not saved: 2 fields need you.", "未保存：2 个字段需要处理。")}
            items={[
              { field: "close", label: t("Expected close", "预计成交"), text: t("is before today", "早于今天") },
              { field: "amount", label: t("Amount", "金额"), text: t("is more than the agreement allows", "超出协议上限") },
            ]}
          />
          <Banner tone="info" icon="undo">
            {t("Draft from yesterday 17:40 is filled in.", "已填入昨天 17:40 的草稿。")}{" "}
            <button type="button" className="text-button">
              {t("Discard it", "舍弃")}
            </button>
          </Banner>
        </div>
        <FieldGrid>
          <Wide>
            <TextField label={t("Title", "标题")} name="title" value={form.title} onChange={put("title")} maxLength={200} />
          </Wide>
          <ComboField
            label={t("Party", "相关方")}
            name="party"
            value={form.party}
            onChange={put("party")}
            find={findParty}
            known={parties[0]}
          />
          <SelectField
            label={t("Stage", "阶段")}
            name="stage"
            value={form.stage}
            onChange={put("stage")}
            options={stages}
            changed={
              <>
                王芳 {t("changed this to", "已将其改为")} <b>{t("negotiation", "谈判")}</b>
                {t(", 2 min ago.", "，2 分钟前。")}{" "}
                <button type="button" className="text-button">
                  {t("Take it", "采用")}
                </button>
              </>
            }
          />
          <MoneyField
            label={t("Amount", "金额")}
            name="amount"
            value={form.amount}
            onChange={put("amount")}
            help={t("A year, without tax.", "每年，不含税。")}
            error={t("The agreement allows EUR 40,000.00 at most.", "协议上限为 EUR 40,000.00。")}
          />
          <DayField
            label={t("Expected close", "预计成交")}
            name="close"
            value={form.close}
            onChange={put("close")}
            help={t("A day, in the time zone of the organisation.", "日期，按组织所在时区。")}
            error={t("Is before today, 10 Nov 2026.", "早于今天，2026年11月10日。")}
          />
          <NumberField
            label={t("Probability", "可能性")}
            name="odds"
            value={form.odds}
            onChange={put("odds")}
            unit="%"
            min={0}
            max={100}
            help={t("Default of the stage. Leave it, or say why it differs.", "阶段的默认值。可保留，或说明为何不同。")}
          />
          <DurationField
            label={t("Answer within", "答复时限")}
            name="respond"
            value={form.respond}
            onChange={put("respond")}
            required={false}
          />
          <InstantField label={t("Told at", "告知时间")} name="told" value={form.told} onChange={put("told")} />
          <PasswordField
            label={t("Password", "密码")}
            name="password"
            value={form.password}
            onChange={put("password")}
            autoComplete="new-password"
          />
          <Wide>
            <ChoiceField label={t("Renews", "续约")} name="renews" value={form.renews} onChange={put("renews")} options={renewals} />
          </Wide>
          <ManyField
            label={t("Languages", "语言")}
            name="languages"
            value={form.languages}
            onChange={put("languages")}
            options={[
              { value: "en", label: "English" },
              { value: "zh", label: "中文" },
              { value: "de", label: "Deutsch" },
            ]}
          />
          <CheckField
            label={t("Tell me when it changes", "有变化时告诉我")}
            name="watch"
            value={form.watch}
            onChange={put("watch")}
            help={t("By the channels of your preferences.", "按您偏好的渠道。")}
          />
          <ManyComboField
            label={t("Watchers", "关注者")}
            name="watchers"
            value={form.watchers}
            onChange={put("watchers")}
            find={findParty}
            known={parties}
            required={false}
          />
          <TokensField label={t("Tags", "标签")} name="tags" value={form.tags} onChange={put("tags")} required={false} />
          <Wide>
            <LongTextField
              label={t("What it is", "说明")}
              name="text"
              value={form.text}
              onChange={put("text")}
              required={false}
              maxLength={160}
            />
          </Wide>
          <Wide>
            <ListField
              label={t("Steps", "步骤")}
              name="steps"
              value={form.steps}
              onChange={put("steps")}
              fresh={() => ""}
              addLabel={t("Add a step", "添加步骤")}
              itemLabel={(item, index) => item || t(`step ${index + 1}`, `第 ${index + 1} 步`)}
              row={(item, index, set) => (
                <TextField bare label={t(`Step ${index + 1}`, `第 ${index + 1} 步`)} value={item} onChange={set} />
              )}
            />
          </Wide>
          <RecordField label={t("Contact", "联系人")} onClear={() => put("contact")("")}>
            <TextField label={t("Name", "姓名")} value={form.contact} onChange={put("contact")} />
          </RecordField>
          <TextField label={t("Number", "编号")} value="O-2026-000031" onChange={() => undefined} readOnly />
        </FieldGrid>
        <SaveBar>
          <Button kind="primary" type="submit" hint="Ctrl ↵">
            {t("Save", "保存")}
          </Button>
          <Button>{t("Cancel", "取消")}</Button>
          <span className="desk-only">
            {t("Nothing is lost if you leave: the draft stays on this device for 30 days.", "离开也不会丢失：草稿在此设备保留 30 天。")}
          </span>
        </SaveBar>
      </Form>
    </div>
  );
}
