// SPDX-License-Identifier: MIT
import { useRef, useState } from "react";
import { Button as AriaButton, Popover as AriaPopover, Button as Clear, Dialog, Input, SearchField } from "react-aria-components";
import { Button, KeyHint } from "./button.tsx";
import type { Find } from "./field/find.ts";
import type { Option } from "./field/option.tsx";
import { FilterValues } from "./filtervalues.tsx";
import { Icon } from "./icon.tsx";
import { Menu } from "./menu.tsx";
import { useParts } from "./provider.tsx";

export interface Filter {
  field: string;
  label: string;
  kind: "choice" | "ref" | "day" | "number" | "flag" | "text";
  options?: readonly Option[];
  find?: Find;
  /** Names of the values chosen. */
  known?: readonly Option[];
}

export interface FilterValue {
  field: string;
  values?: readonly string[];
  from?: string;
  to?: string;
}

export interface FilterLineProps {
  filters: readonly Filter[];
  value: readonly FilterValue[];
  onChange: (value: readonly FilterValue[]) => void;
  search?: string;
  onSearch?: (text: string) => void;
  searchLabel?: string;
}

/** What a chip says: several values by comma, from the third `+2`; a range by its ends. */
export function saidOf(
  filter: Filter,
  value: FilterValue,
  words: (key: string, values?: Record<string, string | number>) => string,
  locale: string,
): string {
  const shown = (text: string) => {
    if (filter.kind === "flag") return words(text === "true" ? "parts.yes" : "parts.no");
    return [...(filter.options ?? []), ...(filter.known ?? [])].find((option) => option.value === text)?.label ?? text;
  };
  const end = (text: string) => {
    if (filter.kind !== "day") return text;
    const day = new Date(`${text.slice(0, 10)}T12:00:00Z`);
    return Number.isNaN(day.getTime()) ? text : new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(day);
  };
  const { values = [], from, to } = value;
  if (values.length) {
    const said = values.slice(0, 2).map(shown).join(words("parts.comma"));
    return values.length > 2 ? `${said} +${values.length - 2}` : said;
  }
  if (from && to) return words("parts.filter.between", { from: end(from), to: end(to) });
  if (from) return words("parts.filter.from", { from: end(from) });
  return to ? words("parts.filter.to", { to: end(to) }) : "…";
}

const isSet = (value: FilterValue) => Boolean(value.values?.length || value.from || value.to);

interface ChipProps {
  filter: Filter;
  value: FilterValue;
  open: boolean;
  onOpen: (open: boolean) => void;
  onValue: (value: FilterValue) => void;
  onRemove: () => void;
}

function Chip({ filter, value, open, onOpen, onValue, onRemove }: ChipProps) {
  const { words, language, locale } = useParts();
  const chip = useRef<HTMLSpanElement>(null);
  const said = saidOf(filter, value, words, language === "zh" ? "zh-CN" : locale);
  return (
    <span className="chip" ref={chip}>
      <AriaButton className="chip-main" onPress={() => onOpen(true)} aria-haspopup="dialog" aria-expanded={open}>
        <span className="chip-key">{filter.label}</span>
        <span>{said}</span>
      </AriaButton>
      <AriaButton className="chip-remove" onPress={onRemove} aria-label={words("parts.remove", { name: filter.label })}>
        <Icon name="clear" size={14} />
      </AriaButton>
      <AriaPopover className="popover" triggerRef={chip} isOpen={open} onOpenChange={onOpen} offset={4} placement="bottom start">
        <Dialog className="popover-body filter-values" aria-label={filter.label}>
          <FilterValues filter={filter} value={value} onChange={onValue} />
          <div className="filter-done">
            <Button small kind="primary" onPress={() => onOpen(false)}>
              {words("parts.done")}
            </Button>
          </div>
        </Dialog>
      </AriaPopover>
    </span>
  );
}

/** Chips of what is filtered; each opens to its values, the last adds one. */
export function FilterLine({ filters, value, onChange, search, onSearch, searchLabel }: FilterLineProps) {
  const { words } = useParts();
  const [open, setOpen] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const shown = fresh && !value.some((one) => one.field === fresh) ? [...value, { field: fresh }] : value;
  const put = (next: FilterValue) => {
    const others = value.filter((one) => one.field !== next.field);
    if (!isSet(next)) return onChange(others);
    const at = value.findIndex((one) => one.field === next.field);
    onChange(at < 0 ? [...value, next] : value.map((one, place) => (place === at ? next : one)));
  };
  const toggle = (field: string, isOpen: boolean) => {
    setOpen(isOpen ? field : null);
    if (!isOpen && fresh === field) setFresh(null);
  };
  const free = filters.filter((filter) => !shown.some((one) => one.field === filter.field));
  return (
    <div className="filter-line" role="group" aria-label={words("parts.filter")}>
      {onSearch && (
        <SearchField className="filter-search" aria-label={searchLabel ?? words("parts.search")} value={search ?? ""} onChange={onSearch}>
          <Icon name="search" size={14} />
          <Input className="filter-input" placeholder={searchLabel ?? words("parts.search")} data-list-search="true" />
          <Clear className="chip-remove" aria-label={words("parts.clear")}>
            <Icon name="clear" size={14} />
          </Clear>
        </SearchField>
      )}
      {shown.map((one) => {
        const filter = filters.find((known) => known.field === one.field);
        if (!filter) return null;
        return (
          <Chip
            key={one.field}
            filter={filter}
            value={one}
            open={open === one.field}
            onOpen={(isOpen) => toggle(one.field, isOpen)}
            onValue={put}
            onRemove={() => {
              setFresh(null);
              onChange(value.filter((kept) => kept.field !== one.field));
            }}
          />
        );
      })}
      {free.length > 0 && (
        <Menu
          label={words("parts.filter.add")}
          trigger={
            <AriaButton className="chip-add" data-list-filter="true">
              <Icon name="add" size={14} />
              {words("parts.filter.one")}
              <span aria-hidden="true">
                <KeyHint keys="f" />
              </span>
            </AriaButton>
          }
          items={free.map((filter) => ({ id: filter.field, label: filter.label }))}
          onAction={(field) => {
            setFresh(field);
            // The menu gives its focus back first, then the values take it.
            setTimeout(() => setOpen(field), 0);
          }}
        />
      )}
      {value.length > 1 && (
        <Button kind="quiet" small onPress={() => onChange([])}>
          {words("parts.filter.clear")}
        </Button>
      )}
    </div>
  );
}
