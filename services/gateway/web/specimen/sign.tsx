// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Banner } from "../source/parts/banner.tsx";
import { Button } from "../source/parts/button.tsx";
import { CheckField } from "../source/parts/field/check.tsx";
import { Form } from "../source/parts/field/form.tsx";
import { PasswordField } from "../source/parts/field/password.tsx";
import { TextField } from "../source/parts/field/text.tsx";
import { Brand } from "../source/parts/frame.tsx";
import { SignSheet } from "../source/parts/sheet.tsx";
import { t } from "./words.ts";

export function Sign() {
  const [name, setName] = useState("a.braun");
  const [password, setPassword] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <SignSheet
      title={t("Sign in", "登录")}
      intro={<Brand name="Rapport" href="#controls" />}
      below={t("Forgotten? An administrator sets a new one.", "忘记了？请管理员重设。")}
    >
      <Banner tone="bad" title={t("Name or password is wrong.", "用户名或密码有误。")}>
        {t("After 2 more you wait 5 minutes.", "再错 2 次须等 5 分钟。")}
      </Banner>
      <Form onSubmit={() => undefined} label={t("Sign in", "登录")}>
        <TextField label={t("Name", "用户名")} name="name" value={name} onChange={setName} autoComplete="username" />
        <PasswordField
          label={t("Password", "密码")}
          name="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <CheckField
          label={t("A shared computer", "共用电脑")}
          value={shared}
          onChange={setShared}
          help={t("Nothing stays on this device.", "此设备上不留任何内容。")}
        />
        <Button kind="primary" type="submit">
          {t("Sign in", "登录")}
        </Button>
      </Form>
    </SignSheet>
  );
}
