// SPDX-License-Identifier: MIT
// Beside each file of the built folder that gains by it: the same by Brotli and by gzip, as the gateway serves them. Reproducible.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2] ?? process.env.RAPPORT_WEB ?? "dist";

function* files(at) {
  for (const name of readdirSync(at).sort()) {
    const path = join(at, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

for (const path of [...files(folder)]) {
  if (!/\.(js|css|html|svg|json|webmanifest)$/.test(path) || path.endsWith("manifest.json")) continue;
  const bytes = readFileSync(path);
  if (bytes.length < 1024) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
