// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { shown } from "./shown.mjs";

const texts = ["text", "text-2", "text-3", "accent", "bad", "warn", "good", "info"];
const grounds = ["surface", "canvas", "sunken", "raised", "hover", "selected"];
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground, 4.5])),
  ...grounds.map((ground) => ["control", ground, 3]),
  ["on-accent", "accent", 4.5], ["on-accent", "accent-2", 4.5], ["on-bad", "bad", 4.5], ["on-inverse", "inverse", 4.5],
  ["bad", "bad-tint", 4.5], ["warn", "warn-tint", 4.5], ["good", "good-tint", 4.5], ["info", "info-tint", 4.5],
  ...["bad-tint", "warn-tint", "info-tint", "note-tint"].flatMap((ground) => [["text", ground, 4.5], ["accent", ground, 4.5]]),
  ["note-line", "surface", 3], ["hatch", "surface", 3],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((series) => [`s${series}`, "surface", 3]),
];

function light([r, g, b]) {
  const [x, y, z] = [r, g, b].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

for (const theme of ["light", "dark"]) {
  test(`every pair of tokens can be read, ${theme}`, () =>
    shown("controls", { theme }, async (page) => {
      const colours = await page.evaluate((names) => {
        const probe = document.body.appendChild(document.createElement("span"));
        const read = (name) => {
          probe.style.setProperty("color", `var(--${name})`);
          return getComputedStyle(probe).color.match(/\d+/g).slice(0, 3).map(Number);
        };
        return Object.fromEntries(names.map((name) => [name, read(name)]));
      }, [...new Set(pairs.flatMap(([text, ground]) => [text, ground]))]);
      const poor = pairs
        .map(([text, ground, least]) => {
          const [a, b] = [light(colours[text]), light(colours[ground])];
          return { text, ground, least, ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
        })
        .filter(({ ratio, least }) => ratio < least);
      assert.deepEqual(poor, []);
    }));
}
