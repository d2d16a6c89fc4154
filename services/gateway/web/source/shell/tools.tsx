// SPDX-License-Identifier: MIT
import { useLine, useTaste, useWorkplace } from "../base/workplace.tsx";
import { Avatar } from "../parts/state.tsx";
import { Tool } from "../parts/frame.tsx";
import { Menu } from "../parts/menu.tsx";
import { useParts } from "../parts/provider.tsx";
import { useSignOut } from "./sign_out.ts";

/// The right of the top bar: the line, the language, the person.
export function Tools({ onKeys }: { onKeys(): void }) {
  const { words, session, preferences } = useWorkplace();
  const { navigate } = useParts();
  const line = useLine();
  const taste = useTaste();
  const signOut = useSignOut();
  const name = session.user?.full_name ?? session.user?.name ?? "";
  const other = words.language === "zh" ? "en" : "zh";
  const act = (id: string) => {
    if (id === "me") navigate("/me", { newTab: false });
    else if (id === "keys") onKeys();
    else if (id === "out") void signOut();
    else if (id === "language") void preferences.set({ language: other });
    else void preferences.set({ theme: id === "system" ? undefined : (id as "light" | "dark") });
  };
  const theme = (id: "light" | "dark" | "system") => ({ id, label: words.word(`shell.theme_${id}`), icon: id, checked: (taste.theme ?? "system") === id });
  const live = line === "live" ? "live" : line === "connecting" ? "connecting" : "offline";
  return (
    <>
      <span className="tool-line" title={words.word(`shell.line_${line}_help`)}>
        <span className={`live live-${live}`} aria-hidden="true" />
        <span className="tool-words">{words.word(`shell.line_${line}`)}</span>
      </span>
      <Tool wide label={words.word("shell.other_language")} onPress={() => act("language")}>
        <span aria-hidden="true">{other === "zh" ? "中文" : "EN"}</span>
      </Tool>
      <Menu
        label={words.word("shell.person")}
        trigger={
          <Tool label={words.word("shell.person_of", { name })} expands>
            <Avatar name={name} />
            <span className="tool-words">{name}</span>
          </Tool>
        }
        items={[
          { title: name, items: [{ id: "me", label: words.word("shell.me"), icon: "person" }, { id: "keys", label: words.word("shell.keys"), icon: "keyboard", keys: "?" }] },
          { title: words.word("shell.theme"), items: [theme("system"), theme("light"), theme("dark")] },
          {
            title: words.word("shell.language"),
            items: [
              { id: "language", label: other === "zh" ? "中文" : "English", icon: "languages" },
              { id: "out", label: words.word("shell.sign_out"), icon: "signout" },
            ],
          },
        ]}
        onAction={act}
      />
    </>
  );
}
