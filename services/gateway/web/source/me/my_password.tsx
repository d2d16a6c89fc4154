// SPDX-License-Identifier: MIT
import { useState } from "react";
import { readSession } from "../base/boot.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { errorText } from "../generic/send.ts";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Form } from "../parts/field/form.tsx";
import { PasswordField } from "../parts/field/password.tsx";
import { toast } from "../parts/toast.tsx";

/// A new password ends all other sessions.
export function MyPassword() {
  const { client, words } = useWorkplace();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await client.ask("gateway_set_password", { current, new: next });
      await readSession(client);
      setCurrent("");
      setNext("");
      toast({ text: words.word("me.password_set"), tone: "good" });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}));
    } finally {
      setBusy(false);
    }
  };
  const at = (name: string) => {
    const found = problem?.errors.find(({ field }) => field === name);
    return found && errorText(words, found);
  };
  return (
    <div className="narrow">
      {problem && !problem.errors.length && (
        <Banner tone="bad" icon="error">
          <span role="alert">{problem.message}</span>
        </Banner>
      )}
      <Form onSubmit={send} label={words.word("me.password")}>
        <PasswordField
          label={words.word("me.password_now")}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          error={at("current")}
        />
        <PasswordField
          label={words.word("me.password_new")}
          value={next}
          onChange={setNext}
          autoComplete="new-password"
          help={words.word("me.password_help")}
          error={at("new")}
        />
        <div>
          <Button type="submit" busy={busy}>
            {words.word("me.password_send")}
          </Button>
        </div>
      </Form>
    </div>
  );
}
