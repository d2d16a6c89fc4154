// SPDX-License-Identifier: MIT
/** A series keeps its colour, its dash and its marker on a page: none is told by colour alone. */
export const dashes = [undefined, "5 4", undefined, "2 3", "8 3 2 3", "5 4", undefined, "2 3"] as const;

export function Marker({ series, x, y }: { series: number; x: number; y: number }) {
  const name = `chart-mark series-${series}`;
  switch (series) {
    case 2:
    case 7:
      return <rect className={`${name} ${series === 7 ? "chart-full" : ""}`} x={x - 3.5} y={y - 3.5} width="7" height="7" />;
    case 3:
      return <path className={name} d={`M${x} ${y - 4.5}l4.5 8h-9Z`} />;
    case 4:
      return <path className={name} d={`M${x} ${y - 5}l5 5-5 5-5-5Z`} />;
    case 5:
      return <path className={name} d={`M${x - 4} ${y - 4}l8 8m0-8-8 8`} />;
    case 8:
      return <path className={name} d={`M${x} ${y - 5}v10`} />;
    default:
      return <circle className={`${name} ${series === 6 ? "chart-full" : ""}`} cx={x} cy={y} r="4" />;
  }
}
