// SPDX-License-Identifier: MIT
import { max, min } from "d3-array";
import { scaleBand, scaleLinear } from "d3-scale";
import { useId } from "react";
import { Mark } from "./mark.tsx";
import { useWidth } from "./width.ts";

export interface Bar {
  id: string;
  name: string;
  value: number;
  href: string;
  note?: string;
  series?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
}

export interface BarChartProps {
  label: string;
  summary: string;
  bars: readonly Bar[];
  format: (value: number) => string;
  /** Columns instead of rows. */
  upright?: boolean;
  height?: number;
}

function cut(text: string, width: number): string {
  const signs = [...text];
  let used = 0;
  for (let at = 0; at < signs.length; ++at) {
    used += /\p{Script=Han}/u.test(signs[at] ?? "") ? 12.5 : 7.1;
    if (used > width) return `${signs.slice(0, Math.max(1, at - 1)).join("")}…`;
  }
  return text;
}

const titleOf = (bar: Bar, format: (value: number) => string) => `${bar.name}: ${format(bar.value)}${bar.note ? `, ${bar.note}` : ""}`;

function Rows({ bars, format, width }: BarChartProps & { width: number }) {
  const step = 30;
  const names = Math.min(180, width * 0.34);
  const x = scaleLinear(
    [Math.min(0, min(bars, (bar) => bar.value) ?? 0), Math.max(1e-9, max(bars, (bar) => bar.value) ?? 1)],
    [names + 8, width - 64],
  );
  return bars.map((bar, at) => {
    const [from, to] = [x(Math.min(0, bar.value)), x(Math.max(0, bar.value))];
    return (
      <Mark key={bar.id} href={bar.href} title={titleOf(bar, format)}>
        <rect className="chart-target" x="0" y={at * step} width={width} height={step} />
        <text x={names} y={at * step + 19} textAnchor="end" className="chart-text">
          {cut(bar.name, names)}
        </text>
        <rect
          className={`chart-bar series-${bar.series ?? 1}`}
          x={from}
          y={at * step + 6}
          width={Math.max(2, to - from)}
          height={step - 12}
          rx="2"
        />
        <text x={to + 8} y={at * step + 19} className="chart-figure">
          {format(bar.value)}
        </text>
      </Mark>
    );
  });
}

function Upright({ bars, format, width, height = 200 }: BarChartProps & { width: number }) {
  const x = scaleBand(
    bars.map((bar) => bar.id),
    [0, width],
  ).padding(0.12);
  const y = scaleLinear(
    [Math.min(0, min(bars, (bar) => bar.value) ?? 0), Math.max(1e-9, max(bars, (bar) => bar.value) ?? 1)],
    [height - 26, 20],
  );
  return (
    <>
      <path className="chart-zero" d={`M0 ${y(0)}H${width}`} />
      {bars.map((bar) => {
        const left = x(bar.id) ?? 0;
        const [top, bottom] = [y(Math.max(0, bar.value)), y(Math.min(0, bar.value))];
        return (
          <Mark key={bar.id} href={bar.href} title={titleOf(bar, format)}>
            <rect className="chart-target" x={left} y="0" width={x.bandwidth()} height={height} />
            <rect
              className={`chart-bar series-${bar.series ?? 1}`}
              x={left}
              y={top}
              width={x.bandwidth()}
              height={Math.max(2, bottom - top)}
              rx="2"
            />
            <text x={left + x.bandwidth() / 2} y={top - 5} textAnchor="middle" className="chart-figure">
              {format(bar.value)}
            </text>
            <text x={left + x.bandwidth() / 2} y={height - 7} textAnchor="middle" className="chart-text">
              {cut(bar.name, x.step())}
            </text>
          </Mark>
        );
      })}
    </>
  );
}

/** Each bar is a link to what it counts. */
export function BarChart(props: BarChartProps) {
  const { label, summary, bars, upright, height = 200 } = props;
  const id = useId();
  const [box, width] = useWidth<HTMLElement>();
  const tall = upright ? height : bars.length * 30;
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
      <svg width={width} height={tall} viewBox={`0 0 ${width} ${tall}`} className="chart-drawing" role="group" aria-label={label}>
        {upright ? <Upright {...props} width={width} /> : <Rows {...props} width={width} />}
      </svg>
    </figure>
  );
}
