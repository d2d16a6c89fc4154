// SPDX-License-Identifier: MIT
import type { ReactNode, Ref } from "react";
import { FieldError, Label, Text } from "react-aria-components";
import { Banner } from "../banner.tsx";
import { Icon } from "../icon.tsx";
import { names } from "../names.ts";
import { useParts } from "../provider.tsx";

/** What every field takes. */
export interface FieldProps<T> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  onBlur?: () => void;
  name?: string;
  help?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  readOnly?: boolean;
  disabled?: boolean;
  /** What a colleague did to it meanwhile. */
  changed?: ReactNode;
  /** It was just taken over: lit for two seconds. */
  taken?: boolean;
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
  id?: string;
  /** The label is for readers only. */
  bare?: boolean;
}

type Around = Pick<FieldProps<unknown>, "label" | "help" | "error" | "required" | "changed" | "bare">;

export function LabelText({ label, required = true }: Pick<Around, "label" | "required">) {
  const { words } = useParts();
  return (
    <>
      {label}
      {!required && <span className="field-optional"> {words("parts.optional")}</span>}
    </>
  );
}

export function FieldLabel({ label, required, bare }: Pick<Around, "label" | "required" | "bare">) {
  return (
    <Label className={bare ? "reader" : "field-label"}>
      <LabelText label={label} required={required} />
    </Label>
  );
}

export function ErrorLine({ children }: { children: ReactNode }) {
  return (
    <>
      <Icon name="error" size={14} />
      <span>{children}</span>
    </>
  );
}

/** Under the control: help, then what is wrong, then what a colleague did. */
export function FieldNotes({ help, error, changed }: Pick<Around, "help" | "error" | "changed">) {
  return (
    <>
      {help && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      {error && (
        <FieldError className="field-error">
          <ErrorLine>{error}</ErrorLine>
        </FieldError>
      )}
      {changed && <Banner tone="info">{changed}</Banner>}
    </>
  );
}

export function fieldClass(props: Pick<FieldProps<unknown>, "taken">, ...more: (string | false | undefined)[]): string {
  return names("field", props.taken && "field-taken", ...more);
}

/** The states that React Aria's fields share. */
export function states(props: Omit<FieldProps<unknown>, "value" | "onChange">) {
  return {
    name: props.name,
    id: props.id,
    isRequired: props.required ?? true,
    isReadOnly: props.readOnly,
    isDisabled: props.disabled,
    isInvalid: Boolean(props.error),
    autoFocus: props.autoFocus,
    onBlur: props.onBlur,
    validationBehavior: "aria" as const,
    "data-field": props.name,
  };
}
