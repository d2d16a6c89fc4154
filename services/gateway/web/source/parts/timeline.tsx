// SPDX-License-Identifier: MIT
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { NewPill } from "./pill.tsx";
import { useParts } from "./provider.tsx";
import { Tag } from "./tag.tsx";

export interface Entry {
  id: string;
  /** As shown: `09:12`. */
  at: string;
  instant: string;
  icon: IconName;
  sentence: ReactNode;
  tag?: string;
  quote?: ReactNode;
  /** Unfolds. */
  details?: ReactNode;
}

export interface TimelineProps {
  label: string;
  days: readonly { day: string; title: string; entries: readonly Entry[] }[];
  fresh?: number;
  onFresh?: () => void;
  onMore?: () => void;
  busy?: boolean;
}

function Line({ entry }: { entry: Entry }) {
  const { words } = useParts();
  const [open, setOpen] = useState(false);
  return (
    <li className="entry">
      <time className="entry-time" dateTime={entry.instant}>
        {entry.at}
      </time>
      <span className="entry-icon">
        <Icon name={entry.icon} size={14} />
      </span>
      <div className="entry-body">
        <span>{entry.sentence}</span>
        {entry.details && (
          <button type="button" className="text-button entry-more" aria-expanded={open} onClick={() => setOpen(!open)}>
            {words(open ? "parts.less" : "parts.details")}
          </button>
        )}
        {entry.quote && <blockquote>{entry.quote}</blockquote>}
        {open && <div className="entry-details">{entry.details}</div>}
      </div>
      {entry.tag && <Tag>{entry.tag}</Tag>}
    </li>
  );
}

export function Timeline({ label, days, fresh = 0, onFresh, onMore, busy }: TimelineProps) {
  const { words } = useParts();
  return (
    <div role="group" className="timeline" aria-label={label} aria-busy={busy}>
      {onFresh && <NewPill count={fresh} onPress={onFresh} />}
      {days.map((day) => (
        <div key={day.day} role="group" aria-label={day.title}>
          <p className="day-head">{day.title}</p>
          <ol>
            {day.entries.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
      {onMore && (
        <div className="timeline-more">
          <Button small onPress={onMore} busy={busy}>
            {words("parts.older")}
          </Button>
        </div>
      )}
    </div>
  );
}
