// SPDX-License-Identifier: MIT
// Opens a page of the parts and, when the test ends, holds it to what every page is held to.
import assert from "node:assert/strict";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { context, launch, watch } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";

const site = await serve(fileURLToPath(new URL("../../../build/specimen/", import.meta.url)));
const browser = await launch();
after(async () => {
  await browser.close();
  await site.close();
});

/** Runs `act` on a page; no error of the console, no message of the policy and no request elsewhere may be left behind. */
export async function shown(name, look, act) {
  const around = await context(browser, look);
  const page = await around.newPage();
  const wrong = watch(page, site.origin);
  try {
    const query = new URLSearchParams({ lang: look.language ?? "en", ...(look.density ? { density: look.density } : {}) });
    await page.goto(`${site.origin}/?${query}#${name}`);
    await page.waitForSelector("h1");
    await act(page);
    assert.deepEqual(wrong, []);
  } finally {
    await around.close();
  }
}

export const pages = ["controls", "fields", "list", "record", "layers", "figures", "states", "sign"];

/** Presses keys one after another. */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** Name and role of what has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    const name = at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? "";
    return { role: at?.getAttribute("role") ?? at?.tagName.toLowerCase(), name, field: at?.closest("[data-field]")?.dataset.field };
  });
}
