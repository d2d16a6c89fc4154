// SPDX-License-Identifier: MIT
import { type Ref, useState } from "react";
import { NumberField as AriaNumberField, Group, Input } from "react-aria-components";
import { useParts } from "../provider.tsx";
import { decimalsOf, type Money, toMajor, toMinor } from "./amount.ts";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export interface MoneyFieldProps extends FieldProps<Money | null> {
  /** To choose from; one alone is fixed. */
  currencies?: readonly string[];
}

const usual = ["EUR", "USD", "GBP", "CHF", "CNY", "JPY"] as const;

export function MoneyField(props: MoneyFieldProps) {
  const { value, onChange, currencies = usual, readOnly, disabled } = props;
  const { words } = useParts();
  const [wished, setWished] = useState(value?.currency ?? currencies[0] ?? "EUR");
  const currency = value?.currency ?? wished;
  const all = currencies.includes(currency) ? currencies : [currency, ...currencies];
  const choose = (next: string) => {
    setWished(next);
    if (value) onChange({ minor: toMinor(toMajor(value), next), currency: next });
  };
  return (
    <AriaNumberField
      {...states(props)}
      className={fieldClass(props, "field-number")}
      value={value ? toMajor(value) : Number.NaN}
      onChange={(major) => onChange(Number.isNaN(major) ? null : { minor: toMinor(major, currency), currency })}
      isWheelDisabled
      formatOptions={{ minimumFractionDigits: decimalsOf(currency), maximumFractionDigits: decimalsOf(currency) }}
    >
      <FieldLabel {...props} />
      <Group className="box box-unit">
        <Input className="input" ref={props.inputRef as Ref<HTMLInputElement>} />
        {all.length > 1 && !readOnly ? (
          <select
            className="unit unit-choice"
            aria-label={words("parts.currency")}
            value={currency}
            disabled={disabled}
            onChange={(event) => choose(event.target.value)}
          >
            {all.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </select>
        ) : (
          <span className="unit">{currency}</span>
        )}
      </Group>
      <FieldNotes {...props} />
    </AriaNumberField>
  );
}
