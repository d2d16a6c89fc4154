// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { changesOf, firstChoice, merge, same } from "./merge.ts";

test("What one side alone changed is merged; what both changed is a conflict; what both changed to the same is nothing", () => {
  const opened = { severity: "low", category: "network", text: "a", owner: "x" };
  const current = { severity: "high", category: "billing", text: "a", owner: "y" };
  const merged = merge(opened, { category: "mail", text: "b", owner: "y" }, current);
  expect(merged.changes).toEqual({ text: "b" });
  expect(merged.conflicts).toEqual([{ field: "category", opened: "network", theirs: "billing", mine: "mail" }]);
});

test("Nothing, an empty text and an empty list are one", () => {
  expect(same(undefined, "")).toBe(true);
  expect(same(null, [])).toBe(true);
  expect(same({ a: undefined }, {})).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same([], {})).toBe(false);
  expect(same(0, null)).toBe(false);
});

test("Changes are what differs; what was emptied is null", () => {
  expect(changesOf({ a: 1, b: "x", c: ["y"] }, { a: 1, b: "", c: ["z"] })).toEqual({ b: null, c: ["z"] });
});

test("Text is mine before anybody chooses, state and owner are theirs", () => {
  const conflict = { opened: "a", theirs: "b", mine: "c" };
  expect(firstChoice({ ...conflict, field: "text" })).toBe("mine");
  expect(firstChoice({ ...conflict, field: "owner" })).toBe("theirs");
  expect(firstChoice({ ...conflict, field: "priority", mine: 3 })).toBe("theirs");
});
