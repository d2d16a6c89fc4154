// SPDX-License-Identifier: MIT
import { useId } from "react";
import { Select as AriaSelect, Button, ListBox, Popover, SelectValue } from "react-aria-components";
import { Icon } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { ManyComboField } from "./combo.tsx";
import { FieldGroup } from "./group.tsx";
import { type Option, OptionMark, optionItem } from "./option.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

export type { Option } from "./option.tsx";

export interface ChoiceFieldProps extends FieldProps<string | null> {
  options: readonly Option[];
}

const none = "\u0000";

/** Up to five choices stand open; more are behind a button. */
export function ChoiceField(props: ChoiceFieldProps) {
  return props.options.length <= 5 && !props.bare ? <RadioField {...props} /> : <SelectField {...props} />;
}

/** A value that the options lack, as a newer service may send, is shown as it is and kept. */
function withValue(options: readonly Option[], value: string | null): readonly Option[] {
  if (value === null || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: value }];
}

export function SelectField(props: ChoiceFieldProps) {
  const { value, onChange, required = true } = props;
  const { words } = useParts();
  const options = withValue(props.options, value);
  const chosen = options.find((option) => option.value === value);
  const all = required ? options : [{ value: none, label: words("parts.none") }, ...options];
  return (
    <AriaSelect
      {...states(props)}
      className={fieldClass(props)}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key === none || key === null ? null : String(key))}
      placeholder={words("parts.choose")}
    >
      <FieldLabel {...props} />
      <Button className="box box-select">
        {chosen && <OptionMark option={chosen} />}
        <SelectValue className="select-value">{({ defaultChildren }) => (chosen ? chosen.label : defaultChildren)}</SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="popover menu-popover" offset={4}>
        <ListBox className="menu" items={all.map((option) => ({ ...option, id: option.value }))}>
          {optionItem}
        </ListBox>
      </Popover>
      <FieldNotes {...props} />
    </AriaSelect>
  );
}

export function RadioField(props: ChoiceFieldProps) {
  const { value, onChange, required = true, readOnly, disabled } = props;
  const { words } = useParts();
  const group = useId();
  const options = withValue(props.options, value);
  const all: readonly Option[] = required ? options : [...options, { value: none, label: words("parts.none") }];
  return (
    <FieldGroup {...props} role="radiogroup">
      <div className="radios">
        {all.map((option) => (
          <label key={option.value} className="check-line">
            <input
              type="radio"
              className="radio"
              name={`${group}-${props.name ?? ""}`}
              checked={option.value === (value ?? none)}
              disabled={disabled || readOnly}
              onChange={() => onChange(option.value === none ? null : option.value)}
              onBlur={props.onBlur}
            />
            <OptionMark option={option} />
            <span>
              {option.label}
              {option.help && <span className="field-help"> {option.help}</span>}
            </span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

export interface ManyFieldProps extends FieldProps<string[]> {
  options: readonly Option[];
}

/** Several of a few: boxes up to eight, tokens with search above. */
export function ManyField(props: ManyFieldProps) {
  const { value, onChange, options, readOnly, disabled } = props;
  if (options.length > 8) {
    const find = async (text: string) => options.filter((option) => option.label.toLocaleLowerCase().includes(text.toLocaleLowerCase()));
    return <ManyComboField {...props} find={find} known={options} />;
  }
  const toggle = (one: string, on: boolean) => onChange(on ? [...value, one] : value.filter((kept) => kept !== one));
  return (
    <FieldGroup {...props}>
      <div className="radios">
        {options.map((option) => (
          <label key={option.value} className="check-line">
            <input
              type="checkbox"
              className="check"
              checked={value.includes(option.value)}
              disabled={disabled || readOnly}
              onChange={(event) => toggle(option.value, event.target.checked)}
              onBlur={props.onBlur}
            />
            <OptionMark option={option} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}
