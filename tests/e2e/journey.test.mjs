// The main job on a phone and on a desk, and a reload at every step of it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessibility.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";
import { cardId, onScreen, press, SCREENS, STEPS, start, waitFor, walkOn, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Phone and desk, as the design names them. */
const SHOWN = [
  { folder: "1280", width: 1280, colorScheme: "light" },
  { folder: "360", width: 360, colorScheme: "light" },
  { folder: "360-dark", width: 360, colorScheme: "dark" },
];

for (const { folder: name, width, colorScheme } of SHOWN) {
  test(`a customer opens an account on a screen ${width} pixels wide, in ${colorScheme} colours`, async () => {
    const visitor = await visit(browser, { width, colorScheme, origin: stack.url });
    const { page, observer } = visitor;
    const folder = join("tmp/screens", name);
    await mkdir(folder, { recursive: true });
    const problems = [];
    const look = async (name) => {
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      problems.push(...(await violations(page)).map((line) => `${name}: ${line}`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) problems.push(`${name}: scrolls sideways by ${overflow} pixels`);
    };
    await page.goto(stack.url);
    await look("start");
    let number = 0;
    await walkTo(page, stack, "complete", { onArrival: (screen) => look(`${(number += 1)}-${screen}`) });
    assert.equal(number, SCREENS.length);
    assert.deepEqual(problems, []);
    assert.deepEqual(observer.trouble(), []);
    await visitor.close();
  });
}

test("a reload goes on at the step where it happened", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await start(page, stack.url);
  for (const screen of SCREENS) {
    await waitFor(page, screen);
    await page.reload();
    // What is typed is kept nowhere, so the personal step begins with the first of its screens.
    const resumed = ["address", "identity"].includes(screen) ? "contact" : screen;
    await waitFor(page, resumed);
    if (resumed !== screen) await walkOn(page, stack, resumed, screen);
    await STEPS[screen](page, PERSON, stack);
  }
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

test("servers that are started again in the middle go on where they were", async (t) => {
  const own = await startStack({ t });
  const visitor = await visit(browser, { origin: own.url });
  const { page, observer } = visitor;
  await walkTo(page, own, "await_card");
  await own.restart();
  await page.reload();
  await walkOn(page, own, "await_card", "complete");
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

const READS_MEMORY = process.platform === "linux";
test("both servers rest in less than 60 MB each", { skip: !READS_MEMORY && "reads /proc" }, async () => {
  const { sandbox, gateway } = await stack.memory();
  assert.ok(sandbox < 60e6, `the sandbox holds ${sandbox} bytes`);
  assert.ok(gateway < 60e6, `the gateway holds ${gateway} bytes`);
});

test("a reload between two agreements shows the one that is still to accept", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await walkTo(page, stack, "accept_agreements");
  const step = onScreen(page, "accept_agreements").filter({ visible: true });
  const title = () => step.getByRole("heading", { level: 2 }).innerText();
  const first = await title();
  await step.locator('[role=region][aria-busy="false"]').waitFor();
  await press(page, "Accept and continue");
  await step.getByRole("heading", { level: 2, name: first, exact: true }).waitFor({ state: "hidden" });
  const second = await title();
  await page.reload();
  await waitFor(page, "accept_agreements");
  assert.equal(await title(), second);
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

test("the sandbox's letter shows the code of the card that is on its way, and ships it", async () => {
  const visitor = await visit(browser);
  const { page, context } = visitor;
  await walkTo(page, stack, "await_card");
  const id = await cardId(page);
  const { cvc } = await stack.controls.card(id);
  const opened = context.waitForEvent("page");
  await page.locator('a[href*="/sandbox/letterbox/"]').filter({ visible: true }).click();
  const letter = await opened;
  await letter.getByText(cvc).first().waitFor();
  await letter.getByRole("button").first().click();
  await letter.waitForLoadState();
  assert.notEqual((await stack.controls.card(id)).shipping_status, "pending");
  await page.bringToFront();
  await press(page, "My card is here");
  await waitFor(page, "activate_card");
  await visitor.close();
});
