// SPDX-License-Identifier: MIT
import locales from "@react-aria/optimize-locales-plugin";
import { defineConfig } from "vite";

/** The page of all parts: built for the tests and for looking at, never shipped. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [{ ...locales.vite({ locales: ["en-US", "zh-CN"] }), enforce: "pre" }],
  base: "./",
  build: {
    outDir: "../../../../build/specimen",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
});
