// SPDX-License-Identifier: MIT
import { Button } from "../button.tsx";
import type { IconName } from "../icon.tsx";
import { usePhone } from "../media.ts";
import { Menu, Popover } from "../menu.tsx";
import { useParts } from "../provider.tsx";

export interface BulkBarProps {
  count: number;
  total?: number;
  onAll?: () => void;
  onClear: () => void;
  actions: readonly { id: string; label: string; icon?: IconName }[];
  onAction: (id: string) => void;
  progress?: { done: number; of: number; refused: readonly { id: string; label: string; reason: string }[] };
}

function Progress({ progress }: { progress: NonNullable<BulkBarProps["progress"]> }) {
  const { words } = useParts();
  const { done, of, refused } = progress;
  return (
    <>
      <progress className="bulk-progress" value={done} max={of} aria-label={words("parts.bulk.progress", { done, of })} />
      <span>{words("parts.bulk.progress", { done, of })}</span>
      {refused.length > 0 && (
        <Popover
          label={words("parts.bulk.refused", { count: refused.length })}
          trigger={
            <Button kind="quiet" expands>
              {words("parts.bulk.refused", { count: refused.length })}
            </Button>
          }
        >
          <ul className="bulk-refused">
            {refused.map((one) => (
              <li key={one.id}>
                <b>{one.label}</b> {one.reason}
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </>
  );
}

const everything = "\u0000all";

/** What can be done with the chosen rows; then how far it is, and what was refused and why. */
export function BulkBar({ count, total, onAll, onClear, actions, onAction, progress }: BulkBarProps) {
  const { words } = useParts();
  const phone = usePhone();
  const shown = phone ? 1 : 4;
  if (!count && !progress) return null;
  const all = onAll && total !== undefined && total > count && !progress;
  const rest = [...actions.slice(shown), ...(all && phone ? [{ id: everything, label: words("parts.bulk.all", { total }) }] : [])];
  return (
    <div className="bulk" role="region" aria-label={words("parts.bulk")}>
      <b className="bulk-count">{words("parts.bulk.count", { count })}</b>
      <span className="bulk-rule" />
      {progress ? (
        <Progress progress={progress} />
      ) : (
        <>
          {actions.slice(0, shown).map((action) => (
            <Button key={action.id} kind="quiet" icon={action.icon} onPress={() => onAction(action.id)}>
              {action.label}
            </Button>
          ))}
          {rest.length > 0 && (
            <Menu
              trigger={<Button kind="quiet" icon="more" label={words("parts.bulk.more")} />}
              label={words("parts.bulk.more")}
              items={rest}
              onAction={(id) => (id === everything ? onAll?.() : onAction(id))}
            />
          )}
        </>
      )}
      <span className="end" />
      {all && !phone && (
        <Button kind="quiet" onPress={onAll}>
          {words("parts.bulk.all", { total })}
        </Button>
      )}
      <Button kind="quiet" icon="clear" label={words("parts.bulk.clear")} onPress={onClear} />
    </div>
  );
}
