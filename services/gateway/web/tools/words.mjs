// SPDX-License-Identifier: MIT
// Words are complete: every file has the same keys in both languages, with the same arguments, and each key that the sources name is there.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = join(dirname(fileURLToPath(import.meta.url)), "../source");
const wrong = [];

function* files(at) {
  for (const name of readdirSync(at)) {
    const path = join(at, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}
const all = [...files(source)];

/// The names of the arguments of an ICU message, at any depth.
export function argumentsOf(message) {
  const found = new Set();
  for (const match of message.matchAll(/\{\s*([a-zA-Z_][\w.]*)\s*[,}]/g)) {
    const before = message.slice(0, match.index);
    // What stands behind a selector is text of a branch, such as `one {file}`.
    if (match[0].endsWith("}") && /(?:\w|=\d+)\s+$/.test(before) && inPlural(before)) continue;
    found.add(match[1]);
  }
  return [...found].sort().join(" ");
}
function inPlural(before) {
  const open = before.lastIndexOf("{");
  return (
    open >= 0 &&
    /\{\s*\w+\s*,\s*(plural|select|selectordinal)\s*,[^{}]*$/.test(before.replace(/\{[^{}]*\}/g, (part) => " ".repeat(part.length)))
  );
}

const known = new Set();
for (const en of all.filter((path) => /words\/en\.json$/.test(path))) {
  const zh = en.replace(/en\.json$/, "zh.json");
  if (!existsSync(zh)) {
    wrong.push(`${zh} is missing`);
    continue;
  }
  const [ours, theirs] = [en, zh].map((path) => JSON.parse(readFileSync(path, "utf8")));
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    known.add(key);
    if (!(key in ours)) wrong.push(`en lacks ${key}`);
    else if (!(key in theirs)) wrong.push(`zh lacks ${key}`);
    else if (argumentsOf(ours[key]) !== argumentsOf(theirs[key]))
      wrong.push(`${key} has other arguments in zh: ${argumentsOf(ours[key])} / ${argumentsOf(theirs[key])}`);
  }
}

const used = new Set();
for (const path of all.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"))) {
  for (const match of readFileSync(path, "utf8").matchAll(/\b(?:t|words|word)\(\s*"([a-z_]+\.[\w.]+)"/g)) {
    used.add(match[1]);
    if (!known.has(match[1])) wrong.push(`${path.slice(source.length + 1)} uses ${match[1]}, which has no word`);
  }
}
for (const line of wrong) console.error(line);
if (!wrong.length) console.log(`words: ${known.size} keys in en and zh`);
process.exit(wrong.length ? 1 : 0);
