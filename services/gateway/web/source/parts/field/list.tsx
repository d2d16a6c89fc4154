// SPDX-License-Identifier: MIT
import { type ReactNode, useRef } from "react";
import { announce } from "../announce.ts";
import { Button } from "../button.tsx";
import { useParts } from "../provider.tsx";
import { FieldGroup } from "./group.tsx";
import type { FieldProps } from "./shell.tsx";

export interface ListFieldProps<T> extends FieldProps<readonly T[]> {
  row: (item: T, index: number, set: (item: T) => void) => ReactNode;
  fresh: () => T;
  addLabel: string;
  itemLabel: (item: T, index: number) => string;
  max?: number;
}

/** Rows that one adds, takes away and moves up and down by buttons; where each went is said. */
export function ListField<T>(props: ListFieldProps<T>) {
  const { value, onChange, row, fresh, addLabel, itemLabel, max = Number.POSITIVE_INFINITY, readOnly, disabled } = props;
  const { words } = useParts();
  const list = useRef<HTMLOListElement>(null);
  const ids = useRef<number[]>([]);
  const next = useRef(0);
  while (ids.current.length < value.length) ids.current.push(next.current++);
  ids.current.length = value.length;
  const move = (from: number, to: number) => {
    const items = [...value];
    const [item] = items.splice(from, 1);
    const [id] = ids.current.splice(from, 1);
    if (item === undefined || id === undefined) return;
    items.splice(to, 0, item);
    ids.current.splice(to, 0, id);
    onChange(items);
    announce(words("parts.list.moved", { name: itemLabel(item, from), place: to + 1, of: items.length }));
  };
  const remove = (index: number) => {
    ids.current.splice(index, 1);
    onChange(value.filter((_, at) => at !== index));
    requestAnimationFrame(() => {
      const rows = list.current?.children;
      const near = rows?.[Math.min(index, rows.length - 1)] ?? list.current?.parentElement;
      near?.querySelector<HTMLElement>("input, textarea, button")?.focus();
    });
  };
  const add = () => {
    onChange([...value, fresh()]);
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector<HTMLElement>("input, textarea, button")?.focus());
  };
  const locked = readOnly || disabled;
  return (
    <FieldGroup {...props}>
      <ol className="list-rows" ref={list}>
        {value.map((item, index) => {
          const name = itemLabel(item, index);
          return (
            <li key={ids.current[index]} className="list-row">
              <div className="grow">
                {row(item, index, (changed) => onChange(value.map((kept, at) => (at === index ? changed : kept))))}
              </div>
              {!locked && (
                <span className="list-tools">
                  <Button
                    kind="quiet"
                    small
                    icon="up"
                    label={words("parts.list.up", { name })}
                    disabled={index === 0}
                    onPress={() => move(index, index - 1)}
                  />
                  <Button
                    kind="quiet"
                    small
                    icon="down"
                    label={words("parts.list.down", { name })}
                    disabled={index === value.length - 1}
                    onPress={() => move(index, index + 1)}
                  />
                  <Button kind="quiet" small icon="clear" label={words("parts.remove", { name })} onPress={() => remove(index)} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {!locked && value.length < max && (
        <div>
          <Button small icon="add" onPress={add}>
            {addLabel}
          </Button>
        </div>
      )}
    </FieldGroup>
  );
}
