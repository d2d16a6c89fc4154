// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import type { Field } from "../base/model.ts";
import { isMoney } from "../base/numbers.ts";
import { helpOf, labelOf } from "../base/present.ts";
import { useName } from "../base/queries.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { CheckField } from "../parts/field/check.tsx";
import { ChoiceField, ManyField } from "../parts/field/choice.tsx";
import { ComboField, ManyComboField } from "../parts/field/combo.tsx";
import { DayField, InstantField } from "../parts/field/day.tsx";
import { ListField } from "../parts/field/list.tsx";
import { MoneyField } from "../parts/field/money.tsx";
import { NumberField } from "../parts/field/number.tsx";
import { PasswordField } from "../parts/field/password.tsx";
import { RecordField } from "../parts/field/record.tsx";
import { LongTextField, TextField } from "../parts/field/text.tsx";
import { TokensField } from "../parts/field/tokens.tsx";
import { finder, optionsOf } from "./filters.ts";

export interface InputProps {
  field: Field;
  value: unknown;
  onChange(value: unknown): void;
  onBlur?(): void;
  error?(path: string): ReactNode;
  path?: string;
  changed?: ReactNode;
  taken?: boolean;
  bare?: boolean;
  autoFocus?: boolean;
}

/// The field for a value of any kind that the schema knows. What is empty is null, or an empty text or list.
export function FieldInput(props: InputProps): ReactNode {
  const workplace = useWorkplace();
  const { field, value, onChange, onBlur, changed, taken, bare, autoFocus } = props;
  const path = props.path ?? field.name;
  const { minimum, maximum, maxLength, maxItems } = field.schema;
  const common = {
    label: labelOf(workplace.words, field),
    help: bare ? undefined : helpOf(workplace.words, field),
    error: props.error?.(path),
    required: field.required,
    name: path,
    onBlur,
    changed,
    taken,
    bare,
    autoFocus,
  };
  const text = typeof value === "string" ? value : "";
  const orNull = value === undefined || value === "" ? null : (value as string | null);
  switch (field.kind) {
    case "text":
    case "email":
      return (
        <TextField
          {...common}
          kind={field.kind === "email" ? "email" : field.schema.format === "uri" ? "url" : "text"}
          value={text}
          onChange={onChange}
          maxLength={maxLength}
        />
      );
    case "long":
      return <LongTextField {...common} value={text} onChange={onChange} maxLength={maxLength} />;
    case "secret":
      return <PasswordField {...common} value={text} onChange={onChange} autoComplete="new-password" />;
    case "number":
    case "integer":
      return (
        <NumberField
          {...common}
          value={typeof value === "number" ? value : null}
          onChange={onChange}
          min={minimum}
          max={maximum}
          decimals={field.kind === "integer" ? 0 : undefined}
          unit={field.ui.unit === "percent" ? "%" : field.ui.unit && workplace.words.word(`unit.${field.ui.unit}`)}
        />
      );
    case "flag":
      return <CheckField {...common} value={value === true} onChange={onChange} />;
    case "day":
      return <DayField {...common} value={orNull} onChange={onChange} />;
    case "instant":
      return <InstantField {...common} value={orNull} onChange={onChange} />;
    case "choice":
      return <ChoiceField {...common} value={orNull} onChange={onChange} options={optionsOf(workplace, field)} />;
    case "ref":
      return <RefInput {...props} common={common} value={orNull} />;
    case "money":
      return <MoneyField {...common} value={isMoney(value) ? value : null} onChange={onChange} />;
    case "list":
      return <ListInput {...props} path={path} common={common} value={Array.isArray(value) ? value : []} most={maxItems} />;
    case "record":
      return <RecordInput {...props} path={path} common={common} value={value} />;
    default:
      return null;
  }
}

type Common = { label: string; help?: ReactNode; error?: ReactNode; required: boolean; name: string };

function RefInput({ field, value, onChange, common }: InputProps & { common: Common; value: string | null }) {
  const workplace = useWorkplace();
  const name = useName(value && field.ref ? { type: field.ref, id: value } : undefined);
  const known = value && name ? { value, label: name.title || name.number || "" } : undefined;
  return <ComboField {...common} value={value} onChange={onChange} find={finder(workplace, field.ref ?? "")} known={known} />;
}

function ListInput({
  field,
  value,
  onChange,
  common,
  path,
  error,
  most,
}: InputProps & { common: Common; value: unknown[]; path: string; most?: number }) {
  const workplace = useWorkplace();
  const item = field.item;
  if (!item) return null;
  if (item.kind === "choice")
    return <ManyField {...common} value={value as string[]} onChange={onChange} options={optionsOf(workplace, item)} />;
  if (item.kind === "ref") return <ManyRefs item={item} value={value as string[]} onChange={onChange} common={common} />;
  if (item.kind === "text" || item.kind === "email") return <TokensField {...common} value={value as string[]} onChange={onChange} />;
  if (item.kind !== "record") return null;
  return (
    <ListField
      {...common}
      value={value as Record<string, unknown>[]}
      onChange={onChange}
      fresh={(): Record<string, unknown> => ({})}
      addLabel={workplace.words.word("form.add")}
      itemLabel={(_, index) => `${common.label} ${index + 1}`}
      max={most}
      row={(each, index, set) => (
        <div className="inner-form">
          {item.fields.map((part) => (
            <FieldInput
              key={part.name}
              field={part}
              value={each[part.name]}
              onChange={(next) => set({ ...each, [part.name]: next })}
              path={`${path}[${index}].${part.name}`}
              error={error}
            />
          ))}
        </div>
      )}
    />
  );
}

function ManyRefs({ item, value, onChange, common }: { item: Field; value: string[]; onChange(value: unknown): void; common: Common }) {
  const workplace = useWorkplace();
  const type = item.ref ?? "";
  const known = value.flatMap((id) => {
    const name = workplace.names.now({ type, id });
    return name ? [{ value: id, label: name.title || name.number || "" }] : [];
  });
  return <ManyComboField {...common} value={value} onChange={onChange} find={finder(workplace, type)} known={known} />;
}

function RecordInput({ field, value, onChange, common, path, error }: InputProps & { common: Common; value: unknown; path: string }) {
  const record = value && typeof value === "object" ? (value as Record<string, unknown>) : undefined;
  const empty = record === undefined;
  return (
    <RecordField
      {...common}
      onBegin={empty && !field.required ? () => onChange({}) : undefined}
      onClear={!empty && !field.required ? () => onChange(null) : undefined}
    >
      {(!empty || field.required) && (
        <div className="inner-form">
          {field.fields.map((part) => (
            <FieldInput
              key={part.name}
              field={part}
              value={record?.[part.name]}
              onChange={(next) => onChange({ ...record, [part.name]: next })}
              path={`${path}.${part.name}`}
              error={error}
            />
          ))}
        </div>
      )}
    </RecordField>
  );
}

/// Takes the width of both columns of a form.
export function isWide(field: Field): boolean {
  return (
    ["long", "record"].includes(field.kind) ||
    (field.kind === "list" && field.item?.kind === "record") ||
    (field.kind === "text" && (field.schema.maxLength ?? 0) > 120)
  );
}

/// What the schema knows and a page has no field for is left to what it was.
export function canAsk(field: Field): boolean {
  if (field.kind === "any" || field.name === "version") return false;
  return field.kind !== "list" || (field.item !== undefined && ["choice", "ref", "text", "email", "record"].includes(field.item.kind));
}
