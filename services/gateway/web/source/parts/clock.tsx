// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { useData } from "./data.ts";
import { Icon } from "./icon.tsx";
import { useParts } from "./provider.tsx";

export interface ClockBarProps {
  /** Of the time there is, 1 is due. */
  share: number;
  state: "running" | "paused" | "met" | "over";
  /** As `<b>1 h 40 min</b> left`. */
  children: ReactNode;
  label?: string;
}

const icons = { good: "clock", warn: "warn", over: "error", paused: "pause", met: "check" } as const;

/** Words over a bar with a tick at three quarters; icon, words and bar say the same. */
export function ClockBar({ share, state, children, label }: ClockBarProps) {
  const { words } = useParts();
  const kind = state !== "running" ? state : share > 1 ? "over" : share >= 0.75 ? "warn" : "good";
  const bar = useData<HTMLSpanElement>({ "--share": Math.max(0, Math.min(1, share)) * 100 });
  return (
    <span className={`clock clock-${kind}`}>
      <span className="clock-words">
        <Icon name={icons[kind]} size={12} label={words(`parts.clock.${kind}`)} />
        <span className="clock-text">
          {label && <span className="clock-label">{label} </span>}
          {children}
        </span>
      </span>
      <span className="clock-bar" ref={bar} aria-hidden="true">
        <span className="clock-fill" />
      </span>
    </span>
  );
}
