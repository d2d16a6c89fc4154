// SPDX-License-Identifier: MIT
import type { Tone } from "../source/parts/names.ts";
import type { StateShape } from "../source/parts/state.tsx";
import { t } from "./words.ts";

export interface Case {
  id: string;
  number: string;
  subject: string;
  party: string;
  state: string;
  shape: StateShape;
  tone: Tone;
  word: string;
  level: 1 | 2 | 3 | 4;
  share: number;
  clock: "running" | "over" | "paused";
  owner: string | null;
  money: number;
}

const subjects = [
  t("Credit note missing", "缺少贷记单"),
  t("Invoices sent twice for October", "十月发票寄了两次"),
  t("Portal shows another customer’s tickets", "门户显示其他客户的工单"),
  t("Network interruptions at the Hamburg site", "汉堡站点网络中断"),
  t("Uplink fails at night", "上联夜间失效"),
  t("No reply on change request", "变更请求无答复"),
  t("Monitoring alerts arrive 20 minutes late", "监控告警迟到 20 分钟"),
  t("Licence count differs from contract", "许可数量与合同不符"),
  t("Backup restore took four days", "备份恢复用了四天"),
];
const parties = [
  "Osprey Retail Group",
  "Nordlicht Logistics",
  "Kestrel Bank",
  "Aurora Hosting",
  "Kestrel Bank",
  "北辰科技",
  "Meridian Clinics",
  "Juniper Foods",
  "Harbour Freight Co-operative",
];
const states: [StateShape, Tone, string][] = [
  ["dispute", "bad", t("Disputed", "有争议")],
  ["half", "accent", t("Investigating", "调查中")],
  ["quarter", "accent", t("Assessed", "已评估")],
  ["half", "accent", t("Investigating", "调查中")],
  ["most", "accent", t("Proposed", "已提方案")],
  ["ring", "info", t("Acknowledged", "已确认")],
  ["wait", "warn", t("Waiting", "等待中")],
];
const owners = ["L. Mayer", "A. Braun", "王芳", null];

/** Ten thousand invented complaints, always the same. */
export const cases: readonly Case[] = Array.from({ length: 10_000 }, (_, at) => {
  const [shape, tone, state] = states[at % states.length] ?? ["ring", "info", ""];
  const clock = shape === "wait" ? "paused" : at % 7 < 2 ? "over" : "running";
  return {
    id: `c${at}`,
    number: `C-2026-${String(at + 100).padStart(6, "0")}`,
    subject: subjects[at % subjects.length] ?? "",
    party: parties[at % parties.length] ?? "",
    state,
    shape,
    tone,
    word: at % 3 ? t("theirs 09:12", "对方 09:12") : t("ours 3 Nov", "我方 11月3日"),
    level: (((at * 7) % 4) + 1) as 1 | 2 | 3 | 4,
    share: ((at * 37) % 100) / 100,
    clock,
    owner: owners[at % owners.length] ?? null,
    money: ((at * 7919) % 900_000) + 1000,
  };
});
