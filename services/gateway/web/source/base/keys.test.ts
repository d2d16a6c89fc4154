// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Keys } from "./keys.ts";

function board() {
  const struck: string[] = [];
  let now = 0;
  const keys = new Keys(() => now);
  const add = (...all: string[]) =>
    keys.add(all.map((key) => ({ keys: key, what: key, run: () => struck.push(key), everywhere: key.startsWith("Ctrl") })));
  const strike = (key: string, more = {}) =>
    keys.strike({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, inField: false, ...more });
  return { keys, struck, add, strike, wait: (ms: number) => (now += ms) };
}

test("Single keys sleep in fields and while an input method composes; Ctrl K does not sleep in fields", () => {
  const { struck, add, strike } = board();
  add("e", "Ctrl K");
  strike("e", { inField: true });
  strike("e", { isComposing: true });
  strike("k", { ctrlKey: true, inField: true });
  strike("e");
  expect(struck).toEqual(["Ctrl K", "e"]);
});

test("Two after one another within a moment are one key", () => {
  const { struck, add, strike, wait } = board();
  add("g h", "h");
  strike("g");
  strike("h");
  strike("g");
  wait(2_000);
  strike("h");
  expect(struck).toEqual(["g h", "h"]);
});

test("A page's keys go before the frame's, and leave with it", () => {
  const { struck, add, strike, keys } = board();
  keys.add([{ keys: "c", what: "frame", run: () => struck.push("frame") }]);
  const leave = keys.add([{ keys: "c", what: "page", run: () => struck.push("page") }]);
  strike("c");
  leave();
  strike("c");
  expect(struck).toEqual(["page", "frame"]);
  add("x");
  expect(keys.listed.map(({ what }) => what)).toEqual(["x", "frame"]);
});

test("They can be switched off, but not those with Ctrl", () => {
  const { struck, add, strike, keys } = board();
  add("e", "Ctrl K");
  keys.on = false;
  strike("e");
  strike("K", { metaKey: true });
  expect(struck).toEqual(["Ctrl K"]);
});
