// SPDX-License-Identifier: MIT
// Sizes are bars: the first load, each chunk, and all of it. Fails where one is passed; the manifest stays out of what is served.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BARS = { first: 200, chunk: 90, all: 900 }; // kB by gzip
const folder = process.argv[2] ?? process.env.RAPPORT_WEB ?? "dist";
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000);
  return sizes.get(file);
};

const first = new Set(["index.html"]);
const take = (key) => {
  const chunk = manifest[key];
  if (!chunk || first.has(chunk.file)) return;
  first.add(chunk.file);
  for (const sheet of chunk.css ?? []) first.add(sheet);
  for (const other of chunk.imports ?? []) take(other);
};
take("index.html");
const words = Object.values(manifest).filter((chunk) => /words\/(en|zh)\.ts$/.test(chunk.src ?? ""));
const largestWords = words.sort((a, b) => size(b.file) - size(a.file))[0];
if (largestWords) first.add(largestWords.file);

const sum = (list) => [...list].reduce((total, file) => total + size(file), 0);
const scripts = readdirSync(join(folder, "assets"))
  .filter((name) => name.endsWith(".js"))
  .map((name) => `assets/${name}`);
const entry = manifest["index.html"]?.file;
const largest = scripts.filter((file) => !first.has(file) || file !== entry).sort((a, b) => size(b) - size(a))[0];
const measured = { first: sum(first), chunk: largest ? size(largest) : 0, all: sum(scripts) };
let passed = true;
for (const [name, bar] of Object.entries(BARS)) {
  const over = measured[name] > bar;
  passed &&= !over;
  const what = name === "chunk" ? ` (${largest})` : "";
  console.log(`${over ? "TOO LARGE " : ""}${name}: ${measured[name].toFixed(1)} kB of ${bar} kB gzip${what}`);
}
if (existsSync(join(folder, "manifest.json"))) rmSync(join(folder, "manifest.json"));
process.exit(passed ? 0 : 1);
