// SPDX-License-Identifier: MIT
import { useState } from "react";
import { signIn } from "../base/boot.ts";
import type { Client } from "../base/client.ts";
import type { Session } from "../base/permissions.ts";
import { languageHere, rememberHere, tasteHere, wearTheme } from "../base/preferences.ts";
import { Problem } from "../base/problem.ts";
import type { Words } from "../base/words.ts";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { CheckField } from "../parts/field/check.tsx";
import { Form } from "../parts/field/form.tsx";
import { PasswordField } from "../parts/field/password.tsx";
import { TextField } from "../parts/field/text.tsx";
import { Brand } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { SignSheet } from "../parts/sheet.tsx";
import { wrong } from "./sign_in_wrong.ts";

interface SignInProps {
  client: Client;
  words: Words;
  session: Session;
  onIn(session: Session, shared: boolean): Promise<void>;
  onTaste(): void;
}

export default function SignIn({ client, words, session, onIn, onTaste }: SignInProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [shared, setShared] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onIn(await signIn(client, name.trim(), password), shared);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}));
      setBusy(false);
    }
  };
  const reason = !problem && session.reason ? session.reason : undefined;
  return (
    <SignSheet title={words.word("sign_in.title")} intro={words.word("sign_in.intro")} below={<Below words={words} />}>
      <div className="sign-brand">
        <Brand name="Rapport" />
      </div>
      {reason && (
        <Banner tone="info" icon="clock">
          {words.first([`sign_in.${reason}`, "sign_in.session_ended"])}
        </Banner>
      )}
      {problem && (
        <Banner tone="bad" icon="error">
          <span role="alert">{wrong(words, problem)}</span>
        </Banner>
      )}
      <Form onSubmit={send} label={words.word("sign_in.title")}>
        <TextField label={words.word("sign_in.name")} value={name} onChange={setName} name="username" autoComplete="username" autoFocus />
        <PasswordField
          label={words.word("sign_in.password")}
          value={password}
          onChange={setPassword}
          name="password"
          autoComplete="current-password"
        />
        <CheckField label={words.word("sign_in.shared")} value={shared} onChange={setShared} />
        <div className="sign-send">
          <Button kind="primary" type="submit" busy={busy}>
            {words.word("sign_in.send")}
          </Button>
        </div>
      </Form>
      <p className="small muted">{words.word("sign_in.forgotten")}</p>
      <Choices onTaste={onTaste} words={words} />
    </SignSheet>
  );
}

function Choices({ words, onTaste }: { words: Words; onTaste(): void }) {
  const taste = tasteHere();
  const next = taste.theme === undefined ? "light" : taste.theme === "light" ? "dark" : undefined;
  const choose = (change: typeof taste) => {
    rememberHere({ ...taste, ...change });
    wearTheme({ ...taste, ...change });
    onTaste();
  };
  const other = languageHere(taste) === "zh" ? "en" : "zh";
  return (
    <div className="row end sign-choices">
      <Button kind="quiet" small icon="languages" onPress={() => choose({ language: other })}>
        <span lang={other === "zh" ? "zh-CN" : "en"}>{other === "zh" ? "中文" : "English"}</span>
      </Button>
      <Button
        kind="quiet"
        small
        icon={taste.theme === "dark" ? "dark" : taste.theme === "light" ? "light" : "system"}
        onPress={() => choose({ theme: next })}
      >
        {words.word(`shell.theme_${taste.theme ?? "system"}`)}
      </Button>
    </div>
  );
}

function Below({ words }: { words: Words }) {
  return (
    <p className="row">
      <Icon name="lock" />
      <span>{words.word("sign_in.recorded")}</span>
    </p>
  );
}
