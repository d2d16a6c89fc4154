// SPDX-License-Identifier: MIT
import { useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { DayField } from "./field/day.tsx";
import { type Find, useFound } from "./field/find.ts";
import { type Option, OptionMark } from "./field/option.tsx";
import { TextField } from "./field/text.tsx";
import type { Filter, FilterValue } from "./filter.tsx";
import { Icon } from "./icon.tsx";
import { useParts } from "./provider.tsx";

interface ValuesProps {
  filter: Filter;
  value: FilterValue;
  onChange: (value: FilterValue) => void;
}

function Boxes({
  options,
  chosen,
  onChosen,
  label,
}: {
  options: readonly Option[];
  chosen: readonly string[];
  onChosen: (values: string[]) => void;
  label: string;
}) {
  return (
    <fieldset className="filter-boxes" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className="check-line">
          <input
            type="checkbox"
            className="check"
            checked={chosen.includes(option.value)}
            onChange={(event) => onChosen(event.target.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))}
          />
          <OptionMark option={option} />
          <span className="cut">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

const noFind: Find = async () => [];

/** Chosen ones first, then what is found. */
function Several({ filter, value, onChange }: ValuesProps) {
  const { words } = useParts();
  const [text, setText] = useState("");
  const [met, setMet] = useState<readonly Option[]>([...(filter.known ?? [])]);
  const { options: found, state } = useFound(filter.find ?? noFind, text, filter.kind === "ref");
  const chosen = value.values ?? [];
  const all = filter.kind === "choice" ? (filter.options ?? []) : found;
  const nameOf = (id: string): Option => [...met, ...all].find((option) => option.value === id) ?? { value: id, label: id };
  const matching = all.filter((option) => filter.kind === "ref" || option.label.toLocaleLowerCase().includes(text.toLocaleLowerCase()));
  const options =
    filter.kind === "ref" ? [...chosen.map(nameOf), ...matching.filter((option) => !chosen.includes(option.value))] : matching;
  return (
    <>
      {(filter.kind === "ref" || all.length > 8) && (
        <SearchField
          className="filter-search filter-search-wide"
          aria-label={words("parts.search")}
          value={text}
          onChange={setText}
          autoFocus
        >
          <Icon name="search" size={14} />
          <Input className="filter-input" placeholder={words("parts.search")} />
        </SearchField>
      )}
      <Boxes
        label={filter.label}
        options={options}
        chosen={chosen}
        onChosen={(values) => {
          setMet([...met, ...all.filter((option) => values.includes(option.value))]);
          onChange({ field: filter.field, values });
        }}
      />
      {!options.length && (
        <p className="menu-note">
          {words(state === "busy" ? "parts.combo.busy" : state === "failed" ? "parts.combo.failed" : "parts.combo.nothing")}
        </p>
      )}
    </>
  );
}

function Range({ filter, value, onChange }: ValuesProps) {
  const { words } = useParts();
  const set = (side: "from" | "to", text: string | null) => {
    const ends = { from: value.from, to: value.to, [side]: text || undefined };
    onChange({ field: filter.field, ...(ends.from ? { from: ends.from } : {}), ...(ends.to ? { to: ends.to } : {}) });
  };
  const end = (side: "from" | "to") =>
    filter.kind === "day" ? (
      <DayField
        label={words(`parts.filter.side.${side}`)}
        required={false}
        value={value[side] ?? null}
        onChange={(day) => set(side, day)}
        autoFocus={side === "from"}
      />
    ) : (
      <TextField
        label={words(`parts.filter.side.${side}`)}
        required={false}
        value={value[side] ?? ""}
        onChange={(text) => set(side, text.replace(/[^\d.-]/g, ""))}
        autoFocus={side === "from"}
      />
    );
  return (
    <div className="filter-range">
      {end("from")}
      {end("to")}
    </div>
  );
}

export function FilterValues(props: ValuesProps) {
  const { filter, value, onChange } = props;
  const { words } = useParts();
  if (filter.kind === "day" || filter.kind === "number") return <Range {...props} />;
  if (filter.kind === "choice" || filter.kind === "ref") return <Several {...props} />;
  if (filter.kind === "text") {
    return (
      <TextField
        label={filter.label}
        value={value.values?.[0] ?? ""}
        onChange={(text) => onChange({ field: filter.field, values: text ? [text] : [] })}
        autoFocus
      />
    );
  }
  const options = [
    { value: "true", label: words("parts.yes") },
    { value: "false", label: words("parts.no") },
  ];
  return (
    <Boxes
      label={filter.label}
      options={options}
      chosen={value.values ?? []}
      onChosen={(values) => onChange({ field: filter.field, values: values.slice(-1) })}
    />
  );
}
