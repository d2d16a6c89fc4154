// SPDX-License-Identifier: MIT

import { expect, test } from "vitest";
import snapshot from "../../types/openapi.json?raw";
import { modelOf } from "../base/model.ts";
import { type Session, sessionOf } from "../base/permissions.ts";
import { listPath, newPath, onePath } from "../base/places.ts";
import { Words } from "../base/words.ts";
import { groupsOf, placesOf } from "./navigation.ts";
import { hitsOf, matches } from "./palette_match.ts";
import { parseSearch, searchText } from "./search_text.ts";

const model = modelOf(JSON.parse(snapshot));
const session = (...may: string[]): Session => sessionOf({ user: { id: "1", name: "kim" }, roles: ["agent"], may });
const words = new Words("en", {});

test("Navigation has what is deployed and allowed, and nothing else", () => {
  const places = placesOf(model, session("complaints_list", "registry_list_parties"));
  const groups = groupsOf({ places, words, path: "/complaints/C-2026-000001", away: () => undefined });
  expect(groups.flatMap(({ items }) => items.map(({ id, current }) => [id, current]))).toEqual([
    ["home", false],
    ["parties", false],
    ["complaints", true],
  ]);
});

test("A list that nobody thought of stands under more; a service that is away says since when", () => {
  const first = model.resources[0];
  if (!first) throw new Error("no resources");
  const loans = { ...first, service: "loans", collection: "loans", list: "loans_list" };
  const places = placesOf({ ...model, resources: [loans] }, session("loans_list"));
  expect(places.more).toEqual([loans]);
  const [, more] = groupsOf({ places, words, path: "/", away: (service) => (service === "loans" ? "11:32" : undefined) });
  expect(more?.items[0]).toMatchObject({ id: "loans", label: "Loans", href: "/more/loans", away: "since" });
});

test("A list that the build did not know has its pages below /more, so that the gateway serves them", () => {
  expect(listPath("loans")).toBe("/more/loans");
  expect(newPath("loans")).toBe("/more/loans/new");
  expect(onePath("loans", { id: "1", number: "L 1" })).toBe("/more/loans/L%201");
});

test("An address is read and written alike", () => {
  expect(parseSearch("?state=open,late&state=new&q=a%20b")).toEqual({ state: "open,late,new", q: "a b" });
  expect(searchText({ state: "open,late", sort: "-due_at", none: "" })).toBe("?state=open,late&sort=-due_at");
});

test("A label is found by the beginnings of its words, and says what matched", () => {
  expect(matches("New complaint", "comp new")).toBe(true);
  expect(matches("New complaint", "part")).toBe(false);
  expect(hitsOf("Aurora Hosting", "auro host")).toEqual([
    [0, 4],
    [7, 11],
  ]);
  expect(hitsOf("aaa", "a aa")).toEqual([[0, 1]]);
});
