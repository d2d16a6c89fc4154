// SPDX-License-Identifier: MIT
import type { ReactElement } from "react";
import { useTaste, useWorkplace } from "../base/workplace.tsx";
import { Menu } from "../parts/menu.tsx";
import { useParts } from "../parts/provider.tsx";
import { useSignOut } from "./sign_out.ts";

/// What is mine, behind my name. Not of the first load: its button is there before it.
export default function PersonMenu({ trigger, name, onKeys }: { trigger: ReactElement; name: string; onKeys(): void }) {
  const { words, preferences } = useWorkplace();
  const { navigate } = useParts();
  const taste = useTaste();
  const signOut = useSignOut();
  const other = words.language === "zh" ? "en" : "zh";
  const act = (id: string) => {
    if (id === "me") navigate("/me", { newTab: false });
    else if (id === "keys") onKeys();
    else if (id === "out") void signOut();
    else if (id === "language") void preferences.set({ language: other });
    else void preferences.set({ theme: id === "system" ? undefined : (id as "light" | "dark") });
  };
  const theme = (id: "light" | "dark" | "system") => ({
    id,
    label: words.word(`shell.theme_${id}`),
    icon: id,
    checked: (taste.theme ?? "system") === id,
  });
  return (
    <Menu
      label={words.word("shell.person")}
      trigger={trigger}
      items={[
        {
          title: name,
          items: [
            { id: "me", label: words.word("shell.me"), icon: "person" },
            { id: "keys", label: words.word("shell.keys"), icon: "keyboard", keys: "?" },
          ],
        },
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
  );
}
