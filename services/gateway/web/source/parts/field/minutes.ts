// SPDX-License-Identifier: MIT
const units: readonly [RegExp, number][] = [
  [/^(d|days?|天|日)$/, 1440],
  [/^(h|hours?|小时|时)$/, 60],
  [/^(m|min|mins|minutes?|分|分钟)$/, 1],
];

/** Minutes of `1 h 40 min`, `1:40`, `100`, `2 d`, `1.5 h`, `1 小时 40 分`; undefined if it is none of them. */
export function minutesOf(text: string): number | undefined {
  const typed = text.trim().toLowerCase().replace(/,/g, ".");
  if (/^\d+$/.test(typed)) return Number(typed);
  const clock = /^(\d+):([0-5]\d)$/.exec(typed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  let rest = typed;
  let sum = 0;
  while (rest) {
    const part = /^(\d+(?:\.\d+)?)\s*([a-z]+|[\u4e00-\u9fff]+)\s*/.exec(rest);
    if (!part) return undefined;
    const unit = units.find(([name]) => name.test(part[2] ?? ""));
    if (!unit) return undefined;
    sum += Number(part[1]) * unit[1];
    rest = rest.slice(part[0].length);
  }
  return typed ? Math.round(sum) : undefined;
}

/** `1 h 40 min`, in days too where they are asked for. */
export function minutesText(minutes: number, language: "en" | "zh", days = false): string {
  const [d, h, m] = language === "zh" ? [" 天", " 小时", " 分"] : [" d", " h", " min"];
  const parts: string[] = [];
  let rest = minutes;
  if (days && rest >= 1440) {
    parts.push(`${Math.floor(rest / 1440)}${d}`);
    rest %= 1440;
  }
  if (rest >= 60) {
    parts.push(`${Math.floor(rest / 60)}${h}`);
    rest %= 60;
  }
  if (rest || !parts.length) parts.push(`${rest}${m}`);
  return parts.join(" ");
}
