// SPDX-License-Identifier: MIT
// A deployment with people and complaints in it, and pages of it that are held to what every page is held to.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { axe, context, launch, out, sideways, watch } from "../lib/chromium.mjs";
import { deploy } from "../lib/deployment.mjs";
import { person, signIn } from "../lib/people.mjs";

export async function begun({ people = { agent: ["agent"] }, complaints = 3 } = {}) {
  const deployment = await deploy();
  for (const [name, roles] of Object.entries(people)) await person(deployment, name, roles);
  const party = await deployment.ask("POST", "/parties", { name: "Aurora Hosting", sort: "organisation" });
  const opened = [];
  for (let at = 0; at < complaints; ++at) {
    const subject = ["Network interruptions at the Hamburg site", "Invoices sent twice for October", "汉堡站点网络中断"][at % 3];
    opened.push(await deployment.ask("POST", "/complaints", { party: party.id, subject, text: "It happened again tonight." }));
  }
  return { deployment, party, complaints: opened };
}

/** Axe and sideways scrolling where one stands, with a picture. */
export async function passed(page, name) {
  assert.deepEqual(await axe(page), [], `axe at ${name}`);
  assert.deepEqual(await sideways(page), [], `sideways at ${name}`);
  await mkdir(`${out}scenarios`, { recursive: true });
  await page.screenshot({ path: `${out}scenarios/${name}.png` });
}

/** A signed-in page, and what went wrong on it. */
export async function signedIn(browser, deployment, name, { path = "/", look = {}, allow = [] } = {}) {
  const around = await context(browser, look);
  const page = await around.newPage();
  const wrong = watch(page, deployment.origin, allow);
  await signIn(page, deployment, name, path);
  return { around, page, wrong };
}

export { launch };
