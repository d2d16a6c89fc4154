// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, press, shown } from "./shown.mjs";

const sent = (page) => page.locator(".specimen").getAttribute("data-sent");

test("every field has a name, its help and its error with it; optional is said", () =>
  shown("fields", {}, async (page) => {
    const amount = page.getByRole("textbox", { name: "Amount" });
    assert.equal(await amount.getAttribute("aria-invalid"), "true");
    const said = await amount.evaluate((one) => one.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
    assert.match(said, /A year, without tax\..*The agreement allows/);
    await page.getByRole("textbox", { name: "What it is optional" }).waitFor();
    await page.getByRole("group", { name: "Expected close" }).waitFor();
  }));

test("a link of the error summary leads into its field", () =>
  shown("fields", {}, async (page) => {
    await page.getByRole("button", { name: "Expected close" }).first().click();
    assert.equal((await focused(page)).field, "close");
    await page.getByRole("button", { name: "Amount", exact: true }).click();
    assert.equal((await focused(page)).field, "amount");
  }));

test("Ctrl Enter saves from any field, Enter in a long text does not", () =>
  shown("fields", {}, async (page) => {
    await page.getByRole("textbox", { name: "What it is optional" }).focus();
    await press(page, "Enter");
    assert.equal(await sent(page), "0");
    await press(page, "Control+Enter");
    await page.waitForFunction(() => document.querySelector(".specimen").dataset.sent === "1");
    assert.equal((await focused(page)).role, "textarea");
  }));

test("a number is written as the region does, a length of time as people do", () =>
  shown("fields", {}, async (page) => {
    const odds = page.getByRole("textbox", { name: "Probability" });
    await odds.fill("130");
    await odds.press("Tab");
    assert.equal(await odds.inputValue(), "100", "held to its bounds");
    const within = page.getByRole("textbox", { name: "Answer within optional" });
    for (const [typed, read] of [["1:40", "1 h 40 min"], ["2 h", "2 h"], ["90", "1 h 30 min"], ["1 小时 5 分", "1 h 5 min"]]) {
      await within.fill(typed);
      await within.press("Tab");
      assert.equal(await within.inputValue(), read);
    }
    await within.fill("soon");
    await within.press("Tab");
    assert.equal(await within.inputValue(), "soon", "what was typed stays");
    await page.getByText("Is not a length of time.").waitFor();
  }));

test("a day goes by keys and by the calendar", () =>
  shown("fields", {}, async (page) => {
    const day = page.getByRole("group", { name: "Expected close" });
    await day.getByRole("spinbutton", { name: /day/ }).focus();
    await press(page, "ArrowUp");
    assert.match(await day.innerText(), /10/);
    await day.getByRole("button").focus();
    await press(page, "Enter");
    await page.getByRole("grid").waitFor();
    await press(page, "ArrowRight", "Enter");
    await page.getByRole("grid").waitFor({ state: "detached" });
    assert.match(await day.innerText(), /11\s*\/\s*11/);
  }));

test("the Chinese calendar speaks Chinese", () =>
  shown("fields", { language: "zh" }, async (page) => {
    await page.getByRole("group", { name: "预计成交" }).getByRole("button").click();
    await page.getByText("2026年11月").first().waitFor();
    await page.getByRole("button", { name: "下一页" }).or(page.getByRole("button", { name: /下/ })).first().waitFor();
  }));

test("a reference is found by typing; what was typed and not chosen goes back", () =>
  shown("fields", {}, async (page) => {
    const party = page.getByRole("combobox", { name: "Party" });
    await party.fill("kes");
    await page.getByRole("option", { name: /Kestrel/ }).waitFor();
    await press(page, "ArrowDown", "Enter");
    assert.equal(await party.inputValue(), "Kestrel Bank");
    await party.fill("nobody");
    await page.getByText("Nothing found").waitFor();
    await press(page, "Escape", "Tab");
    assert.equal(await party.inputValue(), "Kestrel Bank");
  }));

test("several are tokens, each with its own way out", () =>
  shown("fields", {}, async (page) => {
    await page.getByRole("combobox", { name: /Watchers/ }).click();
    await page.keyboard.type("aur");
    await page.getByRole("option", { name: /Aurora/ }).waitFor();
    await press(page, "ArrowDown");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-activedescendant"));
    await press(page, "Enter", "Escape");
    await page.getByRole("button", { name: "Remove Aurora Hosting" }).waitFor();
    const tags = page.getByRole("textbox", { name: /Tags/ });
    await tags.fill("kiel");
    await press(page, "Enter");
    await page.getByRole("button", { name: "Remove kiel" }).waitFor();
    await press(page, "Backspace");
    assert.equal(await page.getByRole("button", { name: "Remove kiel" }).count(), 0);
  }));

test("rows of a list are added, moved and taken away by buttons, and it is said where each went", () =>
  shown("fields", {}, async (page) => {
    await page.getByRole("button", { name: "Move Offer up" }).press("Enter");
    assert.equal(await page.getByRole("textbox", { name: "Step 1" }).inputValue(), "Offer");
    assert.match(await page.locator("[data-live=polite]").innerText(), /Offer is now 1 of 2/);
    await page.getByRole("button", { name: "Add a step" }).press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
    await page.keyboard.type("Contract");
    await page.getByRole("button", { name: "Remove Contract" }).press("Enter");
    assert.equal(await page.getByRole("textbox", { name: /^Step/ }).count(), 2);
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  }));

test("a choice of states is a list with shapes; a password can be looked at", () =>
  shown("fields", {}, async (page) => {
    const stage = page.getByRole("button", { name: /Stage/ });
    await stage.focus();
    await press(page, "Enter");
    await page.getByRole("listbox").waitFor();
    await page.keyboard.type("neg");
    await press(page, "Enter");
    assert.match(await stage.innerText(), /Negotiation/);
    const password = page.getByLabel("Password", { exact: true });
    assert.equal(await password.getAttribute("type"), "password");
    await page.getByRole("button", { name: "Show the password" }).click();
    assert.equal(await password.getAttribute("type"), "text");
  }));

test("a filter: the chip opens to its values, a new one is added, a cross takes it away", () =>
  shown("list", {}, async (page) => {
    await page.getByRole("button", { name: /^State/ }).press("Enter");
    await page.getByRole("checkbox", { name: "Assessed" }).uncheck();
    await page.getByRole("button", { name: "Done" }).press("Enter");
    await page.getByRole("button", { name: "State Investigating, Proposed" }).waitFor();
    await page.getByRole("button", { name: /^Filter/ }).press("Enter");
    await page.getByRole("menuitem", { name: "Escalated" }).press("Enter");
    await page.getByRole("checkbox", { name: "yes" }).check();
    await press(page, "Escape");
    await page.getByRole("button", { name: "Escalated yes" }).waitFor();
    await page.getByRole("button", { name: "Remove Party" }).press("Enter");
    assert.equal(await page.getByRole("button", { name: /^Party/ }).count(), 0);
  }));

test("a chart's mark is a link with its value; the table says the same", () =>
  shown("figures", {}, async (page) => {
    await page.getByRole("link", { name: "Aurora, May: 72" }).focus();
    await press(page, "Enter");
    assert.equal(await page.evaluate(() => document.body.dataset.went), "/figures/nps/events?month=2026-05");
    await page.getByRole("button", { name: "Table", exact: true }).press("Enter");
    await page.getByRole("cell", { name: "72" }).waitFor();
  }));

test("a card of the board is moved by its button", () =>
  shown("figures", {}, async (page) => {
    await page.getByRole("button", { name: "Move C-2026-000110" }).press("Enter");
    await page.getByRole("menuitem", { name: "Done" }).press("Enter");
    await page.getByRole("region", { name: "Done" }).getByText("Credit note missing").waitFor();
  }));
