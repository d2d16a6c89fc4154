// SPDX-License-Identifier: MIT
import type { ReactNode } from "react";
import { names, type Tone } from "./names.ts";
import type { StateShape } from "./shapes.ts";

export { type StateShape, shapeOf } from "./shapes.ts";

const ring = <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.8" />;

/** A ring of which so much is filled: clockwise from the top. */
function pie(share: number) {
  const angle = 2 * Math.PI * share;
  const [x, y] = [7 + 3.4 * Math.sin(angle), 7 - 3.4 * Math.cos(angle)];
  return (
    <>
      {ring}
      <path d={`M7 7V3.6A3.4 3.4 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(3)} ${y.toFixed(3)}Z`} fill="currentColor" />
    </>
  );
}

const drawn: Record<StateShape, ReactNode> = {
  new: <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.3 1.94" />,
  ring,
  quarter: pie(0.25),
  half: pie(0.5),
  most: pie(0.75),
  wait: (
    <>
      {ring}
      <path d="M5.6 4.9v4.2M8.4 4.9v4.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  done: (
    <>
      <circle cx="7" cy="7" r="6.3" fill="currentColor" />
      <path
        d="m4.3 7.2 1.9 1.9 3.5-3.9"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  dispute: (
    <>
      <path d="M7 .9 13.1 7 7 13.1.9 7Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
      <path d="M7 4.2v3.4M7 9.6v.1" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  ended: (
    <>
      {ring}
      <path d="M3.6 10.4l6.8-6.8" stroke="currentColor" strokeWidth="1.6" />
    </>
  ),
};

export function Shape({ shape, tone = "plain" }: { shape: StateShape; tone?: Tone }) {
  return (
    <svg className={`shape shape-${tone}`} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      {drawn[shape]}
    </svg>
  );
}

export interface StateProps {
  shape?: StateShape;
  tone?: Tone;
  boxed?: boolean;
  children: ReactNode;
}

/** A state is a shape and a word, never colour alone. */
export function State({ shape = "ring", tone = "plain", boxed, children }: StateProps) {
  return (
    <span className={names("state", boxed && "state-boxed", `shape-${tone}`)}>
      <Shape shape={shape} tone={tone} />
      <span>{children}</span>
    </span>
  );
}

export function Priority({ level, byHand }: { level: 1 | 2 | 3 | 4; byHand?: boolean }) {
  return (
    <span className={names("priority", level === 1 && "priority-first")}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {[4, 3, 2, 1].map((bar, at) => (
          <rect
            key={bar}
            x={at * 3.2}
            y={9 - at * 3}
            width="2.2"
            height={3 + at * 3}
            rx="0.6"
            fill="currentColor"
            opacity={bar >= level ? 1 : 0.28}
          />
        ))}
      </svg>
      <span className={byHand ? "priority-hand" : undefined}>{`P${level}`}</span>
    </span>
  );
}

export interface AvatarProps {
  name: string | null;
  kind?: "person" | "organisation";
  size?: 24 | 28 | 40;
}

/** Two initials, or one sign of Han. */
export function initials(name: string): string {
  const plain = name.trim();
  const first = [...plain][0] ?? "";
  if (/\p{Script=Han}/u.test(first)) return first;
  const parts = plain.split(/[\s._-]+/u).filter(Boolean);
  const last = parts.length > 1 ? [...(parts[parts.length - 1] ?? "")][0] : "";
  return (first + (last ?? "")).toLocaleUpperCase();
}

/** Beside the name, so hidden from readers; a title says it to those who point. */
export function Avatar({ name, kind = "person", size = 24 }: AvatarProps) {
  return (
    <span
      className={names("avatar", `avatar-${size}`, kind === "organisation" && "avatar-organisation", !name && "avatar-none")}
      title={name ?? undefined}
      aria-hidden="true"
    >
      {name ? initials(name) : "–"}
    </span>
  );
}
