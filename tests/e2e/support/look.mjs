// What a person sees, kept as pictures.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { violations } from "./accessibility.mjs";

/** Takes a picture of a screen, and finds nothing wrong with it. */
export function looker(page, name) {
  let count = 0;
  return async (screen) => {
    count += 1;
    const folder = join("tmp/screens", `account-${name}`);
    await mkdir(folder, { recursive: true });
    await page.screenshot({
      path: join(folder, `${String(count).padStart(2, "0")}-${screen}.png`),
      fullPage: true,
    });
    assert.deepEqual(await violations(page), [], screen);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${screen} scrolls sideways`);
  };
}
