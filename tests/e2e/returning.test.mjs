// Customers who come back: signed out and in again, and on another device. The partner's own sign-in vouches for them.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessibility.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { dumpStorage } from "./support/storage.mjs";
import { onScreen, press, start, STEPS, tryAgain, waitFor, walkOn, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
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

/** What the partner's tickets call a customer, as the partner's server reads it from its own database. */
async function partnerRefOf(user) {
  const answer = await fetch(`${stack.partnerUrl}/partner/sign-in`, {
    method: "POST",
    body: JSON.stringify({ user, jkt: Buffer.alloc(32).toString("base64url") }),
  });
  const [, claims] = (await answer.json()).ticket.split(".");
  return JSON.parse(Buffer.from(claims, "base64url")).partner_ref;
}

test("who exists with a name alone is asked for the rest, which changes them and makes nobody", async () => {
  const [desk, home] = [await visit(browser, { origin: stack.url }), await visit(browser, { origin: stack.url })];
  // A branch of the partner's begins it: an account, and a person with a name and no more.
  await start(desk.page, stack.url);
  await waitFor(desk.page, "contact");
  const made = await desk.page.evaluate(
    async ([providedId, { firstName, lastName }]) => {
      const { portico } = document.querySelector("larkwell-panel");
      const { id: accountId } = await portico.accounts.create({ providedId });
      const { id: personId } = await portico.people.create({ accountId, firstName, lastName });
      return { accountId, personId };
    },
    [stack.config.providedId, PERSON],
  );
  const named = await fetch(`${stack.gatewayUrl}/portico/admin/people/${await partnerRefOf("Branch Customer")}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${stack.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ person_id: made.personId }),
  });
  assert.equal(named.status, 204);

  const { page, observer } = home;
  await page.goto(`${stack.url}/#welcome`);
  await signIn(page, "Branch Customer");
  const notice = page.locator('[data-notice="details_missing"]').filter({ visible: true });
  await notice.waitFor();
  await onScreen(page, "contact").filter({ visible: true }).waitFor();
  assert.match(await notice.innerText(), /Some of your details are missing/);
  // What the platform has comes back to no browser.
  for (const name of ["firstName", "lastName"]) {
    assert.equal(await page.locator(`input[name=${name}]`).inputValue(), "", name);
  }
  assert.deepEqual(await violations(page), []);
  await STEPS.contact(page, PERSON);
  assert.equal(await notice.count(), 0, "the notice is on the first screen alone");
  for (const step of ["address", "identity"]) await STEPS[step](page, PERSON);
  await waitFor(page, "accept_agreements");
  await observer.settle();
  const sent = observer.exchanges.filter(({ method, url }) => method !== "GET" && url.includes("/netspend/"));
  const calls = sent.map(({ method, url }) => `${method} ${new URL(url).pathname.replace("/portico/netspend", "")}`);
  assert.equal(calls.filter((call) => call === `PATCH /people/${made.personId}`).length, 1, calls.join());
  for (const path of ["/netspend/accounts", "/netspend/people"]) assert.equal(writes(observer, path), 0, path);
  assert.deepEqual([...desk.observer.trouble(), ...observer.trouble()], []);
  await walkOn(page, stack, "accept_agreements", "complete");
  await desk.close();
  await home.close();
});

test("what was typed before another customer signed in in another tab is not shown to them", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, context } = visitor;
  await walkTo(page, stack, "identity");
  const other = await context.newPage();
  await other.goto(`${stack.url}/#welcome`);
  await signIn(other, "somebody-else");
  await waitFor(other, "contact");
  await STEPS.identity(page, PERSON);
  const trouble = page.locator('[data-step="trouble"]').filter({ visible: true });
  await trouble.waitFor();
  assert.equal(await trouble.getAttribute("data-code"), "login_required");
  // The partner's sign-in knows one customer of this browser, by now the other one.
  await tryAgain(page, "contact");
  const fields = page.locator("portico-onboarding input");
  const typed = await fields.evaluateAll((inputs) => inputs.map(({ name, value }) => [name, value]));
  assert.ok(typed.some(([name]) => name === "firstName"));
  for (const [name, value] of typed) assert.ok(!Object.values(PERSON).includes(value), name);
  await visitor.close();
});
