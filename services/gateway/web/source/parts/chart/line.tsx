// SPDX-License-Identifier: MIT
import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { useId } from "react";
import { Mark } from "./mark.tsx";
import { dashes, Marker } from "./series.tsx";
import { useWidth } from "./width.ts";

export interface LinePoint {
  /** As shown below: a month, a wave. */
  x: string;
  /** Its place: time in milliseconds, or a number. */
  at: number;
  y: number | null;
  low?: number;
  high?: number;
  href: string;
  title: string;
}

export interface LineChartProps {
  label: string;
  /** One sentence: what it shows. */
  summary: string;
  series: readonly { id: string; name: string; points: readonly LinePoint[] }[];
  format: (y: number) => string;
  zero?: boolean;
  height?: number;
}

/** Names stand at the ends of their lines; those that would meet are moved apart. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y);
  let floor = low;
  for (const one of order) {
    one.y = Math.max(one.y, floor);
    floor = one.y + gap;
  }
  let ceiling = high;
  for (const one of [...order].reverse()) {
    one.y = Math.min(one.y, ceiling);
    ceiling = one.y - gap;
  }
  const placed = [...wanted];
  for (const one of order) placed[one.at] = one.y;
  return placed;
}

export function LineChart({ label, summary, series, format, zero, height = 220 }: LineChartProps) {
  const id = useId();
  const [box, width] = useWidth<HTMLElement>();
  const points = series.flatMap((one) => one.points);
  const ys = points.flatMap((point) => [point.y, point.low, point.high]).filter((y): y is number => y !== null && y !== undefined);
  const [low = 0, high = 1] = extent(zero ? [0, ...ys] : ys);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - 28, 12]).nice(4);
  const ticks = y.ticks(4);
  const left = Math.max(...ticks.map((tick) => format(tick).length), 1) * 7.2 + 10;
  const longest = Math.max(...series.map((one) => [...one.name].reduce((sum, sign) => sum + (sign > "\u2e80" ? 13 : 7.4), 0)));
  const named = series.length > 1 ? Math.min(longest + 34, width * 0.3) : 14;
  const [from = 0, to = 1] = extent(points, (point) => point.at);
  const x = scaleLinear(from === to ? [from - 1, to + 1] : [from, to], [left + 6, width - named]);
  const axis = [...new Map(points.map((point) => [point.at, point.x])).entries()].sort((a, b) => a[0] - b[0]);
  const every = Math.max(1, Math.ceil((axis.length * 44) / Math.max(1, width - left - named)));
  const path = line<LinePoint>()
    .defined((point) => point.y !== null)
    .x((point) => x(point.at))
    .y((point) => y(point.y ?? 0));
  const band = area<LinePoint>()
    .defined((point) => point.low !== undefined && point.high !== undefined)
    .x((point) => x(point.at))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 0));
  const ends = apart(
    series.map((one) => y(one.points.findLast((point) => point.y !== null)?.y ?? low)),
    16,
    16,
    height - 30,
  );
  return (
    <figure className="chart" ref={box} aria-labelledby={`${id}-label`} aria-describedby={`${id}-summary`}>
      <figcaption>
        <span className="chart-label" id={`${id}-label`}>
          {label}
        </span>
        <span className="chart-summary" id={`${id}-summary`}>
          {summary}
        </span>
      </figcaption>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="chart-drawing" role="group" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={tick === 0 ? "chart-zero" : "chart-rule"} d={`M${left} ${y(tick)}H${width - named}`} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {axis.map(([at, text], index) =>
          index % every === 0 ? (
            <text key={at} x={x(at)} y={height - 6} textAnchor="middle">
              {text}
            </text>
          ) : null,
        )}
        {series.map((one, index) => (
          <g key={one.id}>
            <path className={`chart-band series-${index + 1}`} d={band([...one.points]) ?? ""} />
            <path className={`chart-line series-${index + 1}`} strokeDasharray={dashes[index % 8]} d={path([...one.points]) ?? ""} />
            {one.points.map((point) =>
              point.y === null ? null : (
                <Mark key={point.at} href={point.href} title={point.title}>
                  <circle className="chart-target" cx={x(point.at)} cy={y(point.y)} r="12" />
                  <Marker series={(index % 8) + 1} x={x(point.at)} y={y(point.y)} />
                </Mark>
              ),
            )}
            {series.length > 1 && <Marker series={(index % 8) + 1} x={width - named + 17} y={ends[index] ?? 0} />}
            {series.length > 1 && (
              <text className={`chart-name series-${index + 1}`} x={width - named + 28} y={(ends[index] ?? 0) + 4}>
                {one.name}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
