// SPDX-License-Identifier: MIT
// Pictures of the page of all parts: each page, 1280, 390 and 320 px, light and dark, en and zh, to build/browser/parts.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { context, launch, out } from "./lib/chromium.mjs";
import { serve } from "./lib/serve.mjs";

const site = await serve(fileURLToPath(new URL("../../build/specimen/", import.meta.url)));
const browser = await launch();
const only = process.argv.slice(2);
const pages = ["controls", "fields", "list", "record", "layers", "figures", "states", "sign"].filter((page) => !only.length || only.includes(page));
await mkdir(`${out}parts`, { recursive: true });
for (const [width, theme, language] of [[1280, "light", "en"], [1280, "dark", "zh"], [390, "light", "zh"], [390, "dark", "en"], [320, "light", "en"]]) {
  const around = await context(browser, { width, height: width < 700 ? 844 : 900, theme, language, touch: width < 700 });
  for (const name of pages) {
    const page = await around.newPage();
    page.on("pageerror", (error) => console.log(name, error.message));
    await page.goto(`${site.origin}/?lang=${language}#${name}`);
    await page.waitForSelector("h1");
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${out}parts/${name}-${width}-${theme}-${language}.png` });
    await page.close();
  }
  await around.close();
}
await browser.close();
await site.close();
