// The low level: no gateway, no call to the network, and the states that the platform's documented Web SDK has.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch, open } from "./support/browsers.mjs";
import { serve } from "./support/server.mjs";

for (const engine of ["chromium", "firefox"]) {
  test(`the low level in ${engine}`, async (t) => {
    const [browser, server] = [await launch(engine), await serve()];
    t.after(() => Promise.all([browser.close(), server.close()]));
    const { page, lines } = await open(browser, `${server.origin}/page/index.html`);
    const call = (name) =>
      page.evaluate((name) => import("/page/low-level.mjs").then((module) => module[name]()), name);

    await t.test("goes from uninitialized over initializing to ready, and asks the network for nothing", async () => {
      assert.deepEqual(await call("walk"), {
        states: ["uninitialized", "initializing", "ready"],
        early: "not_connected",
        foreign: "unsealable",
        sealed: ["4071", "pin:c", true],
        opened: "an answer",
        gateway: "not_connected",
        requests: 0,
      });
      assert.deepEqual(lines, []);
    });

    await t.test("a longer value that WebCrypto refuses has a code, and says nothing of why", async () => {
      assert.deepEqual(await call("refusedByWebCrypto"), ["PorticoError", "crypto_unavailable", false]);
    });

    await t.test("a longer value that WebCrypto never encrypts ends by its limit or by an abort", async () => {
      assert.deepEqual(await call("neverEncrypted"), ["timeout", "aborted"]);
    });

    await t.test("takes no key set that is empty, contradicts itself or is not signed by the platform", async () => {
      assert.deepEqual(await call("refusals"), {
        empty: "no_usable_key",
        twice: "no_usable_key",
        unsigned: "platform_key_mismatch",
        nothing: "invalid_option",
      });
    });
  });
}
