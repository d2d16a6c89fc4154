// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Names, type Ref } from "./names.ts";

const name = (ref: Ref) => ({ ...ref, title: `name of ${ref.id}` });

test("What is wanted within a moment is one question, each id once", async () => {
  const asked: Ref[][] = [];
  const names = new Names(async (refs) => {
    asked.push(refs);
    return refs.map(name);
  });
  const [a, b, again] = await Promise.all([
    names.of({ type: "t", id: "1" }),
    names.of({ type: "t", id: "2" }),
    names.of({ type: "t", id: "1" }),
  ]);
  expect([a?.title, b?.title, again?.title]).toEqual(["name of 1", "name of 2", "name of 1"]);
  expect(asked).toEqual([
    [
      { type: "t", id: "1" },
      { type: "t", id: "2" },
    ],
  ]);
});

test("What is not there is known to be so; what failed is asked for again", async () => {
  let fails = true;
  let asked = 0;
  const names = new Names(async () => {
    asked += 1;
    if (fails) throw new Error("away");
    return [];
  });
  expect(await names.of({ type: "t", id: "1" })).toBeNull();
  expect(names.now({ type: "t", id: "1" })).toBeUndefined();
  fails = false;
  expect(await names.of({ type: "t", id: "1" })).toBeNull();
  expect(names.now({ type: "t", id: "1" })).toBeNull();
  await names.of({ type: "t", id: "1" });
  expect(asked).toBe(2);
  names.forget("1");
  await names.of({ type: "t", id: "1" });
  expect(asked).toBe(3);
});
