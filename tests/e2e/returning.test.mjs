// Customers who come back: signed out and in again, and on another device. The partner's own sign-in vouches for them.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessibility.mjs";
import { launchBrowser, visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";
import { dumpStorage } from "./support/storage.mjs";
import { onScreen, press, start, STEPS, waitFor, walkOn, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** The name to come back with, as the page shows it. */
const nameOn = (page) => page.locator("#user-name").innerText();

/** Signs in on the page that a customer comes back to. */
async function signIn(page, name) {
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
  if (name) await page.getByLabel("Your user name").fill(name);
  await press(page, "Sign in");
}

const writes = (observer, path) =>
  observer.exchanges.filter(({ method, url }) => method === "POST" && new URL(url).pathname.endsWith(path)).length;

for (const [width, colorScheme] of [
  [320, "light"],
  [1280, "dark"],
]) {
  test(`who signs out and in again goes on where they stopped, ${width} pixels wide`, async () => {
    const visitor = await visit(browser, { origin: stack.url, width, colorScheme });
    const { page, observer, context } = visitor;
    await walkTo(page, stack, "order_card");
    const name = await nameOn(page);
    const ended = await observer.sessionId();
    await press(page, "Sign out");
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    const shots = join("tmp/screens", `${width}${colorScheme === "dark" ? "-dark" : ""}`);
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, "welcome-back.png"), fullPage: true });
    assert.deepEqual(await violations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "scrolls sideways");
    const kept = await dumpStorage(page, context);
    assert.ok(!JSON.stringify(kept).includes(ended), "the session that was left is nowhere");
    await signIn(page);
    await waitFor(page, "order_card");
    assert.equal(await nameOn(page), name);
    await walkOn(page, stack, "order_card", "complete");
    for (const path of ["/netspend/accounts", "/netspend/people"]) assert.equal(writes(observer, path), 1, path);
    assert.deepEqual(observer.trouble(), []);
    await visitor.close();
  });
}

test("a sign-in without a name says what is missing", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await page.goto(`${stack.url}/#welcome`);
  await press(page, "Sign in");
  await page.getByText("Enter your user name").waitFor();
  assert.equal(await page.getByLabel("Your user name").evaluate((input) => input === document.activeElement), true);
  assert.equal(writes(observer, "/partner/sign-in"), 0);
  await visitor.close();
});

test("a second browser goes on where the first one stopped, and the first one sees it", async () => {
  const [one, other] = [await visit(browser, { origin: stack.url }), await visit(browser, { origin: stack.url })];
  await start(one.page, stack.url);
  await waitFor(one.page, "contact");
  for (const step of ["contact", "address", "identity"]) {
    await STEPS[step](one.page, { ...PERSON, ssn: "548-67-0006" });
  }
  await waitFor(one.page, "identity_review");
  await other.page.goto(`${stack.url}/#welcome`);
  await signIn(other.page, await nameOn(one.page));
  await waitFor(other.page, "identity_review");
  await stack.controls.advanceClock(1);
  await waitFor(other.page, "accept_agreements");
  await walkOn(other.page, stack, "accept_agreements", "complete");
  for (const path of ["/netspend/accounts", "/netspend/people"]) assert.equal(writes(other.observer, path), 0, path);
  await one.page.reload();
  // What was left off is offered once in each browser; what the other one switched on, is on.
  await waitFor(one.page, "enroll_features");
  const transfers = one.page.getByRole("checkbox", { name: /^Transfers to other banks/ });
  assert.deepEqual([await transfers.isChecked(), await transfers.isDisabled()], [true, true]);
  await press(one.page, "Not now");
  await waitFor(one.page, "complete");
  assert.equal(writes(one.observer, "/enrollments"), 0);
  assert.deepEqual([...one.observer.trouble(), ...other.observer.trouble()], []);
  await one.close();
  await other.close();
});

test("another name reaches nothing of the first one's", async () => {
  const [one, other] = [await visit(browser, { origin: stack.url }), await visit(browser, { origin: stack.url })];
  await walkTo(one.page, stack, "accept_agreements");
  await other.page.goto(`${stack.url}/#welcome`);
  await signIn(other.page, `${await nameOn(one.page)}-too`);
  await waitFor(other.page, "contact");
  await one.close();
  await other.close();
});

test("a partner whose sign-in does not answer is told as what it is, and one press goes on", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page } = visitor;
  await page.route("**/partner/sign-in", (route) => route.fulfill({ status: 502, body: "" }), { times: 1 });
  await start(page, stack.url);
  const trouble = page.locator('[data-step="trouble"]').filter({ visible: true });
  await trouble.waitFor();
  assert.equal(await trouble.getAttribute("data-code"), "upstream_unavailable");
  await press(page, "Try again");
  await onScreen(page, "contact").filter({ visible: true }).waitFor();
  await visitor.close();
});
