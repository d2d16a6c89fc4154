// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { password } from "../lib/people.mjs";
import { begun, launch, passed, signedIn } from "./begun.mjs";

test("13: an auditor sees every page and no control that changes; the interface refuses every move", async () => {
  const { deployment, complaints } = await begun({ people: { auditor: ["auditor"] } });
  const browser = await launch();
  try {
    const { page, wrong } = await signedIn(browser, deployment, "auditor");
    const pages = await page.locator(".navigation a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.ok(pages.length > 3, "an auditor has pages");
    for (const path of pages) {
      await page.goto(`${deployment.origin}${path}`);
      await page.locator("h1").waitFor();
      await page.locator("[aria-busy=true]").waitFor({ state: "detached", timeout: 5000 }).catch(() => undefined);
      assert.equal(await page.getByRole("main").getByRole("button", { name: /^New/ }).or(page.getByRole("main").getByRole("link", { name: /^New/ })).count(), 0, `nothing new at ${path}`);
      await passed(page, `13-${path.replaceAll("/", "_") || "home"}`);
    }
    await page.goto(`${deployment.origin}/complaints/${complaints[0].number}`);
    await page.getByRole("heading", { level: 1, name: complaints[0].subject }).waitFor();
    assert.equal(await page.locator(".moves button").count(), 0, "no move is offered");
    await page.getByRole("heading", { name: /History/ }).waitFor();
    await passed(page, "13-one");
    assert.deepEqual(wrong, []);

    const signed = await fetch(`${deployment.origin}/api/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: "auditor", password }) });
    const cookie = signed.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
    const { csrf } = await signed.json();
    const document = await (await fetch(`${deployment.origin}/api/openapi.json`)).json();
    const moves = Object.entries(document.paths).filter(([path, item]) => item.post && /\{id\}\/\w+$/.test(path));
    assert.ok(moves.length > 10);
    for (const [path] of moves) {
      const answer = await fetch(deployment.origin + path.replace("{id}", complaints[0].id), {
        method: "POST",
        headers: { "Content-Type": "application/json", Cookie: cookie, "X-CSRF-Token": csrf, "Idempotency-Key": crypto.randomUUID() },
        body: "{}",
      });
      assert.equal(answer.status, 403, `${path} refuses: ${answer.status}`);
    }
  } finally {
    await browser.close();
    await deployment.end();
  }
});
