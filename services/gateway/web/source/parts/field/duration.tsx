// SPDX-License-Identifier: MIT
import { type Ref, useEffect, useState } from "react";
import { TextField as AriaTextField, Input } from "react-aria-components";
import { useParts } from "../provider.tsx";
import { minutesOf, minutesText } from "./minutes.ts";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface DurationFieldProps extends FieldProps<number | null> {
  units?: "time" | "days";
}

/** Written as people say it; read when one leaves the field. What cannot be read stays, and says so. */
export function DurationField(props: DurationFieldProps) {
  const { value, onChange, units = "time" } = props;
  const { words, language } = useParts();
  const written = value === null ? "" : minutesText(value, language, units === "days");
  const [text, setText] = useState(written);
  const [unread, setUnread] = useState(false);
  useEffect(() => {
    setText(written);
    setUnread(false);
  }, [written]);
  const leave = () => {
    const minutes = text.trim() ? minutesOf(text) : null;
    setUnread(minutes === undefined);
    if (minutes !== undefined) {
      setText(minutes === null ? "" : minutesText(minutes, language, units === "days"));
      if (minutes !== value) onChange(minutes);
    }
    props.onBlur?.();
  };
  const error = unread ? words("parts.duration.unread") : props.error;
  return (
    <AriaTextField
      {...states({ ...props, error, onBlur: leave })}
      className={fieldClass(props, "field-number")}
      value={text}
      onChange={setText}
      autoComplete="off"
    >
      <FieldLabel {...props} />
      <Input
        className="input"
        ref={props.inputRef as Ref<HTMLInputElement>}
        placeholder={words("parts.duration.example")}
        onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && leave()}
      />
      <FieldNotes {...props} error={error} />
    </AriaTextField>
  );
}
