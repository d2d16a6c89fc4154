// SPDX-License-Identifier: MIT
import { type ReactNode, useId } from "react";
import { Button } from "../button.tsx";
import { useParts } from "../provider.tsx";
import { ErrorLine } from "./shell.tsx";

export interface RecordFieldProps {
  label: string;
  help?: ReactNode;
  error?: ReactNode;
  children?: ReactNode;
  /** It may be empty: takes it away. */
  onClear?: () => void;
  /** It is empty: begins it. */
  onBegin?: () => void;
}

/** A field that is itself a record: its fields under one name, joined by a line at the left. */
export function RecordField({ label, help, error, children, onClear, onBegin }: RecordFieldProps) {
  const { words } = useParts();
  const id = useId();
  return (
    <div role="group" className="field record" aria-labelledby={id}>
      <span className="record-head">
        <span className="field-label" id={id}>
          {label}
        </span>
        {onBegin && (
          <Button small icon="add" onPress={onBegin} label={words("parts.record.begin", { name: label })}>
            {words("parts.add")}
          </Button>
        )}
        {onClear && (
          <Button small kind="quiet" icon="clear" onPress={onClear} label={words("parts.record.clear", { name: label })}>
            {words("parts.clear")}
          </Button>
        )}
      </span>
      {help && <span className="field-help">{help}</span>}
      {error && (
        <span className="field-error">
          <ErrorLine>{error}</ErrorLine>
        </span>
      )}
      {children && <div className="record-body">{children}</div>}
    </div>
  );
}
