// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Link as AriaLink } from "react-aria-components";
import type { Tone } from "../names.ts";
import { Spark } from "./spark.tsx";

export interface TileProps {
  name: string;
  value: ReactNode;
  unit?: string;
  href: string;
  spark?: readonly (number | null)[];
  foot?: ReactNode;
  change?: { words: string; direction: "up" | "down" | "flat"; tone: Tone };
  /** Why there is no value. */
  na?: string;
}

const arrows = { up: "M5 1.5 9.3 8.5H.7Z", down: "M5 8.5.7 1.5h8.6Z", flat: "M.5 4h9v2h-9Z" };

/** A figure with what it rests on; the whole of it is a link to its list. */
export function Tile({ name, value, unit, href, spark, foot, change, na }: TileProps) {
  return (
    <AriaLink className="tile" href={href}>
      <span className="tile-name">{name}</span>
      {na ? (
        <span className="tile-na">{na}</span>
      ) : (
        <span className="tile-value">
          {value}
          {unit && <span className="tile-unit"> {unit}</span>}
        </span>
      )}
      {spark && spark.length > 1 && !na && <Spark values={spark} />}
      <span className="tile-foot">
        <span>{foot}</span>
        {change && (
          <span className={`tile-change tone-${change.tone}`}>
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <path d={arrows[change.direction]} fill="currentColor" />
            </svg>
            {change.words}
          </span>
        )}
      </span>
    </AriaLink>
  );
}

export function Tiles({ children }: { children: ReactNode }) {
  return <div className="tiles">{children}</div>;
}
