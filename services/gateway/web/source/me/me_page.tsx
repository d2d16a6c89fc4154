// SPDX-License-Identifier: MIT
import { useWorkplace } from "../base/workplace.tsx";
import { PageHead, Section } from "../parts/page.tsx";
import { useTitle } from "../shell/title.ts";
import { MyDrafts } from "./my_drafts.tsx";
import { MyPassword } from "./my_password.tsx";
import { MySessions } from "./my_sessions.tsx";
import { MyTaste } from "./my_taste.tsx";

/// What is mine: taste, drafts, sessions, password.
export default function MePage() {
  const { session, words } = useWorkplace();
  useTitle(words.word("shell.me"));
  const roles = session.roles.map((role) => words.word(`Role.${role}`)).join(", ");
  return (
    <div className="me-page">
      <PageHead title={session.user?.full_name ?? session.user?.name ?? ""} focus sub={<span>{roles}</span>} />
      <Section title={words.word("me.taste")}>
        <MyTaste />
      </Section>
      <Section title={words.word("me.drafts")}>
        <MyDrafts />
      </Section>
      <Section title={words.word("me.sessions")}>
        <MySessions />
      </Section>
      <Section title={words.word("me.password")}>
        <MyPassword />
      </Section>
    </div>
  );
}
