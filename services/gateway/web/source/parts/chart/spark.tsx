// SPDX-License-Identifier: MIT
import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";

/** A run of values, small: what was missing is a gap, the last one a dot. */
export function Spark({ values, tone = "accent" }: { values: readonly (number | null)[]; tone?: "accent" | "bad" | "plain" }) {
  const [low = 0, high = 0] = extent(values, (value) => value ?? undefined);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [3, 81]);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [30, 4]);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => x(at))
    .y((value) => y(value ?? 0));
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg className={`spark spark-${tone}`} viewBox="0 0 84 34" width="84" height="34" aria-hidden="true">
      <path d={path(values) ?? ""} className="spark-line" />
      {last >= 0 && <circle cx={x(last)} cy={y(values[last] ?? 0)} r="3" className="spark-end" />}
    </svg>
  );
}
