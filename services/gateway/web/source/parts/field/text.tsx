// SPDX-License-Identifier: MIT
import { type Ref, useEffect, useRef } from "react";
import { TextField as AriaTextField, Input, TextArea } from "react-aria-components";
import { Icon, type IconName } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface TextFieldProps extends FieldProps<string> {
  kind?: "text" | "email" | "tel" | "url" | "search";
  maxLength?: number;
  placeholder?: string;
  icon?: IconName;
  autoComplete?: string;
  lang?: string;
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, kind = "text", maxLength, placeholder, icon, autoComplete = "off", lang } = props;
  return (
    <AriaTextField
      {...states(props)}
      className={fieldClass(props)}
      value={value}
      onChange={onChange}
      type={kind}
      maxLength={maxLength}
      autoComplete={autoComplete}
    >
      <FieldLabel {...props} />
      <span className={icon ? "box box-with-icon" : "box-plain"}>
        {icon && <Icon name={icon} />}
        <Input className="input" ref={props.inputRef as Ref<HTMLInputElement>} placeholder={placeholder} lang={lang} dir="auto" />
      </span>
      <FieldNotes {...props} />
    </AriaTextField>
  );
}

export interface LongTextFieldProps extends FieldProps<string> {
  maxLength?: number;
  rows?: number;
  lang?: string;
}

/** Grows with its text to twenty lines; tells how much is left once four fifths are written. */
export function LongTextField(props: LongTextFieldProps) {
  const { value, onChange, maxLength, rows = 3, lang } = props;
  const { words } = useParts();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const near = maxLength !== undefined && value.length > maxLength * 0.8;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const box = area.current;
    if (!box || CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 420)}px`;
  }, [value]);
  const take = (box: HTMLTextAreaElement | null) => {
    area.current = box;
    const { inputRef } = props;
    if (typeof inputRef === "function") inputRef(box as never);
    else if (inputRef) inputRef.current = box as never;
  };
  return (
    <AriaTextField {...states(props)} className={fieldClass(props)} value={value} onChange={onChange} maxLength={maxLength}>
      <FieldLabel {...props} />
      <TextArea className="input input-long" ref={take} rows={rows} lang={lang} dir="auto" />
      {near && <span className="field-help field-left">{words("parts.left", { count: maxLength - value.length })}</span>}
      <FieldNotes {...props} />
    </AriaTextField>
  );
}
