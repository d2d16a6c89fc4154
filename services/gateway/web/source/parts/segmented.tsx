// SPDX-License-Identifier: MIT
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { Icon, type IconName } from "./icon.tsx";

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  items: readonly { value: T; label: string; icon?: IconName }[];
}

export function Segmented<T extends string>({ label, value, onChange, items }: SegmentedProps<T>) {
  return (
    <ToggleButtonGroup
      className="segmented"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = items.find((item) => keys.has(item.value));
        if (chosen) onChange(chosen.value);
      }}
    >
      {items.map((item) => (
        <ToggleButton key={item.value} id={item.value} className="segment">
          {item.icon && <Icon name={item.icon} />}
          {item.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
