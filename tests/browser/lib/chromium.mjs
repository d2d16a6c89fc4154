// SPDX-License-Identifier: MIT
// Debian's Chromium, and pages that remember everything that should not have happened on them.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export const web = fileURLToPath(new URL("../../../services/gateway/web/", import.meta.url));
export const out = fileURLToPath(new URL("../../../build/browser/", import.meta.url));
const require = createRequire(`${web}package.json`);
const { chromium } = require("playwright-core");
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

export async function launch(options = {}) {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"], ...options });
}

/** What a page looks like: width, theme, language, touch, forced colours. */
export async function context(browser, { width = 1280, height = 900, theme = "light", language = "en", touch = false, forced = false, still = true } = {}) {
  return browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: language === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Europe/Berlin",
    hasTouch: touch,
    isMobile: touch,
    forcedColors: forced ? "active" : "none",
    reducedMotion: still ? "reduce" : "no-preference",
    bypassCSP: false,
  });
}

/** Errors of the console, messages of the policy, requests to elsewhere. `allow` names answers that are expected to fail. */
export function watch(page, origin, allow = []) {
  const wrong = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !allow.some((one) => one.test(text))) wrong.push(`console: ${text}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) wrong.push(`request to ${url}`);
  });
  return wrong;
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong, one line each. It is put in by the debugger, so the policy stays as it is. */
export async function axe(page, { without = [] } = {}) {
  await page.evaluate(`${axeSource}; undefined`);
  const found = await page.evaluate(
    ([tags, off]) => window.axe.run(document, { runOnly: tags, rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])) }),
    [rules, without],
  );
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help})`));
}

/** Whether the page itself scrolls sideways. */
export function sideways(page) {
  return page.evaluate(() => {
    const boxes = [document.scrollingElement, document.querySelector(".frame-page")].filter(Boolean);
    return boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => `${box.className || box.tagName}: ${box.scrollWidth} > ${box.clientWidth}`);
  });
}
