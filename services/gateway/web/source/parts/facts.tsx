// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { Icon } from "./icon.tsx";
import { names } from "./names.ts";
import { useParts } from "./provider.tsx";

export interface Fact {
  id: string;
  label: string;
  value: ReactNode;
  /** It can be changed in its place. */
  onEdit?: () => void;
  /** Shown instead of the value: the editor. */
  edit?: ReactNode;
  help?: string;
}

/** Names and values. What can be changed says so under the pointer and under the focus. */
export function Facts({ items, wide }: { items: readonly Fact[]; wide?: boolean }) {
  const { words } = useParts();
  return (
    <dl className={names("facts", wide && "facts-wide")}>
      {items.map((fact) => (
        <div key={fact.id} className={names("fact", Boolean(fact.edit) && "fact-open")}>
          <dt title={fact.help}>{fact.label}</dt>
          <dd className={fact.onEdit && !fact.edit ? "fact-editable" : undefined}>
            {fact.edit ?? (
              <>
                <span className="fact-value">{fact.value}</span>
                {fact.onEdit && (
                  <Button className="fact-edit" onPress={fact.onEdit} aria-label={words("parts.edit", { name: fact.label })}>
                    <Icon name="edit" size={14} />
                  </Button>
                )}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
