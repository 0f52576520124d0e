// The page that shows a developer what the device says, what it costs, and in the demo how it was judged.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessibility.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

const address = () => `${stack.url}/device.html`;

/** Opens the page and waits until it has read all signals. */
async function open(visitor) {
  await visitor.page.goto(address());
  await visitor.page.locator("[data-signal]").first().waitFor();
  return visitor.page;
}

/** Signals that the page shows in these states. */
const inState = (page, group, state) => page.locator(`[data-group=${group}] [data-state=${state}]`).count();

for (const { name, width, colorScheme } of [
  { name: "1280", width: 1280, colorScheme: "light" },
  { name: "360", width: 360, colorScheme: "light" },
  { name: "360-dark", width: 360, colorScheme: "dark" },
]) {
  test(`a developer sees each signal, its cost and its judgement, ${width} pixels wide in ${colorScheme}`, async () => {
    const visitor = await visit(browser, { width, colorScheme });
    const page = await open(visitor);
    await page.getByRole("button", { name: "Open a session" }).click();
    const frame = page.frameLocator("iframe");
    await frame.getByRole("heading", { level: 1 }).waitFor();
    await mkdir(join("tmp/screens", name), { recursive: true });
    await page.screenshot({ path: join("tmp/screens", name, "device.png"), fullPage: true });
    assert.deepEqual(await violations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "scrolls sideways");
    // The sandbox's record comes from its own origin: in every run but this one that is trouble.
    const foreign = visitor.observer.trouble().filter((line) => !line.includes(stack.sandboxUrl));
    assert.deepEqual(foreign, []);
    await visitor.close();
  });
}

test("what the page shows is what the platform gets, by name and by size", async () => {
  const visitor = await visit(browser);
  const page = await open(visitor);
  const shown = await page.locator("[data-signal]").evaluateAll((rows) => rows.map((row) => row.dataset.signal));
  await page.getByRole("button", { name: "Open a session" }).click();
  await page.locator("iframe").waitFor();
  const [check] = await stack.controls.checks(await visitor.observer.sessionId());
  assert.deepEqual([...shown].sort(), Object.keys(check.signals).sort());
  const bytes = Number.parseInt(await page.locator("[data-figure=bytes]").innerText(), 10);
  const received = JSON.stringify(check.signals).length;
  // Costs differ from one reading to the next, by some digits each.
  assert.ok(Math.abs(bytes - received) < 150, `the page says ${bytes} bytes, and ${received} came`);
  await visitor.close();
});

test("a group that is switched off is left out, there and in what is sent", async () => {
  const visitor = await visit(browser);
  const page = await open(visitor);
  assert.equal(await inState(page, "matching", "skipped"), 0);
  const all = await page.locator("[data-group=matching] [data-signal]").count();
  await page.getByRole("switch", { name: /^Matching/ }).uncheck();
  await page.locator("[data-group=matching] [data-state=skipped]").first().waitFor();
  assert.equal(await inState(page, "matching", "skipped"), all);
  assert.equal(await inState(page, "context", "skipped"), 0);
  await page.getByRole("button", { name: "Open a session" }).click();
  await page.locator("iframe").waitFor();
  const [{ signals }] = await stack.controls.checks(await visitor.observer.sessionId());
  const skipped = Object.values(signals).filter(({ state }) => state === "skipped");
  assert.equal(skipped.length, all);
  await visitor.close();
});

test("the page shows the session that goes on, and another when it is asked for one", async () => {
  const visitor = await visit(browser);
  let page = await open(visitor);
  await page.getByRole("button", { name: "Open a session" }).click();
  const first = await page.locator("iframe").getAttribute("src");
  page = await open(visitor);
  await page.getByRole("button", { name: "Open a session" }).click();
  assert.equal(await page.locator("iframe").getAttribute("src"), first);
  await page.getByText("goes on: it was judged when it was opened").waitFor();
  await page.getByRole("button", { name: "Sign out and open another" }).click();
  await page.locator(`iframe:not([src="${first}"])`).waitFor();
  await visitor.close();
});

test("outside of the demo the page says that the platform keeps its judgement to itself", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { devices: _demo, ...config } = stack.config;
  await visitor.page.route("**/portal.json", (route) => route.fulfill({ json: config }));
  const page = await open(visitor);
  await page.locator("[data-judgement=kept]").waitFor();
  assert.equal(await page.locator("iframe").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Open a session" }).count(), 0);
  assert.deepEqual(visitor.observer.trouble(), []);
  await visitor.close();
});

test("settings that do not come are told with their code, and asked for once more", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page } = visitor;
  await page.route("**/portal.json", (route) => route.abort(), { times: 1 });
  await page.goto(address());
  await page.locator("[data-code=gateway_unreachable]").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("[data-signal]").first().waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  await visitor.close();
});

test("the developers' panel leads there", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await page.goto(stack.url);
  await page.getByRole("button", { name: "For developers" }).click();
  await page.getByRole("link", { name: "Device signals" }).click();
  await page.locator("[data-signal]").first().waitFor();
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

test("no other page may frame the sandbox, and this one nothing else", async () => {
  const frames = async (path) => {
    const policy = (await fetch(`${stack.url}${path}`)).headers.get("content-security-policy");
    return /frame-src ([^;]+)/.exec(policy)[1];
  };
  assert.equal(await frames("/device.html"), `'self' ${stack.sandboxUrl}`);
  for (const path of ["/", "/index.html", "/portal.json"]) assert.equal(await frames(path), "'self'", path);
});
