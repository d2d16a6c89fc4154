// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, press, shown } from "./shown.mjs";

test("the first Tab is a way past the frame", () =>
  shown("record", {}, async (page) => {
    await press(page, "Tab");
    assert.equal((await focused(page)).name, "Skip to the page");
    await press(page, "Enter");
    assert.equal((await focused(page)).role, "main");
  }));

test("a blocked move can be reached, says why and does nothing", () =>
  shown("controls", {}, async (page) => {
    const blocked = page.getByRole("button", { name: "Won" });
    assert.equal(await blocked.getAttribute("aria-disabled"), "true");
    assert.equal(await blocked.evaluate((one) => document.getElementById(one.getAttribute("aria-describedby")).textContent), "needs a signed agreement: draft one");
    await blocked.press("Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.did), undefined);
    await page.getByRole("button", { name: "1 more not possible now" }).press("Enter");
    await page.getByText("two actions are not done").waitFor();
  }));

test("a menu opens by an arrow, skips what is blocked in doing, and gives the focus back", () =>
  shown("controls", {}, async (page) => {
    const button = page.getByRole("button", { name: "Moves", exact: true });
    await button.focus();
    await press(page, "ArrowDown", "End", "ArrowUp", "Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.did), undefined, "what is blocked does nothing");
    await press(page, "Escape");
    await button.focus();
    await press(page, "ArrowDown", "a", "Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.did), "assign");
    await page.waitForFunction(() => document.activeElement?.textContent === "Moves");
  }));

test("tabs and segments go by arrows", () =>
  shown("controls", {}, async (page) => {
    await page.getByRole("tab", { name: "Timeline" }).focus();
    await press(page, "ArrowRight");
    assert.equal(await page.getByRole("tab", { name: /People/ }).getAttribute("aria-selected"), "true");
    await page.getByRole("radio", { name: "Me" }).focus();
    await press(page, "ArrowRight", "Space");
    assert.equal(await page.getByRole("radio", { name: "My team" }).getAttribute("aria-checked"), "true");
  }));

test("a link out of data leads only where nothing runs", () =>
  shown("controls", {}, async (page) => {
    assert.equal(await page.getByText("no link", { exact: true }).evaluate((one) => one.tagName), "SPAN");
    await page.getByRole("link", { name: "C-2026-000123" }).press("Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.went), "/complaints/C-2026-000123");
  }));

test("a dialog holds the focus, closes one layer by Esc and gives the focus back", () =>
  shown("layers", {}, async (page) => {
    await page.getByRole("button", { name: "A move" }).focus();
    await press(page, "Enter");
    await page.getByRole("dialog", { name: "Propose a solution" }).waitFor();
    assert.equal((await focused(page)).role, "input");
    await press(page, "Tab", "Tab", "Tab");
    assert.equal((await focused(page)).role, "input", "round and round");
    await press(page, "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal((await focused(page)).name, "A move");
  }));

test("a question about what cannot be taken back begins at No", () =>
  shown("layers", {}, async (page) => {
    await page.getByRole("button", { name: "A question" }).press("Enter");
    await page.getByRole("alertdialog").waitFor();
    assert.equal((await focused(page)).name, "Cancel");
  }));

test("three ways: arrows choose within a field, a text can be joined", () =>
  shown("layers", {}, async (page) => {
    await page.getByRole("button", { name: "A conflict" }).press("Enter");
    await page.getByRole("radio", { name: "What it is: Yours" }).focus();
    await press(page, "ArrowDown");
    assert.equal(await page.getByRole("radio", { name: "What it is: Both" }).isChecked(), true);
    const both = await page.getByRole("row").last().innerText();
    assert.match(both.replace(/removed:\s*140\s*/, ""), /160 people each\. They want one uplink/);
  }));

test("a message can be undone and is said to readers", () =>
  shown("layers", {}, async (page) => {
    await page.getByRole("button", { name: "A message" }).press("Enter");
    assert.match(await page.locator("[data-live=polite]").innerText(), /was acknowledged/);
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.did), "undone");
    assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  }));

test("the palette finds while one types, goes round, and opens in a new tab by Ctrl Enter", () =>
  shown("record", {}, async (page) => {
    await press(page, "Control+k");
    const box = page.getByRole("combobox", { name: "Search, go or do" });
    await box.waitFor();
    assert.equal((await focused(page)).role, "combobox");
    await page.keyboard.type("aurora");
    const chosen = () => page.getByRole("option", { selected: true }).innerText();
    assert.match(await chosen(), /Assign to Aurora/);
    await press(page, "ArrowDown");
    assert.match(await chosen(), /^Aurora Hosting/);
    await press(page, "ArrowUp", "ArrowUp");
    assert.match(await chosen(), /New meeting/);
    await press(page, "Control+Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.did), "meeting new");
    await press(page, "Control+k");
    await page.getByRole("button", { name: "Remove on 3 selected" }).click();
    assert.equal(await page.getByRole("button", { name: "Remove on 3 selected" }).count(), 0);
    await press(page, "Escape");
    await box.waitFor({ state: "detached" });
  }));
