// SPDX-License-Identifier: MIT
import { useSyncExternalStore } from "react";
import { Brand, FindButton, Frame, Tool } from "../source/parts/frame.tsx";
import { BottomBar, Navigation } from "../source/parts/navigation.tsx";
import { PartsProvider } from "../source/parts/provider.tsx";
import { Avatar } from "../source/parts/state.tsx";
import { ToastRegion } from "../source/parts/toast.tsx";
import { Controls } from "./controls.tsx";
import { Fields } from "./fields.tsx";
import { Figures } from "./figures.tsx";
import { Layers, usePalette } from "./layers.tsx";
import { List } from "./list.tsx";
import { RecordPage } from "./record.tsx";
import { Sign } from "./sign.tsx";
import { States } from "./states.tsx";
import { language, locale, t, words } from "./words.ts";

const pages = {
  controls: [t("Controls", "控件"), "action", Controls],
  fields: [t("Form", "表单"), "edit", Fields],
  list: [t("List", "列表"), "complaint", List],
  record: [t("Record", "记录"), "registry", RecordPage],
  layers: [t("Layers", "浮层"), "layers", Layers],
  figures: [t("Figures", "指标"), "figures", Figures],
  states: [t("Quiet states", "安静状态"), "inbox", States],
} as const;

type Page = keyof typeof pages | "sign";

const subscribe = (changed: () => void) => {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
};

function Shell({ page }: { page: keyof typeof pages }) {
  const { palette, open } = usePalette();
  const entries = Object.entries(pages).map(([id, [label, icon]]) => ({ id, label, icon, href: `#${id}`, current: id === page }));
  const Page = pages[page][2];
  const list = entries.find((entry) => entry.id === "list");
  const views = [
    { id: "open", label: t("Open", "未结"), href: "#list", count: 28 },
    { id: "mine", label: t("Mine", "我的"), href: "#list", count: 12 },
    { id: "waiting", label: t("Proposed, no answer", "已提方案待答复"), href: "#list", count: 6 },
  ];
  return (
    <Frame
      brand={<Brand name="Rapport" href="#controls" />}
      find={<FindButton label={t("Search or jump to …", "查找或前往……")} keys="Ctrl K" onPress={open} />}
      tools={
        <>
          <Tool icon="clock" wide expands>
            {t("As of: now", "截至：现在")}
          </Tool>
          <Tool live="live" wide>
            {t("Live", "实时")}
          </Tool>
          <Tool icon="mail" label={t("Inbox, 3 unread", "收件箱，3 条未读")} count={3} />
          <Tool wide>中 / EN</Tool>
          <Tool label="A. Braun">
            <Avatar name="A. Braun" />
            <span className="desk-only">A. Braun</span>
          </Tool>
        </>
      }
      navigation={
        <Navigation
          label={t("Pages", "页面")}
          groups={[
            {
              id: "parts",
              items: entries.map((entry) => (entry === list ? { ...entry, count: 12, items: page === "list" ? views : [] } : entry)),
            },
            {
              id: "views",
              title: t("My views", "我的视图"),
              items: [{ id: "gold", label: t("Gold, over 75 %", "金牌，超过 75 %"), icon: "star", href: "#list", count: 3 }],
            },
            {
              id: "foot",
              foot: true,
              items: [
                { id: "surveys", label: t("Surveys", "调查"), icon: "survey", href: "#states", away: t("since 11:32", "11:32 起") },
                { id: "administration", label: t("Administration", "管理"), icon: "administration", href: "#sign" },
              ],
            },
          ]}
        />
      }
      bottom={
        <BottomBar
          label={t("Ways", "入口")}
          items={[
            { id: "home", label: t("Home", "首页"), icon: "home", href: "#controls", current: page === "controls" },
            { id: "inbox", label: t("Inbox", "收件箱"), icon: "inbox", href: "#states", count: 3 },
            { id: "search", label: t("Search", "查找"), icon: "search", onPress: open },
            { id: "new", label: t("New", "新建"), icon: "add", href: "#fields" },
            { id: "more", label: t("More", "更多"), icon: "more", href: "#list", current: page === "list" },
          ]}
        />
      }
    >
      <Page />
      {palette}
    </Frame>
  );
}

export function Specimen() {
  const hash = useSyncExternalStore(subscribe, () => location.hash.slice(1).split("/")[0] ?? "");
  const page = (hash === "sign" || hash in pages ? hash : "controls") as Page;
  return (
    <PartsProvider
      words={words}
      language={language}
      locale={locale}
      zone="Europe/Berlin"
      keys
      navigate={(href, { newTab }) => {
        document.body.dataset.went = `${href}${newTab ? " new" : ""}`;
        if (href.startsWith("#")) location.hash = href;
      }}
    >
      {page === "sign" ? <Sign /> : <Shell page={page} />}
      <ToastRegion />
    </PartsProvider>
  );
}
