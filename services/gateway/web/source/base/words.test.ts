// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { readable, Words } from "./words.ts";

const words = new Words(
  "en",
  { own: "ours", many: "{count, plural, one {# thing} other {# things}}", broken: "{a, plural" },
  { own: "theirs", told: "told", "loans.closed": "{actor} closed {loan.number}" },
);

test("The workplace's own words go before the services'; a key without a word is made readable", () => {
  expect(words.word("own")).toBe("ours");
  expect(words.word("told")).toBe("told");
  expect(words.word("surveys.wave_closed")).toBe("wave closed");
  expect(readable("complaint-actions")).toBe("complaint actions");
  expect(words.first(["none", "told"])).toBe("told");
});

test("Messages are ICU; a broken one shows as it is and breaks nothing", () => {
  expect(words.word("many", { count: 1 })).toBe("1 thing");
  expect(words.word("many", { count: 4 })).toBe("4 things");
  expect(words.word("broken", { a: 1 })).toContain("plural");
});

test("A sentence finds values within values, and leaves out what is not there", () => {
  const show = (value: unknown) => (typeof value === "string" ? value : "");
  expect(words.sentence("loans.closed", { actor: "Kim", loan: { number: "L-1" } }, show)).toBe("Kim closed L-1");
  expect(words.sentence("loans.closed", { loan: {} }, show)).toBe("closed");
  expect(words.sentence("loans.none", {}, show)).toBeUndefined();
});

test("Markup in a value stays text", () => {
  const said = new Words("en", { hi: "Hello {name}" });
  expect(said.word("hi", { name: "<b>{x}</b>" })).toBe("Hello <b>{x}</b>");
});

test("New words of services come into the same language", () => {
  expect(words.with({ fresh: "new" }).word("fresh")).toBe("new");
});
