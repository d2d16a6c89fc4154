// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { watch, web } from "../lib/chromium.mjs";
import { signIn } from "../lib/people.mjs";
import { begun, passed } from "./begun.mjs";

const { chromium } = createRequire(`${web}package.json`)("playwright-core");
const profile = () => mkdtemp(join(tmpdir(), "rapport-profile-"));
const start = (folder) => chromium.launchPersistentContext(folder, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"], viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: "en-GB", reducedMotion: "reduce" });

test("4: half a complaint outlives a crash of the browser, and one effect comes of a gateway that was away", async () => {
  const { deployment } = await begun({ complaints: 0, people: { agent: ["agent"], other: ["agent"] } });
  const folder = await profile();
  let browser = await start(folder);
  try {
    let page = browser.pages()[0] ?? (await browser.newPage());
    await signIn(page, deployment, "agent", "/complaints/new");
    await page.getByRole("textbox", { name: "Subject" }).fill("The uplink fails at night");
    await page.getByRole("textbox", { name: /^Text/ }).fill("Half of what they");
    await page.waitForTimeout(800);
    const lost = new Promise((gone) => browser.once("close", gone));
    const debug = await browser.newCDPSession(page);
    debug.send("Browser.crash").catch(() => undefined);
    await Promise.race([lost, new Promise((late) => setTimeout(late, 5000))]);
    await browser.close().catch(() => undefined);

    browser = await start(folder);
    page = browser.pages()[0] ?? (await browser.newPage());
    const wrong = watch(page, deployment.origin, [/Failed to load resource/, /ERR_CONNECTION/]);
    await page.goto(`${deployment.origin}/complaints/new`);
    await page.locator(".frame, .sign").first().waitFor();
    if (await page.locator(".sign").count()) await signIn(page, deployment, "agent", "/complaints/new");
    const text = page.getByRole("textbox", { name: /^Text/ });
    await text.waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll("textarea")].some((one) => one.value === "Half of what they"));
    assert.equal(await page.getByRole("textbox", { name: "Subject" }).inputValue(), "The uplink fails at night");
    await passed(page, "4-draft");

    await text.fill("Half of what they said, and the other half.");
    await page.getByRole("combobox", { name: /^Party/ }).click();
    await page.getByRole("option", { name: /Aurora/ }).click();
    await deployment.halt();
    await page.locator(".save-bar .button-primary").click();
    await page.waitForTimeout(1500);
    await deployment.resume();
    await page.getByRole("heading", { level: 1, name: "The uplink fails at night" }).waitFor({ timeout: 30_000 }).catch(async () => {
      await page.locator(".save-bar .button-primary").click();
      await page.getByRole("heading", { level: 1, name: "The uplink fails at night" }).waitFor();
    });
    const { items } = await deployment.ask("GET", "/complaints");
    assert.equal(items.filter((one) => one.subject === "The uplink fails at night").length, 1, "exactly one");
    assert.deepEqual(wrong, []);
  } finally {
    await browser.close().catch(() => undefined);
    await deployment.end();
    await rm(folder, { recursive: true, force: true });
  }
});
