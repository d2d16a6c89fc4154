// SPDX-License-Identifier: MIT
import { ListBoxItem, Text } from "react-aria-components";
import { Icon, type IconName } from "../icon.tsx";
import type { Tone } from "../names.ts";
import { Shape, type StateShape } from "../state.tsx";

export interface Option {
  value: string;
  label: string;
  help?: string;
  icon?: IconName;
  shape?: StateShape;
  tone?: Tone;
}

export function OptionMark({ option }: { option: Option }) {
  if (option.shape) return <Shape shape={option.shape} tone={option.tone} />;
  return option.icon ? <Icon name={option.icon} /> : null;
}

export function optionItem(option: Option) {
  return (
    <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="menu-item option">
      {({ isSelected }) => (
        <>
          <OptionMark option={option} />
          <span className="menu-text">
            <Text slot="label">{option.label}</Text>
            {option.help && (
              <Text slot="description" className="menu-help">
                {option.help}
              </Text>
            )}
          </span>
          {isSelected && <Icon name="check" />}
        </>
      )}
    </ListBoxItem>
  );
}
