// SPDX-License-Identifier: MIT
import { type Ref, useState } from "react";
import { TextField as AriaTextField, Input } from "react-aria-components";
import { Icon } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface TokensProps {
  label: string;
  items: readonly { id: string; label: string }[];
  onRemove: (id: string) => void;
}

/** Chosen things as a row of small pieces, each with its own cross. */
export function Tokens({ label, items, onRemove }: TokensProps) {
  const { words } = useParts();
  if (!items.length) return null;
  return (
    <ul className="tokens" aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className="token">
          <span>{item.label}</span>
          <button
            type="button"
            className="token-remove"
            aria-label={words("parts.remove", { name: item.label })}
            onClick={() => onRemove(item.id)}
          >
            <Icon name="clear" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Free texts: Enter or a comma ends one, Backspace in an empty box takes the last away. */
export function TokensField(props: FieldProps<string[]>) {
  const { value, onChange } = props;
  const { words } = useParts();
  const [text, setText] = useState("");
  const add = (typed: string) => {
    const fresh = typed
      .split(/[,，\n]/)
      .map((one) => one.trim())
      .filter((one) => one && !value.includes(one));
    if (fresh.length) onChange([...value, ...new Set(fresh)]);
    setText("");
  };
  return (
    <AriaTextField
      {...states({
        ...props,
        onBlur: () => {
          add(text);
          props.onBlur?.();
        },
      })}
      className={fieldClass(props)}
      value={text}
      onChange={(typed) => (/[,，]/.test(typed) ? add(typed) : setText(typed))}
      autoComplete="off"
    >
      <FieldLabel {...props} />
      <Tokens
        label={props.label}
        items={value.map((one) => ({ id: one, label: one }))}
        onRemove={(one) => onChange(value.filter((kept) => kept !== one))}
      />
      <Input
        className="input"
        ref={props.inputRef as Ref<HTMLInputElement>}
        placeholder={words("parts.tokens.add")}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && text.trim()) {
            event.preventDefault();
            add(text);
          } else if (event.key === "Backspace" && !text && value.length) onChange(value.slice(0, -1));
        }}
      />
      <FieldNotes {...props} />
    </AriaTextField>
  );
}
