// SPDX-License-Identifier: MIT
import { Banner } from "../source/parts/banner.tsx";
import { Button } from "../source/parts/button.tsx";
import { Empty, ErrorBox } from "../source/parts/empty.tsx";
import { PageHead, Section } from "../source/parts/page.tsx";
import { Skeleton } from "../source/parts/skeleton.tsx";
import { t } from "./words.ts";

export function States() {
  return (
    <div className="specimen">
      <PageHead
        title={t("Empty, loading, away", "空、载入、不可用")}
        sub={<span>{t("The six quiet states, side by side", "六种安静状态")}</span>}
      />
      <div className="specimen-two">
        <Section title={t("Nothing there yet", "尚无内容")}>
          <Empty
            icon="day"
            title={t("Plans keep you in touch", "计划让联系不断")}
            actions={
              <>
                <Button kind="primary" icon="add">
                  {t("Write a plan", "编写计划")}
                </Button>
                <Button kind="quiet">{t("From a template", "从模板")}</Button>
              </>
            }
          >
            {t(
              "A communication plan says who is met how often, and tells you when it is time. Nobody has written one for Aurora Hosting.",
              "沟通计划说明与谁多久会面一次，并到时提醒。尚无人为 Aurora Hosting 编写。",
            )}
          </Empty>
        </Section>
        <Section title={t("A filter hides it", "被筛选隐藏")}>
          <Empty
            kind="filtered"
            title={t("No complaint matches", "没有符合的投诉")}
            actions={
              <>
                <Button icon="clear">{t("state = closed", "状态 = 已关闭")}</Button>
                <Button icon="clear">{t("owner = me", "负责人 = 我")}</Button>
              </>
            }
          >
            {t("12 would without state = closed, 3 without owner = me.", "去掉状态 = 已关闭有 12 件，去掉负责人 = 我有 3 件。")}
          </Empty>
        </Section>
        <Section title={t("All done", "全部完成")}>
          <Empty
            kind="done"
            title={t("Nothing needs you today", "今天没有待办")}
            actions={<Button>{t("Show the 5", "显示这 5 件")}</Button>}
          >
            {t("Next: the service review of Meridian Clinics, Thursday 10:00.", "下一项：周四 10:00 Meridian Clinics 的服务评审。")}
          </Empty>
        </Section>
        <Section title={t("Service away", "服务不可用")}>
          <Banner tone="warn">
            <b>{t("As of 14:02.", "截至 14:02。")}</b>{" "}
            {t(
              "Complaints does not answer; this is what was known then. What you write is kept and sent when it is back.",
              "投诉服务没有应答，此为当时所知。您所写的会保留，恢复后发送。",
            )}
          </Banner>
          <Banner tone="good" onClose={() => undefined}>
            {t("It is back.", "已恢复。")}
          </Banner>
        </Section>
        <Section title={t("Loading, after 150 ms", "载入，150 毫秒后")}>
          <Skeleton rows={3} />
          <Skeleton rows={3} kind="facts" />
        </Section>
        <Section title={t("It failed", "失败")}>
          <ErrorBox title={t("The timeline could not be read", "无法读取时间线")} onAgain={() => undefined} trace="7f3a91ddc21">
            {t("Nothing was changed. The rest of the page works.", "没有任何改动，页面其余部分可用。")}
          </ErrorBox>
        </Section>
      </div>
    </div>
  );
}
