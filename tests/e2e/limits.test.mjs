// A call's time limit is one for all that the call does: waiting for another tab, scripts that come late, documents.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBare, startBare } from "./support/bare.mjs";
import { visit } from "./support/browser.mjs";
import { ACTS, drive, openOnboarding, stepOf } from "./support/drive.mjs";
import { PERSON } from "./support/person.mjs";

let stack;
let browser;
let stop;
before(async () => {
  ({ stack, browser, stop } = await startBare());
});
after(() => stop?.());

function visitor(name, work) {
  test(name, async () => {
    const { page, close } = await visit(browser, { origin: stack.url });
    await work(page);
    await close();
  });
}

/** How a call of the page ends, and after how many milliseconds by the page's own clock. */
const ending = (page, call, argument) =>
  page.evaluate(`(async () => {
    const begun = performance.now();
    const ended = (${call})(${JSON.stringify(argument)});
    const code = await ended.then(() => "done", ({ code }) => code);
    return { code, took: performance.now() - begun };
  })()`);

/** Another tab is in the middle of its turn and does not come to its end: until this page calls `letGo()`. */
const hold = (page, name) =>
  page.evaluate(
    (name) =>
      new Promise((held) => {
        const turn = () => new Promise((resolve) => ((globalThis.letGo = resolve), held()));
        navigator.locks.request(`portico-${name}`, turn);
      }),
    name,
  );

/** What waited for all of its time has none left for the work, and certainly not all of it again. */
function endedInTime({ code, took }, limitMs) {
  assert.equal(code, "timeout");
  assert.ok(took >= limitMs - 10 && took < 1.9 * limitMs, `${took} ms`);
}

visitor("a first connect that waits for another tab's has its time limit once", async (page) => {
  await openBare(page, stack, { connect: false });
  await hold(page, "connect");
  endedInTime(await ending(page, () => portico.connect({ timeoutMs: 1000 })), 1000);
  await page.evaluate(() => letGo());
  assert.equal((await ending(page, () => portico.connect())).code, "done");
});

visitor("what is submitted while another tab submits has its time limit once, the client's too", async (page) => {
  await openOnboarding(page, { ...stack, config: { ...stack.config, timeoutMs: 3000 } }, "gpr");
  await hold(page, "submit");
  const { firstName, lastName, email, phone, line1, city, state, postalCode } = PERSON;
  const address = { line1, city, state, postalCode };
  const governmentId = { type: "ssn", value: "548-67-3921" };
  const person = { firstName, lastName, email, phone, address, dateOfBirth: "1987-03-14", governmentId };
  const submit = ({ person, timeoutMs }) => onboarding.submit({ kind: "person_details", ...person }, { timeoutMs });
  endedInTime(await ending(page, submit, { person, timeoutMs: 1000 }), 1000);
  endedInTime(await ending(page, submit, { person }), 3000);
  await page.evaluate(() => letGo());
  await ACTS.person_details(page, stack, undefined, "approved");
  assert.equal((await stepOf(page)).kind, "accept_agreements");
});

visitor("documents have one time limit, from the script that seals them to the platform's answer", async (page) => {
  await openOnboarding(page, stack, "gpr");
  await drive(page, stack, { kind: "documents", until: "provide_documents" });
  const limitMs = 2000;
  // Late by three quarters of it, and then no answer at all: each by itself would be in time.
  await page.route("**/sdk/cures.mjs*", (route) => setTimeout(() => route.continue().catch(() => {}), 0.75 * limitMs));
  await page.route("**/document_requests/**", () => {});
  const send = (timeoutMs) => {
    const [{ id }] = onboarding.step.requests;
    const frontImage = new Blob([new Uint8Array(50_000)], { type: "image/jpeg" });
    const documents = [{ documentType: "passport", country: "US", frontImage }];
    return onboarding.submit({ kind: "provide_documents", documentRequestId: id, documents }, { timeoutMs });
  };
  const { code, took } = await ending(page, send, limitMs);
  assert.equal(code, "timeout");
  assert.ok(took >= limitMs - 10 && took < 1.6 * limitMs, `${took} ms`);
  await page.unrouteAll();
  await ACTS.provide_documents(page, stack);
  assert.equal((await stepOf(page)).kind, "identity_review");
});
