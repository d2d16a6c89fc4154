// SPDX-License-Identifier: MIT

import { expect, test } from "vitest";
import snapshot from "../../types/openapi.json?raw";
import type { OpenApi } from "./document.ts";
import { askedOf, modelOf, resourceAtPath, resourceOf } from "./model.ts";
import { columnsOf, fill, groupsOf, labelOf, stateField, titleOf } from "./present.ts";
import { Words } from "./words.ts";

const document = JSON.parse(snapshot) as OpenApi;
const model = modelOf(document);
const complaints = resourceAtPath(model, "complaints");
if (!complaints) throw new Error("no complaints");

test("Every list of records is a resource, of those that services have", () => {
  const collections = model.resources.map(({ collection }) => collection);
  for (const name of [
    "parties",
    "contacts",
    "relationships",
    "services",
    "agreements",
    "complaints",
    "complaint-actions",
    "users",
    "calendars",
    "notices",
  ])
    expect(collections).toContain(name);
  expect(collections).not.toContain("sessions");
  expect(collections).not.toContain("timeline");
});

test("A resource has what can be done with it by the paths beside its list", () => {
  expect(complaints).toMatchObject({
    service: "complaints",
    type: "complaints.Complaint",
    create: "complaints_open",
    get: "complaints_get",
    counts: "complaints_count",
  });
  expect(complaints.moves.map(({ name }) => name)).toEqual(expect.arrayContaining(["acknowledge", "assess", "close", "reply"]));
  expect(complaints.sorts).toEqual(expect.arrayContaining(["received_at", "due_at"]));
  expect(complaints.ranges).toEqual(expect.arrayContaining(["received_at", "due_at"]));
  expect(complaints.searches && complaints.asOf && complaints.takesFields).toBe(true);
});

test("A field knows its kind, what it refers to and its values", () => {
  const field = (name: string) => complaints.fields.find((each) => each.name === name);
  expect(field("party")).toMatchObject({ kind: "ref", ref: "registry.Party" });
  expect(field("state")).toMatchObject({ kind: "choice", enumeration: "State" });
  expect(field("state")?.values).toContain("waiting_on_customer");
  expect(field("text")).toMatchObject({ kind: "long", personal: true });
  expect(field("received_at")?.kind).toBe("instant");
  expect(field("open")?.kind).toBe("flag");
  expect(field("clocks")).toMatchObject({ kind: "list", item: { kind: "record" } });
  expect(field("cost")?.kind ?? "money").toBe("money");
});

test("A filter takes what its list takes: values of an enumeration, ids, a flag", () => {
  const filter = (name: string) => complaints.filters.find((each) => each.name === name);
  expect(filter("state")?.values.length).toBeGreaterThan(5);
  expect(filter("owner")).toMatchObject({ kind: "ref", ref: "accounts.User" });
  expect(filter("open")?.kind).toBe("flag");
});

test("What an operation is asked has fields of its own, without the id of the path", () => {
  const route = document.paths["/api/v1/complaints/{id}/withdraw"]?.post;
  if (!route) throw new Error("no withdraw");
  expect(askedOf(model, route).map(({ name, required }) => [name, required])).toContainEqual(["reason", true]);
});

test("Columns are what the declaration ranks, and what the list is sorted by", () => {
  const names = columnsOf(complaints).map(({ name }) => name);
  expect(names).toContain("state");
  expect(names).toContain("due_at");
  expect(stateField(complaints)?.name).toBe("state");
});

test("A record is called as its declaration says, without ids; one of a kind that says nothing by its usual fields", () => {
  expect(titleOf(complaints, { id: "1", number: "C-2026-000001", subject: "Uplink fails" })).toBe("Uplink fails");
  expect(fill("{kind} of {party}", { kind: "sla", party: "01a22e4b-d11d-7636-8b59-31a4c7481b25" }, () => "Aurora")).toBe("sla of Aurora");
  expect(titleOf({ ...complaints, ui: {} }, { id: "1", name: "Fair" })).toBe("Fair");
});

test("A field that a newer service sends is shown under more, never lost", () => {
  const groups = groupsOf(complaints, { id: "1", subject: "x", region: "North", rank: 3 });
  expect(groups.find(({ group }) => group === "more")?.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ["region", "text"],
    ["rank", "number"],
  ]);
});

test("A record is found by the type that an id refers to", () => {
  expect(resourceOf(model, "registry.Party")?.collection).toBe("parties");
  expect(resourceOf(model, "loans.Loan")).toBeUndefined();
});

test("A request's field has the words of its record", () => {
  const words = new Words("en", { "Complaint.subject": "subject" });
  const subject = complaints.fields.find(({ name }) => name === "subject");
  expect(subject && labelOf(words, { ...subject, of: "NewComplaint" })).toBe("Subject");
});
