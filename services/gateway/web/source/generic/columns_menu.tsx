// SPDX-License-Identifier: MIT
import type { Field, Resource } from "../base/model.ts";
import { labelOf } from "../base/present.ts";
import { useWorkplace } from "../base/workplace.tsx";
import { Button } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";

const NOT = new Set(["id", "version", "number", "allowed_moves", "blocked_moves"]);

/// Which columns a list has.
export function ColumnsMenu({ resource, shown, onChange }: { resource: Resource; shown: Field[]; onChange(names: string[]): void }) {
  const { words } = useWorkplace();
  const possible = resource.fields.filter(({ name, kind }) => !NOT.has(name) && !["record", "any", "long"].includes(kind));
  const names = shown.map(({ name }) => name);
  const toggle = (name: string) => onChange(names.includes(name) ? names.filter((each) => each !== name) : [...names, name]);
  return (
    <Menu
      label={words.word("list.columns")}
      trigger={
        <Button kind="quiet" small icon="columns">
          {words.word("list.columns")}
        </Button>
      }
      items={possible.map((field) => ({ id: field.name, label: labelOf(words, field), checked: names.includes(field.name) }))}
      onAction={toggle}
    />
  );
}
