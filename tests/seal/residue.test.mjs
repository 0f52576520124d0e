// Nothing of what was sealed stays in the wasm's memory; and the search does find it where the wiping is left out.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browsers.mjs";
import { serve } from "./support/server.mjs";

const COUNT = Number(process.env.PORTICO_COUNT ?? 1000) / 10;
const SEED = Number(process.env.PORTICO_SEED ?? Date.now() % 1_000_000);

let browser;
before(async () => {
  console.log(`PORTICO_SEED=${SEED}`);
  browser = await launch("chromium");
});
after(() => browser?.close());

async function search(t, dist) {
  const server = await serve({ dist });
  t.after(server.close);
  const { page, lines } = await open(browser, `${server.origin}/page/index.html`);
  t.after(() => page.close());
  const result = await page.evaluate(
    (count, seed) => import("/page/residue.mjs").then(({ search }) => search(count, seed)),
    COUNT,
    SEED,
  );
  assert.deepEqual(lines, []);
  return result;
}

test("nothing that was sealed is found in the wasm's memory", async (t) => {
  const { found, bytes } = await search(t);
  assert.ok(bytes >= 1_000_000, `only ${bytes} bytes were searched`);
  assert.deepEqual(found, []);
});

test("the same search finds marks in a build that wipes nothing", async (t) => {
  const { found } = await search(t, process.env.PORTICO_UNWIPED_DIST);
  t.diagnostic(`found after ${found.length} of ${COUNT} sealings`);
  assert.ok(found.length > 0);
});
