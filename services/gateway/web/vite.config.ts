// SPDX-License-Identifier: MIT
import locales from "@react-aria/optimize-locales-plugin";
import { defineConfig } from "vite";
import { knownCollections, routesFile } from "./tools/routes.mjs";

const gateway = process.env.RAPPORT_GATEWAY ?? "http://127.0.0.1:8080";

/// The lines that tell the gateway at which paths the workplace stands.
const routes = {
  name: "routes",
  generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: string }): void }) {
    this.emitFile({ type: "asset", fileName: "routes.txt", source: routesFile() });
  },
};

export default defineConfig({
  // React Aria carries 34 languages: these two are ours.
  plugins: [{ ...locales.vite({ locales: ["en-US", "zh-CN"] }), enforce: "pre" }, routes],
  define: { RAPPORT_COLLECTIONS: JSON.stringify(knownCollections()) },
  build: {
    target: "es2023",
    outDir: process.env.RAPPORT_WEB ?? "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      onLog(level, log, handle) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log); // "use client" means nothing here
      },
    },
  },
  server: { port: 5173, strictPort: true, proxy: { "/api": gateway, "/feedback": gateway, "/style.css": gateway } },
});
