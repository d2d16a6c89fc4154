// SPDX-License-Identifier: MIT

import { expect, test } from "vitest";
import snapshot from "../../types/openapi.json?raw";
import { Times } from "../base/days.ts";
import { modelOf } from "../base/model.ts";
import { grouped, listOf, type WorkItem, whenOf } from "./work.ts";

const times = new Times("en-GB", "Europe/Berlin", () => Date.parse("2026-11-10T10:00:00Z"));
const item = (due?: string, more: Partial<WorkItem> = {}): WorkItem => ({
  kind: "complaint",
  service: "complaints",
  record: { id: "1", title: "x" },
  overdue: false,
  due,
  ...more,
});

test("Work stands where it hurts: over, today, within a week, later, without a date", () => {
  expect(whenOf(item("2026-11-10T09:59:00Z"), times)).toBe("overdue");
  expect(whenOf(item("2026-11-12T09:00:00Z", { overdue: true }), times)).toBe("overdue");
  expect(whenOf(item("2026-11-10T22:30:00Z"), times)).toBe("today");
  expect(whenOf(item("2026-11-10T23:30:00Z"), times)).toBe("week");
  expect(whenOf(item("2026-11-17T10:00:00Z"), times)).toBe("later");
  expect(whenOf(item(), times)).toBe("open");
  expect(grouped([item(), item("2026-11-10T09:00:00Z")], times).get("overdue")).toHaveLength(1);
});

test("Each kind of work is of a list of its service", () => {
  const model = modelOf(JSON.parse(snapshot));
  expect(listOf(model, item())?.collection).toBe("complaints");
  expect(listOf(model, item(undefined, { kind: "action" }))?.collection).toBe("complaint-actions");
  expect(listOf(model, item(undefined, { kind: "agreement", service: "registry" }))?.collection).toBe("agreements");
  expect(listOf(model, item(undefined, { kind: "wave", service: "surveys" }))).toBeUndefined();
});
