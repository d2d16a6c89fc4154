// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, press, shown } from "./shown.mjs";

const at = (page) =>
  page.evaluate(() => {
    const cell = document.activeElement;
    return { row: Number(cell?.closest("[role=row]")?.getAttribute("aria-rowindex")), column: Number(cell?.getAttribute("aria-colindex")) };
  });

async function enter(page) {
  await page.getByRole("grid").locator("[tabindex='0']").first().focus();
  await press(page, "Control+Home", "ArrowRight");
}

test("says how many rows there are, where each is and how it is sorted", () =>
  shown("list", {}, async (page) => {
    const grid = page.getByRole("grid", { name: "Open complaints" });
    assert.equal(await grid.getAttribute("aria-rowcount"), "10001");
    assert.equal(await grid.getAttribute("aria-multiselectable"), "true");
    assert.equal(await page.getByRole("columnheader", { name: "Next clock" }).getAttribute("aria-sort"), "ascending");
    assert.ok((await page.getByRole("row").count()) <= 41, "only what is seen is in the page");
  }));

test("arrows, Home, End, page keys and Ctrl lead through all ten thousand rows", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    assert.deepEqual(await at(page), { row: 2, column: 2 });
    await press(page, "ArrowDown", "ArrowDown", "ArrowRight");
    assert.deepEqual(await at(page), { row: 4, column: 3 });
    await press(page, "End");
    assert.deepEqual(await at(page), { row: 4, column: 6 });
    await press(page, "Home");
    assert.deepEqual(await at(page), { row: 4, column: 1 });
    await press(page, "PageDown");
    assert.ok((await at(page)).row > 10);
    await press(page, "Control+End");
    await page.waitForFunction(() => document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex") === "10001");
    await press(page, "Control+Home");
    await page.waitForFunction(() => document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex") === "2");
  }));

test("the focus is not hidden by the head when one goes up", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    await press(page, "PageDown", "PageDown", ...Array(14).fill("ArrowUp"));
    const hidden = await page.evaluate(() => {
      const cell = document.activeElement.getBoundingClientRect();
      return cell.top < document.querySelector(".grid-head").getBoundingClientRect().bottom - 1;
    });
    assert.equal(hidden, false);
  }));

test("the keyboard's row stays while one scrolls by wheel", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, 60_000));
    await page.waitForTimeout(120);
    assert.deepEqual(await at(page), { row: 2, column: 2 });
  }));

test("from the head one sorts by Enter and turns round by Enter again", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    await press(page, "ArrowUp", "Enter");
    const subject = page.getByRole("columnheader", { name: "Subject" });
    assert.equal(await subject.getAttribute("aria-sort"), "ascending");
    await press(page, "Enter");
    assert.equal(await subject.getAttribute("aria-sort"), "descending");
  }));

test("Space and x select, Shift takes a stretch, the head all; sorting keeps the selection", () =>
  shown("list", {}, async (page) => {
    const count = () => page.locator(".bulk-count").innerText();
    await enter(page);
    await press(page, "Space");
    assert.equal(await count(), "4 selected");
    await press(page, "x");
    assert.equal(await count(), "3 selected");
    await press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown");
    assert.equal(await count(), "5 selected");
    await page.getByRole("columnheader", { name: "Prio" }).click();
    assert.equal(await count(), "5 selected");
    await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
    assert.equal(await count(), "10,000 selected");
    await page.getByRole("button", { name: "Clear the selection" }).click();
    assert.equal(await page.locator(".bulk").count(), 0);
  }));

test("Enter opens the row, Ctrl Enter in a new tab, the link takes a click", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    await press(page, "Control+Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.went), "#record/C-2026-000100 new");
    await page.goBack().catch(() => undefined);
    await shown("list", {}, async (fresh) => {
      await enter(fresh);
      await press(fresh, "Enter");
      assert.equal(await fresh.evaluate(() => document.body.dataset.went), "#record/C-2026-000100");
      await fresh.getByRole("heading", { level: 1, name: "Managed network" }).waitFor();
    });
  }));

test("F2 edits the cell, Esc leaves it, Enter ends it; the focus is back in the cell", () =>
  shown("list", {}, async (page) => {
    await enter(page);
    await press(page, "F2");
    assert.equal((await focused(page)).role, "input");
    await press(page, "Escape");
    assert.deepEqual(await at(page), { row: 2, column: 2 });
    await press(page, "F2");
    await page.keyboard.type("x");
    await press(page, "Enter");
    assert.deepEqual(await at(page), { row: 2, column: 2 });
  }));

test("on the phone a row is a card, and its box is as large as a thumb", () =>
  shown("list", { width: 390, height: 844, touch: true }, async (page) => {
    const box = await page.getByRole("checkbox", { name: /C-2026-000100/ }).boundingBox();
    assert.ok(box.width >= 44 && box.height >= 44);
    await page.getByRole("checkbox", { name: /C-2026-000100/ }).tap();
    assert.equal(await page.locator(".bulk-count").innerText(), "4 selected");
  }));
