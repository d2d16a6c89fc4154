// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useParts } from "./provider.tsx";

export interface Change {
  id: string;
  when: string;
  instant: string;
  who: ReactNode;
  what: readonly { field: string; before: ReactNode; after: ReactNode }[];
  /** The move that did it, as people call it. */
  move?: ReactNode;
  why?: ReactNode;
}

export interface HistoryProps {
  label: string;
  entries: readonly Change[];
  onMore?: () => void;
  busy?: boolean;
  onAsOf?: (instant: string) => void;
}

/** Who changed what from which to which, when and why: newest first. */
export function History({ label, entries, onMore, busy, onAsOf }: HistoryProps) {
  const { words } = useParts();
  return (
    <div className="history" aria-busy={busy}>
      <ol aria-label={label}>
        {entries.map((entry) => (
          <li key={entry.id} className="change">
            <div className="change-head">
              <time dateTime={entry.instant}>{entry.when}</time>
              <span className="change-who">{entry.who}</span>
              {entry.move && <span className="change-move">{entry.move}</span>}
              {onAsOf && (
                <Button
                  kind="quiet"
                  small
                  icon="history"
                  onPress={() => onAsOf(entry.instant)}
                  label={words("parts.asof", { when: entry.when })}
                />
              )}
            </div>
            {entry.what.length > 0 && (
              <dl className="change-what">
                {entry.what.map((one) => (
                  <div key={one.field}>
                    <dt>{one.field}</dt>
                    <dd>
                      <span className="reader">{words("parts.before")} </span>
                      <span className="change-before">{one.before}</span>
                      <span className="change-arrow" aria-hidden="true">
                        →
                      </span>
                      <span className="reader">{words("parts.after")} </span>
                      <span>{one.after}</span>
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {entry.why && <p className="change-why">{entry.why}</p>}
          </li>
        ))}
      </ol>
      {onMore && (
        <Button small onPress={onMore} busy={busy}>
          {words("parts.older")}
        </Button>
      )}
    </div>
  );
}
