// SPDX-License-Identifier: MIT
import type { Tone } from "./names.ts";

export type StateShape = "new" | "ring" | "quarter" | "half" | "most" | "wait" | "done" | "dispute" | "ended";

export interface Look {
  shape: StateShape;
  tone: Tone;
}

const known: readonly [RegExp, Look][] = [
  [/^(waiting|on_hold|paused|pending|suspended|blocked|snoozed|deferred)/, { shape: "wait", tone: "warn" }],
  [/^(disputed|escalated|breached|failed|overdue|broken|lost|objected|refused)/, { shape: "dispute", tone: "bad" }],
  [
    /^(rejected|withdrawn|duplicate|cancelled|canceled|retired|ended|expired|inactive|terminated|archived|erased|dropped|superseded|revoked|former|void|dormant|none)/,
    { shape: "ended", tone: "plain" },
  ],
  [
    /^(closed|resolved|done|accepted|completed|complete|verified|met|kept|won|signed|approved|fulfilled|paid|sent|delivered|recovered|active|activated|in_force|published|enabled|good)/,
    { shape: "done", tone: "good" },
  ],
  [/^(received|new|reported|identified|requested|submitted|raised|lead|prospect)/, { shape: "new", tone: "info" }],
  [/^(draft|planned|open|acknowledged|scheduled|queued|told|proposed_by)/, { shape: "ring", tone: "info" }],
  [/^(assessed|qualified|prepared|triaged|evaluated)/, { shape: "quarter", tone: "accent" }],
  [/^(proposed|negotiation|negotiating|offered|review|in_review|implemented|mitigated)/, { shape: "most", tone: "accent" }],
];

/** How a state looks: by its word, else by its place among the states, else half done. */
export function shapeOf(value: string, states: readonly string[] = []): Look {
  const hit = known.find(([words]) => words.test(value));
  if (hit) return hit[1];
  const at = states.indexOf(value);
  if (at < 0) return { shape: "half", tone: "accent" };
  if (at === 0) return { shape: "new", tone: "info" };
  if (at === states.length - 1) return { shape: "done", tone: "good" };
  const share = at / (states.length - 1);
  return { shape: share < 0.34 ? "quarter" : share < 0.67 ? "half" : "most", tone: "accent" };
}
