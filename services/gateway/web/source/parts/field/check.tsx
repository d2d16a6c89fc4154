// SPDX-License-Identifier: MIT
import { type ReactNode, useId } from "react";
import { Banner } from "../banner.tsx";
import { ErrorLine, type FieldProps, fieldClass, LabelText } from "./shell.tsx";

export interface CheckFieldProps extends FieldProps<boolean> {
  children?: ReactNode;
}

/** The box with its tick: also in rows and heads of lists, where `mixed` is a dash. */
export function Check(props: {
  label: string;
  checked: boolean;
  mixed?: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  tabIndex?: number;
}) {
  return (
    <input
      type="checkbox"
      className="check"
      aria-label={props.label}
      checked={props.checked}
      disabled={props.disabled}
      tabIndex={props.tabIndex}
      ref={(box) => {
        if (box) box.indeterminate = Boolean(props.mixed);
      }}
      onChange={(event) => props.onChange(event.target.checked)}
    />
  );
}

export function CheckField(props: CheckFieldProps) {
  const { label, value, onChange, help, error, required, children, readOnly, disabled, name, changed } = props;
  const id = useId();
  const notes = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={fieldClass(props)} data-field={name}>
      <label className="check-line">
        <input
          type="checkbox"
          className="check"
          name={name}
          checked={value}
          disabled={disabled || readOnly}
          aria-invalid={error ? true : undefined}
          aria-describedby={notes || undefined}
          onChange={(event) => onChange(event.target.checked)}
          onBlur={props.onBlur}
          ref={props.inputRef}
        />
        <span>{children ?? <LabelText label={label} required={required ?? true} />}</span>
      </label>
      {help && (
        <span className="field-help" id={`${id}-help`}>
          {help}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          <ErrorLine>{error}</ErrorLine>
        </span>
      )}
      {changed && <Banner tone="info">{changed}</Banner>}
    </div>
  );
}
