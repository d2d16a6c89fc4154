// SPDX-License-Identifier: MIT
import { sum } from "d3-array";
import { Link } from "../link.tsx";
import { Mark } from "./mark.tsx";
import { useWidth } from "./width.ts";

export interface StackBarProps {
  label: string;
  parts: readonly { id: string; name: string; value: number; href?: string }[];
  /** What is not covered: hollow. */
  rest?: { name: string; value: number };
  format: (value: number) => string;
}

/** Shares of a whole in one bar, named below by words and numbers. */
export function StackBar({ label, parts, rest, format }: StackBarProps) {
  const [box, width] = useWidth<HTMLElement>();
  const whole = sum(parts, (part) => part.value) + (rest?.value ?? 0) || 1;
  let at = 0;
  const place = (value: number) => {
    const from = (at / whole) * width;
    at += value;
    return { x: from, width: Math.max(1, (value / whole) * width - 2) };
  };
  return (
    <figure className="chart stack" ref={box} aria-label={label}>
      <svg width={width} height="12" viewBox={`0 0 ${width} 12`} className="chart-drawing" role="group" aria-label={label}>
        {parts.map((part, index) => {
          const bar = <rect className={`chart-bar series-${(index % 8) + 1}`} y="1" height="10" rx="1" {...place(part.value)} />;
          const title = `${part.name}: ${format(part.value)}`;
          if (!part.href) return <g key={part.id}>{bar}</g>;
          return (
            <Mark key={part.id} href={part.href} title={title}>
              {bar}
            </Mark>
          );
        })}
        {rest && rest.value > 0 && <rect className="chart-rest" y="1.5" height="9" rx="1" {...place(rest.value)} />}
      </svg>
      <ul className="legend">
        {parts.map((part, index) => (
          <li key={part.id}>
            <span className={`swatch series-${(index % 8) + 1}`} aria-hidden="true" />
            {part.href ? (
              <Link href={part.href} quiet>
                {part.name}
              </Link>
            ) : (
              part.name
            )}{" "}
            <b>{format(part.value)}</b>
          </li>
        ))}
        {rest && rest.value > 0 && (
          <li>
            <span className="swatch swatch-rest" aria-hidden="true" />
            {rest.name} <b>{format(rest.value)}</b>
          </li>
        )}
      </ul>
    </figure>
  );
}
