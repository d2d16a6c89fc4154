// SPDX-License-Identifier: MIT
import { useState } from "react";
import { signIn } from "../base/boot.ts";
import { Problem } from "../base/problem.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Banner } from "../parts/banner.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Form } from "../parts/field/form.tsx";
import { PasswordField } from "../parts/field/password.tsx";
import { wrong } from "./sign_in_wrong.ts";

/// The session is over: the password is asked for over the page, on which nothing is unloaded.
export default function SignInAgain({ onIn }: { onIn(): void }) {
  const { client, words, session } = useWorkplace();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async () => {
    setBusy(true);
    try {
      const now = await signIn(client, session.user?.name ?? "", password);
      if (now.user?.id !== session.user?.id) window.location.reload();
      onIn();
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(0, {}));
      setBusy(false);
    }
  };
  const leave = () => window.location.assign("/");
  const foot = (
    <>
      <Button onPress={leave}>{words.word("sign_in.another")}</Button>
      <Button kind="primary" type="submit" form="again" busy={busy}>
        {words.word("sign_in.send")}
      </Button>
    </>
  );
  return (
    <Dialog
      title={words.word("sign_in.again")}
      intro={words.word("sign_in.again_help", { name: session.user?.full_name ?? session.user?.name ?? "" })}
      isOpen
      onClose={() => undefined}
      size="ask"
      top
      fixed
      foot={foot}
    >
      {problem && (
        <Banner tone="bad" icon="error">
          <span role="alert">{wrong(words, problem)}</span>
        </Banner>
      )}
      <Form onSubmit={send} id="again">
        <PasswordField
          label={words.word("sign_in.password")}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
