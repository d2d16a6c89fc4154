// SPDX-License-Identifier: MIT
import type { Ref } from "react";
import { NumberField as AriaNumberField, Group, Input } from "react-aria-components";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface NumberFieldProps extends FieldProps<number | null> {
  unit?: string;
  min?: number;
  max?: number;
  decimals?: number;
}

export function NumberField(props: NumberFieldProps) {
  const { value, onChange, unit, min, max, decimals = 0 } = props;
  return (
    <AriaNumberField
      {...states(props)}
      className={fieldClass(props, "field-number")}
      value={value ?? Number.NaN}
      onChange={(typed) => onChange(Number.isNaN(typed) ? null : typed)}
      minValue={min}
      maxValue={max}
      isWheelDisabled
      formatOptions={{ maximumFractionDigits: decimals }}
    >
      <FieldLabel {...props} />
      <Group className="box box-unit">
        <Input className="input" ref={props.inputRef as Ref<HTMLInputElement>} />
        {unit && (
          <span className="unit" aria-hidden="true">
            {unit}
          </span>
        )}
      </Group>
      {unit && <span className="reader">{unit}</span>}
      <FieldNotes {...props} />
    </AriaNumberField>
  );
}
