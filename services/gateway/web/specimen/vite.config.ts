// SPDX-License-Identifier: MIT
import { defineConfig } from "vite";

/** The page of all parts: built for the tests and for looking at, never shipped. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  build: {
    outDir: "../../../../build/specimen",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
});
