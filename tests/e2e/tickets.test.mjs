// Returning customers in real browsers, with tickets that the sample of a partner's server mints.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";

/** The name that the customer types at the partner's login. It goes no further. */
const USER = "Marigold Quenby";

let stack;
let browser;
let folder;
before(async () => {
  // A page with nothing on it but the package: what is tested here is no screen.
  folder = await mkdtemp(join(tmpdir(), "portico-page-"));
  await writeFile(join(folder, "index.html"), '<!doctype html><html lang="en-US"><title>Bank</title>');
  await cp("pkg/dist", join(folder, "sdk"), { recursive: true });
  [stack, browser] = await startBoth({ portal: folder });
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A page with a client in `globalThis.portico`. */
async function open(context) {
  const page = await context.newPage();
  await page.goto(stack.url);
  await page.evaluate(async (config) => {
    const { createPortico } = await import("/sdk/index.mjs");
    globalThis.portico = await createPortico(config);
    /** The code that a call ends with. */
    globalThis.codeOf = (call) =>
      call().then(
        () => "done",
        (error) => error.code ?? String(error),
      );
    globalThis.signIn = async (user, jkt) => {
      const answer = await fetch("/partner/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user, jkt: jkt ?? (await portico.device.thumbprint()) }),
      });
      return (await answer.json()).ticket;
    };
  }, stack.config);
  return page;
}

/** The page's customer signs in, and the onboarding is in `globalThis.onboarding`. Gives where it is. */
const signIn = (page, user) =>
  page.evaluate(
    async ({ user, providedId }) => {
      await portico.connect({ ticket: await signIn(user) });
      globalThis.onboarding = await portico.onboarding({ providedId });
      return { kind: onboarding.step.kind, ids: onboarding.ids };
    },
    { user, providedId: stack.config.providedId },
  );

/** The personal step, as a page submits it. */
const submitPerson = (page) =>
  page.evaluate(async (person) => {
    const { line1, city, state, postalCode } = person;
    const { kind } = await onboarding.submit({
      kind: "person_details",
      firstName: person.firstName,
      lastName: person.lastName,
      email: person.email,
      phone: person.phone,
      address: { line1, city, state, postalCode },
      dateOfBirth: `${person.birthYear}-${person.birthMonth}-${person.birthDay}`,
      governmentId: { type: "ssn", value: person.ssn },
    });
    return { kind, ids: onboarding.ids };
  }, PERSON);

test("a customer goes on in a second browser with a ticket, and the first one's reload needs none", async () => {
  const [first, second] = await Promise.all([visit(browser), visit(browser)]);
  const page = await open(first.context);
  assert.equal((await signIn(page, USER)).kind, "person_details");
  const { kind, ids } = await submitPerson(page);
  assert.equal(kind, "accept_agreements");

  const other = await open(second.context);
  assert.deepEqual(await signIn(other, USER), { kind, ids });

  const reloaded = await open(first.context);
  const again = await reloaded.evaluate(async (providedId) => {
    const { resumed } = await portico.connect();
    const onboarding = await portico.onboarding({ providedId });
    return { resumed, kind: onboarding.step.kind, ids: onboarding.ids };
  }, stack.config.providedId);
  assert.deepEqual(again, { resumed: true, kind, ids });

  // Somebody else at the second browser finds nothing of it.
  const stranger = await signIn(other, "Somebody Else");
  assert.deepEqual(stranger, { kind: "person_details", ids: {} });

  // The name and the tickets are in no log, and the tickets in no storage.
  const kept = await other.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("portico");
      request.onsuccess = () => resolve(request.result);
    });
    const all = database.transaction("texts").objectStore("texts").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    return JSON.stringify(all.result) + JSON.stringify({ ...localStorage, ...sessionStorage });
  });
  assert.match(kept, /visit\\\\*\":\\\\*\"[\da-f]/);
  for (const mark of ["eyJ", USER, "partner_ref"]) assert.ok(!kept.includes(mark), mark);
  for (const name of ["gateway", "partner", "sandbox"]) {
    const log = await readFile(stack.logs[name], "utf8");
    for (const mark of ["eyJ", "Marigold", "Quenby", "portico-ticket"])
      assert.ok(!log.includes(mark), `${name}: ${mark}`);
  }
  await Promise.all([first.close(), second.close()]);
});

test("a ticket for another browser's key lets nobody in, and a sign-out ends what a ticket began", async () => {
  const [first, second] = await Promise.all([visit(browser), visit(browser)]);
  const [page, thief] = [await open(first.context), await open(second.context)];
  await signIn(page, USER);
  const ticket = await page.evaluate((user) => signIn(user), USER);
  assert.equal(await thief.evaluate((ticket) => codeOf(() => portico.connect({ ticket })), ticket), "invalid_ticket");
  assert.equal(await thief.evaluate(() => codeOf(() => portico.connect({ ticket: "" }))), "invalid_option");
  await page.evaluate(() => portico.disconnect());
  assert.equal(await page.evaluate(() => codeOf(() => onboarding.refresh())), "not_connected");
  const { ids } = await signIn(page, USER);
  assert.notDeepEqual(ids, {});
  await Promise.all([first.close(), second.close()]);
});

test("a visit that has ended wants a new ticket, and then the same onboarding goes on", async () => {
  const visitor = await visit(browser);
  const page = await open(visitor.context);
  await signIn(page, "Third Customer");
  const { ids } = await submitPerson(page);
  // As after 30 minutes: the gateway no longer knows this browser.
  await visitor.context.clearCookies();
  assert.equal(await page.evaluate(() => codeOf(() => onboarding.refresh())), "login_required");
  assert.equal(await page.evaluate(() => portico.state), "new");
  const after = await page.evaluate(async () => {
    await portico.connect({ ticket: await signIn("Third Customer") });
    const { kind } = await onboarding.refresh();
    return { kind, ids: onboarding.ids };
  });
  assert.deepEqual(after, { kind: "accept_agreements", ids });
  await visitor.close();
});

test("two tabs that connect first at the same time share one session", async () => {
  for (let round = 0; round < 5; round += 1) {
    const visitor = await visit(browser);
    const tabs = await Promise.all([open(visitor.context), open(visitor.context)]);
    const opened = await Promise.all(tabs.map((tab) => tab.evaluate(() => portico.connect())));
    assert.equal(opened[0].id, opened[1].id, `round ${round}`);
    assert.deepEqual(opened.map(({ resumed }) => resumed).sort(), [false, true]);
    // Both are let in from then on.
    const made = await Promise.all(
      tabs.map((tab) => tab.evaluate((providedId) => portico.accounts.create({ providedId }), stack.config.providedId)),
    );
    assert.notEqual(made[0].id, made[1].id);
    await visitor.close();
  }
});
