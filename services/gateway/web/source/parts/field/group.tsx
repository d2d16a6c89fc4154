// SPDX-License-Identifier: MIT
import { type ReactNode, useId } from "react";
import { Banner } from "../banner.tsx";
import { ErrorLine, type FieldProps, fieldClass, LabelText } from "./shell.tsx";

type GroupProps = Omit<FieldProps<unknown>, "value" | "onChange"> & { children: ReactNode; role?: "radiogroup" | "group" };

/** A field of several controls under one name. */
export function FieldGroup({ children, role = "group", ...props }: GroupProps) {
  const { label, help, error, required, changed, name, bare } = props;
  const id = useId();
  const notes = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have a name
    <div
      role={role}
      className={fieldClass(props)}
      data-field={name}
      aria-labelledby={`${id}-label`}
      aria-describedby={notes || undefined}
      aria-invalid={role === "radiogroup" && error ? true : undefined}
      aria-required={role === "radiogroup" ? (required ?? true) : undefined}
    >
      <span className={bare ? "reader" : "field-label"} id={`${id}-label`}>
        <LabelText label={label} required={required} />
      </span>
      {children}
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
