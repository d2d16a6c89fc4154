// SPDX-License-Identifier: MIT
import { type Ref, useState } from "react";
import { TextField as AriaTextField, Button, Input } from "react-aria-components";
import { Icon } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface PasswordFieldProps extends FieldProps<string> {
  autoComplete: "current-password" | "new-password" | "one-time-code";
}

/** Pasting and password managers work; the eye shows what was typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { words } = useParts();
  const [shown, setShown] = useState(false);
  const once = props.autoComplete === "one-time-code";
  return (
    <AriaTextField
      {...states(props)}
      className={fieldClass(props)}
      value={props.value}
      onChange={props.onChange}
      type={shown || once ? "text" : "password"}
      inputMode={once ? "numeric" : undefined}
      autoComplete={props.autoComplete}
      spellCheck="false"
    >
      <FieldLabel {...props} />
      <span className="box box-with-end">
        <Input className="input" ref={props.inputRef as Ref<HTMLInputElement>} autoCapitalize="none" />
        {!once && (
          <Button
            className="box-end"
            aria-label={words(shown ? "parts.password.hide" : "parts.password.show")}
            onPress={() => setShown(!shown)}
          >
            <Icon name={shown ? "hidden" : "shown"} />
          </Button>
        )}
      </span>
      <FieldNotes {...props} />
    </AriaTextField>
  );
}
