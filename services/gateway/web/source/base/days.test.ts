// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { Times } from "./days.ts";
import { Numbers, span } from "./numbers.ts";
import { localeOf } from "./preferences.ts";

const now = Date.parse("2026-11-10T23:30:00Z");
const los = new Times("en-GB", "America/Los_Angeles", () => now);
const berlin = new Times("en-GB", "Europe/Berlin", () => now);

test("A day is that day wherever one is; an instant is shown in the zone", () => {
  for (const times of [los, berlin]) expect(times.day("2026-04-14")).toBe("14 Apr 2026");
  expect(los.clock("2026-11-10T09:12:00Z")).toBe("01:12");
  expect(berlin.clock("2026-11-10T09:12:00Z")).toBe("10:12");
  expect(new Times("zh-CN", "UTC").day("2026-11-10")).toBe("2026年11月10日");
});

test("Today is of the zone, and days are counted by days", () => {
  expect(los.today()).toBe("2026-11-10");
  expect(berlin.today()).toBe("2026-11-11");
  expect(berlin.daysUntil("2026-11-12")).toBe(1);
  expect(los.daysUntil("2026-11-10T20:00:00Z")).toBe(0);
  expect(berlin.daysUntil("2026-11-10T20:00:00Z")).toBe(-1);
});

test("What is no time is shown as it came", () => {
  expect(berlin.day("2026-13-40")).toBe("2026-13-40");
  expect(berlin.instant("soon")).toBe("soon");
});

test("English dates are not American unless somebody says so", () => {
  expect(localeOf("en", undefined, ["en-US"])).toBe("en-GB");
  expect(localeOf("en", undefined, ["de-DE", "en-IE"])).toBe("en-IE");
  expect(localeOf("zh", undefined, ["de-DE"])).toBe("zh-CN");
  expect(localeOf("en", "de-DE", ["en-US"])).toBe("de-DE");
});

test("Money has as many places as its currency, and its code", () => {
  const numbers = new Numbers("en-GB");
  expect(numbers.money({ minor: 4_800_000, currency: "EUR" }).replace(/\u00a0/g, " ")).toBe("EUR 48,000.00");
  expect(numbers.money({ minor: 500, currency: "JPY" }).replace(/\u00a0/g, " ")).toBe("JPY 500");
  expect(numbers.money({ minor: 5, currency: "no code" })).toBe("no code 5");
});

test("Spans are told in two units", () => {
  const units = { day: "d", hour: "h", minute: "min" };
  expect(span(100, units)).toBe("1 h 40 min");
  expect(span(125, units)).toBe("2 h 05 min");
  expect(span(7, units)).toBe("7 min");
  expect(span(3 * 1440 + 60, units)).toBe("3 d 1 h");
});
