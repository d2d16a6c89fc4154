// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { names, type Tone } from "./names.ts";

export interface TagProps {
  tone?: Tone;
  /** A hairline instead of a ground. */
  line?: boolean;
  icon?: IconName;
  children: ReactNode;
}

export function Tag({ tone = "plain", line, icon, children }: TagProps) {
  return (
    <span className={names("tag", `tag-${tone}`, line && "tag-line")}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** A number in a dot of the accent: what waits for the reader. */
export function Count({ value }: { value: number }) {
  return <span className="count">{value > 99 ? "99+" : value}</span>;
}
