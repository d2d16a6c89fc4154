// SPDX-License-Identifier: MIT
// Ten thousand rows and the largest form, measured; a table with its bars, and 1 if one is broken.
import { fileURLToPath } from "node:url";
import { context, launch } from "./lib/chromium.mjs";
import { serve } from "./lib/serve.mjs";

const site = await serve(fileURLToPath(new URL("../../build/specimen/", import.meta.url)));
const browser = await launch();
const rows = [];
const bar = (what, value, most, unit) => rows.push({ what, value: `${Math.round(value * 10) / 10} ${unit}`, bar: `≤ ${most} ${unit}`, held: value <= most ? "yes" : "NO" });
const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

async function open(name) {
  const around = await context(browser, { still: false });
  const page = await around.newPage();
  const debug = await around.newCDPSession(page);
  await debug.send("Performance.enable");
  await page.addInitScript(() => {
    window.seen = { shift: 0, input: [] };
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.shift += one.value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) window.seen.input.push(one.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  await page.goto(`${site.origin}/#${name}`);
  await page.waitForSelector("h1");
  const metric = async (name) => (await debug.send("Performance.getMetrics")).metrics.find((one) => one.name === name).value;
  return { page, debug, metric };
}

{
  const { page, debug, metric } = await open("list");
  bar("layout shift of the list", await page.evaluate(() => window.seen.shift), 0.02, "");
  const before = await metric("ScriptDuration");
  const frames = await page.evaluate(async () => {
    const grid = document.querySelector("[role=grid]");
    const gaps = [];
    let last = performance.now();
    for (let at = 0; at < 120; ++at) {
      grid.scrollTop += 640;
      await new Promise(requestAnimationFrame);
      gaps.push(performance.now() - last);
      last = performance.now();
    }
    return gaps.sort((a, b) => a - b);
  });
  bar("frame while scrolling 10,000 rows, p95", share(frames, 0.95), 32, "ms");
  bar("script for 120 such frames, each", (((await metric("ScriptDuration")) - before) * 1000) / 120, 16, "ms");
  bar("rows in the page", await page.getByRole("row").count(), 41, "");
  bar("nodes in the page", await page.evaluate(() => document.querySelectorAll("*").length), 1500, "");
  await debug.send("HeapProfiler.collectGarbage");
  const heap = await metric("JSHeapUsedSize");
  await page.evaluate(async () => {
    const pages = ["record", "figures", "fields", "list"];
    for (let at = 0; at < 200; ++at) {
      location.hash = pages[at % 4];
      await new Promise((next) => setTimeout(next, 20));
    }
    location.hash = "list";
    await new Promise((next) => setTimeout(next, 500));
  });
  await debug.send("HeapProfiler.collectGarbage");
  bar("heap after 200 page changes, growth", ((await metric("JSHeapUsedSize")) - heap) / 1e6, 10, "MB");
}
{
  const { page } = await open("fields");
  await page.getByRole("textbox", { name: "What it is optional" }).focus();
  await page.keyboard.type("They want one uplink more than today.", { delay: 30 });
  const input = (await page.evaluate(() => window.seen.input)).sort((a, b) => a - b);
  bar("typing in the form, p98", share(input, 0.98) ?? 0, 50, "ms");
}
console.table(rows);
await browser.close();
await site.close();
if (rows.some((row) => row.held === "NO")) process.exitCode = 1;
