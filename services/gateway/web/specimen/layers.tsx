// SPDX-License-Identifier: MIT
import { useEffect, useState } from "react";
import { Button } from "../source/parts/button.tsx";
import { Ask, Dialog } from "../source/parts/dialog.tsx";
import { TextField } from "../source/parts/field/text.tsx";
import { PageHead } from "../source/parts/page.tsx";
import { PaletteFrame } from "../source/parts/palette.tsx";
import { State } from "../source/parts/state.tsx";
import { type Choice, ThreeWay } from "../source/parts/threeway.tsx";
import { toast } from "../source/parts/toast.tsx";
import { t } from "./words.ts";

function Conflict({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [choice, setChoice] = useState<Record<string, Choice>>({ stage: "theirs", text: "mine" });
  return (
    <Dialog
      size="wide"
      title={t("Two of you changed the same 2 fields", "两人改了同样的 2 个字段")}
      intro={t(
        "王芳 saved at 10:02, while you were writing. Four other fields are merged already. Choose for these.",
        "您书写期间，王芳于 10:02 保存。其余四个字段已合并，请为这些字段选择。",
      )}
      isOpen={isOpen}
      onClose={onClose}
      foot={
        <>
          <span className="muted small grow">{t("Both versions stay in the history.", "两个版本都保留在历史中。")}</span>
          <Button onPress={onClose}>{t("Back to the form", "返回表单")}</Button>
          <Button kind="primary" onPress={onClose}>
            {t("Save these", "保存这些")}
          </Button>
        </>
      }
    >
      <ThreeWay
        theirsTitle={t("Now · 王芳, 10:02", "现在 · 王芳，10:02")}
        choice={choice}
        onChoice={(field, one) => setChoice({ ...choice, [field]: one })}
        fields={[
          {
            field: "stage",
            label: t("Stage", "阶段"),
            opened: (
              <State shape="half" tone="accent">
                {t("Offer", "报价")}
              </State>
            ),
            theirs: (
              <State shape="most" tone="accent">
                {t("Negotiation", "谈判")}
              </State>
            ),
            mine: (
              <State shape="half" tone="accent">
                {t("Offer", "报价")}
              </State>
            ),
          },
          {
            field: "text",
            label: t("What it is", "说明"),
            text: true,
            opened: t("Hamburg and Kiel, 140 people each.", "汉堡与基尔，各 140 人。"),
            theirs: t("Hamburg and Kiel, 160 people each.", "汉堡与基尔，各 160 人。"),
            mine: t("Hamburg and Kiel, 140 people each. They want one uplink more than today.", "汉堡与基尔，各 140 人。希望多一条上联。"),
          },
        ]}
      />
    </Dialog>
  );
}

export function usePalette() {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [scope, setScope] = useState(true);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey && event.key === "k")) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  const hits = (label: string): [number, number][] => {
    const from = text ? label.toLowerCase().indexOf(text.toLowerCase()) : -1;
    return from < 0 ? [] : [[from, from + text.length]];
  };
  const groups = [
    {
      id: "do",
      title: t("Do, on the 3 selected", "对所选 3 项"),
      items: [
        {
          id: "assign",
          label: t("Assign to Aurora Hosting’s team", "分配给 Aurora Hosting 的团队"),
          note: "王芳, L. Mayer",
          icon: "person" as const,
          keys: "a",
        },
      ],
    },
    {
      id: "go",
      title: t("Go to", "前往"),
      items: [
        {
          id: "aurora",
          label: "Aurora Hosting",
          note: t("customer · growth, 2 open complaints", "客户 · 成长，2 件未结投诉"),
          icon: "parties" as const,
        },
        {
          id: "jiguang",
          label: "极光物流",
          note: t("jiguang · alias Aurora Logistics, prospect", "jiguang · 别名 Aurora Logistics，潜在客户"),
          icon: "parties" as const,
        },
        {
          id: "case",
          label: "C-2026-000123",
          note: t("Network interruptions at the Hamburg site", "汉堡站点网络中断"),
          icon: "complaint" as const,
        },
      ],
    },
    {
      id: "begin",
      title: t("Begin", "开始"),
      items: [
        { id: "meeting", label: t("New meeting with Aurora Hosting", "与 Aurora Hosting 的新会议"), icon: "day" as const, keys: "c" },
      ],
    },
  ]
    .map((group) => ({
      ...group,
      items: group.items
        .filter((item) => `${item.label} ${item.note ?? ""}`.toLowerCase().includes(text.toLowerCase()))
        .map((item) => ({ ...item, hits: hits(item.label) })),
    }))
    .filter((group) => group.items.length > 0);
  const palette = (
    <PaletteFrame
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      text={text}
      onText={setText}
      placeholder={t("Search, go or do", "查找、前往或操作")}
      scope={scope ? t("on 3 selected", "对所选 3 项") : undefined}
      onScope={() => setScope(false)}
      foot={t("Numbers, names, pages, actions", "编号、名称、页面、操作")}
      groups={groups}
      onChoose={(id, newTab) => {
        document.body.dataset.did = `${id}${newTab ? " new" : ""}`;
        setOpen(false);
      }}
    />
  );
  return { palette, open: () => setOpen(true) };
}

export function Layers() {
  const [open, setOpen] = useState<"conflict" | "ask" | "form" | null>(null);
  const close = () => setOpen(null);
  const [reason, setReason] = useState("");
  return (
    <div className="specimen">
      <PageHead title={t("What lies over the page", "页面之上")} />
      <div className="row wrap">
        <Button onPress={() => setOpen("conflict")}>{t("A conflict", "冲突")}</Button>
        <Button onPress={() => setOpen("ask")}>{t("A question", "询问")}</Button>
        <Button onPress={() => setOpen("form")}>{t("A move", "操作")}</Button>
        <Button
          onPress={() =>
            toast({
              text: t("C-2026-000119 was acknowledged, letter sent", "已确认 C-2026-000119，信函已发"),
              undo: () => {
                document.body.dataset.did = "undone";
              },
            })
          }
        >
          {t("A message", "消息")}
        </Button>
      </div>
      <Conflict isOpen={open === "conflict"} onClose={close} />
      <Ask
        isOpen={open === "ask"}
        title={t("Erase M. Lindqvist?", "清除 M. Lindqvist？")}
        yes={t("Erase", "清除")}
        danger
        onYes={close}
        onNo={close}
      >
        <p>
          {t(
            "Name, address and what they wrote are blanked in 3 services. This cannot be taken back.",
            "姓名、地址与所写内容将在 3 项服务中抹去，无法撤回。",
          )}
        </p>
      </Ask>
      <Dialog
        title={t("Propose a solution", "提出方案")}
        intro="C-2026-000123"
        isOpen={open === "form"}
        onClose={close}
        foot={
          <>
            <Button onPress={close}>{t("Cancel", "取消")}</Button>
            <Button kind="primary" onPress={close}>
              {t("Propose", "提出")}
            </Button>
          </>
        }
      >
        <TextField label={t("Proposal", "方案")} value={reason} onChange={setReason} autoFocus />
      </Dialog>
    </div>
  );
}
