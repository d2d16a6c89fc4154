// SPDX-License-Identifier: MIT
import { type Ref, useEffect, useRef, useState } from "react";
import { Button, ComboBox, Group, Input, ListBox, Popover } from "react-aria-components";
import { Icon, type IconName } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { type Find, useFound } from "./find.ts";
import { type Option, optionItem } from "./option.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";
import { Tokens } from "./tokens.tsx";

const create = "\u0001";

export interface ComboFieldProps extends FieldProps<string | null> {
  find: Find;
  /** The name of the value. */
  known?: Option;
  icon?: IconName;
  onCreate?: (text: string) => void;
}

interface BoxProps extends Omit<FieldProps<unknown>, "value" | "onChange"> {
  find: Find;
  icon?: IconName;
  chosen: string | null;
  text: string;
  onText: (text: string) => void;
  onChoose: (option: Option | null) => void;
  onCreate?: (text: string) => void;
  onLeave?: () => void;
  before?: React.ReactNode;
}

function Box(props: BoxProps) {
  const { find, icon = "search", chosen, text, onText, onChoose, onCreate, before } = props;
  const { words } = useParts();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const { options, state } = useFound(find, typed ? text : "", open);
  const items =
    onCreate && typed && text.trim()
      ? [...options, { value: create, label: words("parts.combo.create", { text: text.trim() }), icon: "add" as const }]
      : options;
  const choose = (key: string | number | null) => {
    setTyped(false);
    if (key === create) return onCreate?.(text.trim());
    const option = options.find((one) => one.value === key);
    if (option) onChoose(option);
    else if (key === null && !text) onChoose(null);
  };
  const note = state === "failed" ? "parts.combo.failed" : state === "busy" ? "parts.combo.busy" : "parts.combo.nothing";
  return (
    <ComboBox
      {...states({
        ...props,
        onBlur: () => {
          setTyped(false);
          props.onLeave?.();
          props.onBlur?.();
        },
      })}
      className={fieldClass(props)}
      items={items.map((option) => ({ ...option, id: option.value }))}
      inputValue={text}
      onInputChange={(next) => {
        setTyped(true);
        onText(next);
      }}
      selectedKey={chosen}
      onSelectionChange={choose}
      onOpenChange={setOpen}
      allowsEmptyCollection
      allowsCustomValue
      menuTrigger="focus"
    >
      <FieldLabel {...props} />
      {before}
      <Group className="box box-combo">
        <Icon name={icon} />
        <Input className="input" ref={props.inputRef as Ref<HTMLInputElement>} placeholder={words("parts.combo.search")} />
        <Button className="box-end">
          <Icon name="down" />
        </Button>
      </Group>
      <Popover className="popover menu-popover" offset={4}>
        <ListBox className="menu" renderEmptyState={() => <p className="menu-note">{words(note)}</p>}>
          {optionItem}
        </ListBox>
      </Popover>
      <FieldNotes {...props} />
    </ComboBox>
  );
}

/** One of many, found by typing. What was typed and not chosen goes back to what was. */
export function ComboField(props: ComboFieldProps) {
  const { value, onChange, known } = props;
  const [chosen, setChosen] = useState(known);
  const shown = chosen && chosen.value === value ? chosen : known && known.value === value ? known : undefined;
  const name = value === null ? "" : (shown?.label ?? value);
  const [text, setText] = useState(name);
  const at = useRef(name);
  useEffect(() => {
    if (at.current !== name) setText(name);
    at.current = name;
  }, [name]);
  return (
    <Box
      {...props}
      chosen={value}
      text={text}
      onText={setText}
      onChoose={(option) => {
        setChosen(option ?? undefined);
        setText(option?.label ?? "");
        onChange(option?.value ?? null);
      }}
      onLeave={() => {
        if (!text && value !== null && props.required === false) onChange(null);
        else setText(name);
      }}
    />
  );
}

export interface ManyComboFieldProps extends FieldProps<string[]> {
  find: Find;
  known?: readonly Option[];
  icon?: IconName;
}

export function ManyComboField(props: ManyComboFieldProps) {
  const { value, onChange, known = [], find } = props;
  const [met, setMet] = useState<readonly Option[]>([]);
  const [text, setText] = useState("");
  const nameOf = (id: string) => [...known, ...met].find((option) => option.value === id)?.label ?? id;
  const others: Find = async (asked, signal) => (await find(asked, signal)).filter((option) => !value.includes(option.value));
  return (
    <Box
      {...props}
      find={others}
      chosen={null}
      text={text}
      onText={setText}
      onChoose={(option) => {
        setText("");
        if (!option) return;
        setMet([...met, option]);
        onChange([...value, option.value]);
      }}
      onLeave={() => setText("")}
      before={
        <Tokens
          label={props.label}
          items={value.map((id) => ({ id, label: nameOf(id) }))}
          onRemove={(id) => onChange(value.filter((kept) => kept !== id))}
        />
      }
    />
  );
}
