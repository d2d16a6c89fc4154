// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, sideways } from "../lib/chromium.mjs";
import { pages, press, shown } from "./shown.mjs";

const looks = [
  { width: 1280, theme: "light", language: "en" },
  { width: 1280, theme: "dark", language: "zh" },
  { width: 390, height: 844, theme: "dark", language: "en", touch: true },
  { width: 320, height: 640, theme: "light", language: "zh", touch: true },
  { width: 900, theme: "light", language: "en" },
];

for (const look of looks) {
  for (const name of pages) {
    test(`${name} at ${look.width} px, ${look.theme}, ${look.language}: axe finds nothing, nothing scrolls sideways`, () =>
      shown(name, look, async (page) => {
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(await sideways(page), []);
      }));
  }
}

for (const name of pages) {
  test(`${name} in the reader's own colours`, () =>
    shown(name, { forced: true }, async (page) => assert.deepEqual(await axe(page, { without: ["color-contrast"] }), [])));
}

// In a menu a help or a key stands beside the name of an item; both are told as its description.
const open = ["region", "label-content-name-mismatch"];

test("nothing is wrong while menus, popovers and dialogs are open", async () => {
  await shown("controls", {}, async (page) => {
    await page.getByRole("button", { name: "Moves", exact: true }).click();
    assert.deepEqual(await axe(page, { without: open }), []);
  });
  for (const [button, theme] of [["A conflict", "light"], ["A question", "dark"], ["A move", "light"], ["A message", "dark"]]) {
    await shown("layers", { theme }, async (page) => {
      await page.getByRole("button", { name: button }).click();
      assert.deepEqual(await axe(page, { without: open }), []);
    });
  }
  await shown("list", {}, async (page) => {
    await press(page, "Control+k");
    assert.deepEqual(await axe(page), []);
  });
  await shown("fields", { theme: "dark" }, async (page) => {
    await page.getByRole("button", { name: /Stage/ }).click();
    assert.deepEqual(await axe(page, { without: open }), []);
  });
});

test("what is pressed is at least 24 px, on touch 44", async () => {
  const small = (page, least) =>
    page.evaluate((size) => {
      const pressed = document.querySelectorAll("button, [role=tab], input[type=checkbox], input[type=radio], .chip-remove");
      return [...pressed]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".text-button, .skip"))
        .map((one) => ({ name: one.className, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < size - 0.5 || box.width < size - 0.5))
        .map(({ name, box }) => `${name} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }, least);
  for (const name of pages) {
    await shown(name, {}, async (page) => assert.deepEqual(await small(page, 24), [], `${name} by pointer`));
    await shown(name, { width: 390, height: 844, touch: true }, async (page) => assert.deepEqual(await small(page, 40), [], `${name} by thumb`));
  }
});
