// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Drafts, inMemory } from "./drafts.ts";

const draft = { values: { text: "half a reply" }, opened: {}, version: 3, key: "k" };

test("A draft is its user's alone", async () => {
  const store = inMemory();
  const [kim, lee] = [new Drafts("kim", store), new Drafts("lee", store)];
  await kim.keep("complaints:1", draft);
  expect((await kim.read("complaints:1"))?.values).toEqual({ text: "half a reply" });
  expect(await lee.read("complaints:1")).toBeUndefined();
  expect(await lee.all()).toEqual([]);
});

test("A draft ends after thirty days", async () => {
  let now = 0;
  const drafts = new Drafts("kim", inMemory(), () => now);
  await drafts.keep("a", draft);
  now = 30 * 86_400_000;
  expect(await drafts.read("a")).toBeDefined();
  now += 1;
  expect(await drafts.read("a")).toBeUndefined();
  expect(await drafts.all()).toEqual([]);
});

test("All are listed, the newest first, and dropped at once", async () => {
  let now = 1;
  const drafts = new Drafts("kim", inMemory(), () => now);
  await drafts.keep("old", draft);
  now = 2;
  await drafts.keep("new", draft);
  expect((await drafts.all()).map(({ form }) => form)).toEqual(["new", "old"]);
  await drafts.dropAll();
  expect(await drafts.all()).toEqual([]);
});
