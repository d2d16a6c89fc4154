// SPDX-License-Identifier: MIT
import { lazy, Suspense } from "react";
import { useLine, useWorkplace } from "../base/workplace.tsx";
import { Tool } from "../parts/frame.tsx";
import { Avatar } from "../parts/state.tsx";

const PersonMenu = lazy(() => import("./person_menu.tsx"));

/// The right of the top bar: the line, the language, the person.
export function Tools({ onKeys }: { onKeys(): void }) {
  const { words, session, preferences } = useWorkplace();
  const line = useLine();
  const name = session.user?.full_name ?? session.user?.name ?? "";
  const other = words.language === "zh" ? "en" : "zh";
  const live = line === "live" ? "live" : line === "connecting" ? "connecting" : "offline";
  const trigger = (
    <Tool expands>
      <Avatar name={name} />
      <span className="tool-words">{name}</span>
    </Tool>
  );
  return (
    <>
      <span className="tool-line" title={words.word(`shell.line_${line}_help`)}>
        <span className={`live live-${live}`} aria-hidden="true" />
        <span className="tool-words">{words.word(`shell.line_${line}`)}</span>
      </span>
      <Tool wide onPress={() => void preferences.set({ language: other })}>
        <span lang={other === "zh" ? "zh-CN" : "en"}>{other === "zh" ? "中文" : "English"}</span>
      </Tool>
      <Suspense fallback={trigger}>
        <PersonMenu trigger={trigger} name={name} onKeys={onKeys} />
      </Suspense>
    </>
  );
}
