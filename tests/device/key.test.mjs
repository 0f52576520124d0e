// The device's key in two engines: one for all tabs, and one for the session where nothing can be kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../seal/support/browsers.mjs";
import { call, serveDevice } from "./support.mjs";

for (const engine of ["chromium", "firefox"]) {
  test(`the device's key in ${engine}`, async (t) => {
    const browser = await launch(engine);
    t.after(() => browser.close());

    await t.test("two tabs that start at the same time get one, and a reload finds it again", async (t) => {
      const server = await serveDevice();
      t.after(server.close);
      for (let race = 0; race < 5; race += 1) {
        const context = await browser.createBrowserContext();
        const tabs = [await context.newPage(), await context.newPage()];
        for (const tab of tabs) await tab.goto(`${server.origin}/page/index.html`);
        const ask = (tab) => tab.evaluate(() => import("/device/key.mjs").then(({ thumbprint }) => thumbprint()));
        const [one, other] = await Promise.all(tabs.map(ask));
        assert.match(one, /^[\w-]{43}$/);
        assert.equal(other, one);
        await tabs[0].reload();
        assert.equal(await ask(tabs[0]), one);
        await context.close();
      }
    });

    await t.test("another visitor's is another", async (t) => {
      const server = await serveDevice();
      t.after(server.close);
      const found = new Set();
      for (let visitor = 0; visitor < 2; visitor += 1) {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();
        await page.goto(`${server.origin}/page/index.html`);
        found.add(await page.evaluate(() => import("/device/key.mjs").then(({ thumbprint }) => thumbprint())));
        await context.close();
      }
      assert.equal(found.size, 2);
    });

    await t.test("where storage is blocked it is good for as long as the page is open", async (t) => {
      const { result, lines } = await call(t, browser, "key", "blocked");
      assert.deepEqual(result, { text: "4071", same: true, form: true });
      assert.deepEqual(lines, []);
    });
  });
}
