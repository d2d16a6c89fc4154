// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, launch, passed, signedIn } from "./begun.mjs";

test("3: two change one complaint: untouched fields take theirs, both changed are asked about, both stay in the history", async () => {
  const { deployment, complaints } = await begun({ people: { first: ["agent"], second: ["agent"] }, complaints: 1 });
  const browser = await launch();
  const [complaint] = complaints;
  try {
    const { page, wrong } = await signedIn(browser, deployment, "first", { path: `/complaints/${complaint.number}`, allow: [/412|409/] });
    await page.getByRole("button", { name: /^Change/ }).or(page.getByRole("link", { name: /^Change/ })).first().click();
    const subject = page.getByRole("textbox", { name: "Subject" });
    await subject.waitFor();
    await subject.fill("Network interruptions at the Hamburg and Kiel sites");
    const now = await deployment.ask("GET", `/complaints/${complaint.id}`);
    await deployment.ask("PATCH", `/complaints/${complaint.id}`, { version: now.version, subject: "Network interruptions at the Lisbon site", category: "network" }, { "If-Match": `"${now.version}"` });
    await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "network"), undefined, { timeout: 10_000 });
    assert.equal(await subject.inputValue(), "Network interruptions at the Hamburg and Kiel sites", "mine stays");
    await passed(page, "3-theirs-comes");
    await page.locator(".save-bar .button-primary").click();
    const dialog = page.getByRole("dialog");
    if (await dialog.waitFor({ timeout: 5000 }).then(() => true, () => false)) {
      await passed(page, "3-conflict");
      await dialog.getByRole("radio", { name: /Yours/ }).first().check();
      await dialog.locator(".button-primary").click();
    }
    await page.getByRole("heading", { level: 1, name: "Network interruptions at the Hamburg and Kiel sites" }).waitFor();
    const after = await deployment.ask("GET", `/complaints/${complaint.id}`);
    assert.equal(after.subject, "Network interruptions at the Hamburg and Kiel sites");
    assert.equal(after.category, "network");
    const { items } = await deployment.ask("GET", `/complaints/${complaint.id}/history`);
    assert.ok(JSON.stringify(items).includes("Lisbon") && JSON.stringify(items).includes("Kiel"), "both are in the history");
    assert.deepEqual(wrong, []);
  } finally {
    await browser.close();
    await deployment.end();
  }
});
