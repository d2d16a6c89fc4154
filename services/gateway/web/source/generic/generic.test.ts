// SPDX-License-Identifier: MIT

import { expect, test } from "vitest";
import snapshot from "../../types/openapi.json?raw";
import type { Told } from "../base/events.ts";
import { modelOf, resourceAtPath } from "../base/model.ts";
import { Problem } from "../base/problem.ts";
import { Words } from "../base/words.ts";
import { cell } from "./csv.ts";
import { stepsOf } from "./history_steps.ts";
import { askedBy, besides, fieldsAsked, filtersOf, sortOf, withFilters } from "./query.ts";
import { cleaned, errorText, missing, problemText, toSend } from "./send.ts";
import { along, leaveTrail } from "./trail.ts";

const model = modelOf(JSON.parse(snapshot));
const found = resourceAtPath(model, "complaints");
if (!found) throw new Error("no complaints");
const complaints = found;

test("An address is a filter: several values, ranges, a sort; what the list does not take is left out", () => {
  const search = {
    state: "received,closed",
    "due_at.from": "2026-01-01",
    open: "true",
    sort: "-due_at",
    search: "中断",
    nonsense: "1",
    color: "red",
  };
  expect(askedBy(complaints, search)).toEqual({
    state: ["received", "closed"],
    open: "true",
    "due_at.from": "2026-01-01",
    search: "中断",
    sort: "-due_at",
  });
  expect(askedBy(complaints, { sort: "color" })).toEqual({});
  expect(sortOf(search)).toEqual({ column: "due_at", descending: true });
});

test("A filter that changes leaves search and sort as they are", () => {
  const search = { state: "closed", sort: "due_at", search: "x" };
  const next = withFilters(complaints, search, [...filtersOf(complaints, search), { field: "received_at", from: "2026-01-01" }]);
  expect(next).toEqual({ state: "closed", sort: "due_at", search: "x", "received_at.from": "2026-01-01" });
  expect(withFilters(complaints, search, [])).toEqual({ sort: "due_at", search: "x" });
});

test("Beside what a row is stands where it is on its way, how urgent, whose and by when; long words come last", () => {
  expect(
    besides(complaints)
      .map(({ name }) => name)
      .slice(0, 5),
  ).toEqual(["state", "priority", "owner", "received_at", "due_at"]);
  expect(besides(complaints, ["category", "gone"]).map(({ name }) => name)).toEqual(["category"]);
});

test("Only what is shown is fetched", () => {
  const fields = fieldsAsked(complaints, besides(complaints));
  expect(fields).toEqual(expect.arrayContaining(["number", "subject", "party", "state", "version"]));
  expect(fields).not.toContain("text");
  expect(fields).not.toContain("clocks");
});

test("Empty values are not sent, at any depth; a flag that is off is", () => {
  expect(cleaned({ a: "", b: [" ", "x"], c: { d: null } })).toEqual({ b: ["x"] });
  const fields = complaints.fields.filter(({ name }) => ["subject", "breached"].includes(name));
  expect(toSend(fields, { subject: "x", breached: false })).toEqual({ subject: "x", breached: false });
  expect(
    missing(
      fields.map((field) => ({ ...field, required: true })),
      { subject: "  " },
    ),
  ).toEqual([{ field: "subject", reason: "required" }]);
});

test("A refusal says its reason in words, or what the service said", () => {
  const words = new Words("en", { actions_are_open: "{count} actions are open", invalid: "Not valid.", "form.unknown": "unknown" });
  expect(errorText(words, { field: "x", reason: "never_heard" })).toBe("Not valid.");
  expect(problemText(words, new Problem(409, { reason: "actions_are_open", params: { count: 2 } }))).toBe("2 actions are open");
  expect(problemText(words, new Problem(409, { detail: "cannot" }))).toBe("cannot");
  expect(problemText(words, new Problem(0, {}))).toBe("unknown");
});

test("What a table program would take for a formula is text; a negative number is a number", () => {
  expect(cell("=1+1")).toBe("'=1+1");
  expect(cell("@x")).toBe("'@x");
  expect(cell(-5)).toBe("-5");
  expect(cell('a "b", c')).toBe('"a ""b"", c"');
});

test("An event says what it changed: by itself, or by the record before and after", () => {
  const told = (id: string, data: Record<string, unknown>): Told => ({ id, type: "loans.changed", source: "loans", subject: "1", data });
  const steps = stepsOf(
    [
      told("3", { loan: { id: "1", state: "closed" }, changes: [{ field: "state", before: "open", after: "closed" }] }),
      told("2", { loan: { id: "1", state: "open", title: "B" } }),
      told("1", { loan: { id: "1", state: "open", title: "A" } }),
    ],
    "1",
    true,
  );
  expect(steps.map(({ changes }) => changes)).toEqual([
    [{ name: "state", before: "open", after: "closed" }],
    [{ name: "title", before: "A", after: "B" }],
    [],
  ]);
});

test("Previous and next are those of the list that one came from", () => {
  leaveTrail({ collection: "loans", href: "/more/loans?state=open", keys: ["a", "b", "c"], total: 40 });
  expect(along("loans", "b")).toEqual({ href: "/more/loans?state=open", place: 2, total: 40, previous: "a", next: "c" });
  expect(along("loans", "x")).toBeUndefined();
  expect(along("parties", "b")).toBeUndefined();
});
