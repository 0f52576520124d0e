// Every kind of journey to its right end: each product, each outcome of the checks, straight through and with a reload at
// each step. `PORTICO_JOURNEYS=all` is the whole matrix; without it one journey of each kind.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bareFolder, call, openBare } from "./support/bare.mjs";
import { launchBrowser, visit } from "./support/browser.mjs";
import {
  ACTS,
  answerQuestions,
  begin,
  drive,
  expectedSteps,
  KINDS,
  madeBy,
  openOnboarding,
  PRODUCTS,
  stepOf,
} from "./support/drive.mjs";
import { startStack } from "./support/stack.mjs";

let bare;
let stack;
let browser;
before(async () => {
  bare = await bareFolder();
  [stack, browser] = await Promise.all([startStack({ portal: bare.folder }), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  await bare?.remove();
});

const WAYS = ["straight through", "with a reload at each step"];
const all = Object.keys(KINDS).flatMap((kind) =>
  PRODUCTS.flatMap((product) => WAYS.map((way) => ({ kind, product, way }))),
);
/** One of each kind, and in them both products and both ways as often as each other. */
const some = Object.keys(KINDS).map((kind, index) => all[index * 4 + [3, 0, 1, 2][index % 4]]);

for (const { kind, product, way } of process.env.PORTICO_JOURNEYS === "all" ? all : some) {
  test(`${kind}, ${product}, ${way}`, async () => {
    const { page, observer, close } = await visit(browser, { origin: stack.url });
    await openOnboarding(page, stack, product);
    const reload = async () => {
      await openOnboarding(page, stack, product);
    };
    const seen = await drive(page, stack, { kind, ...(way !== WAYS[0] && { between: reload }) });
    assert.deepEqual(
      seen.map(({ kind }) => kind),
      expectedSteps(product, kind),
    );
    assert.equal(seen.at(-1).reason, KINDS[kind].reason);
    // The end is the end after a reload too.
    assert.equal((await openOnboarding(page, stack, product)).kind, seen.at(-1).kind);
    const cards = KINDS[kind].reason ? 0 : 1;
    assert.deepEqual(await madeBy(observer), { accounts: 1, people: 1, cards });
    assert.deepEqual(observer.trouble(), []);
    await close();
  });
}

/** A test with a page that stands at a step. */
function at(until, kind, product, name, work) {
  test(name, async () => {
    const visitor = await visit(browser, { origin: stack.url });
    await openOnboarding(visitor.page, stack, product);
    await drive(visitor.page, stack, { kind, until });
    await work(visitor);
    await visitor.close();
  });
}

at(
  "accept_agreements",
  "approved",
  "dda",
  "two tabs go on where the other one is, and nothing is made twice",
  async (first) => {
    const second = await first.context.newPage();
    await openOnboarding(second, stack, "dda");
    assert.equal((await stepOf(second)).kind, "accept_agreements");
    await ACTS.accept_agreements(first.page);
    assert.equal((await stepOf(first.page)).kind, "expected_use");
    // The other tab doesn't know yet: what it sends changes nothing that is done, and it learns where all stands.
    await ACTS.accept_agreements(second);
    assert.equal((await stepOf(second)).kind, "expected_use");
    await ACTS.expected_use(second);
    await ACTS.expected_use(first.page);
    assert.deepEqual([await stepOf(first.page), (await stepOf(second)).kind], [await stepOf(second), "order_card"]);
    // Both at the same time.
    await Promise.all([ACTS.order_card(first.page), ACTS.order_card(second)]);
    for (const page of [first.page, second]) await page.evaluate(() => onboarding.refresh().then(() => undefined));
    const [one, other] = [await stepOf(first.page), await stepOf(second)];
    assert.deepEqual([one.kind, one.ids], ["await_card", other.ids]);
    const { cards } = await call(second, "accounts.get", one.ids.accountId);
    assert.equal(cards.length, 1);
    await drive(second, stack, { kind: "approved" });
    await first.page.evaluate(() => onboarding.refresh().then(() => undefined));
    assert.equal((await stepOf(first.page)).kind, "complete");
  },
);

test("two tabs that send the same person at the same time make one", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const second = await visitor.context.newPage();
  await openOnboarding(visitor.page, stack, "gpr");
  await openOnboarding(second, stack, "gpr");
  const sent = await Promise.allSettled(
    [visitor.page, second].map((page) => ACTS.person_details(page, stack, undefined, "approved")),
  );
  assert.ok(sent.some(({ status }) => status === "fulfilled"));
  for (const page of [visitor.page, second]) await page.evaluate(() => onboarding.refresh().then(() => undefined));
  const [one, other] = [await stepOf(visitor.page), await stepOf(second)];
  assert.equal(one.kind, "accept_agreements");
  // A reload goes on with the one that this browser keeps.
  const again = await openOnboarding(second, stack, "gpr");
  assert.equal(again.kind, "accept_agreements");
  assert.deepEqual([one.ids, other.ids], [again.ids, again.ids]);
  await visitor.close();
});

at(
  "identity_questions",
  "questions",
  "gpr",
  "wrong answers ask again with other questions, and the third set ends it",
  async ({ page }) => {
    for (const set of [1, 2]) {
      await answerQuestions(page, false);
      assert.equal((await stepOf(page)).kind, "identity_questions", `after set ${set}`);
    }
    await answerQuestions(page, false);
    const { kind, reason } = await stepOf(page);
    assert.deepEqual([kind, reason], ["declined", "kyc_rejected"]);
  },
);

at("identity_scan", "scan", "dda", "a scan that failed begins anew, and the third one ends it", async ({ page }) => {
  const numbers = new Set();
  for (const turn of [1, 2, 3]) {
    const { identityScanId } = await page.evaluate(() => portico.people.identityScan(onboarding.ids.personId));
    numbers.add(identityScanId);
    await stack.controls.finishScan(identityScanId, "failed");
    const { kind, reason } = await page.evaluate(() => onboarding.refresh());
    assert.deepEqual([kind, reason], turn < 3 ? ["identity_scan", undefined] : ["declined", "kyc_rejected"]);
  }
  assert.equal(numbers.size, 3);
});

at("identity_review", "documents", "gpr", "documents that could not be used are sent again", async ({ page }) => {
  const [{ id }] = await page.evaluate(() => portico.people.documentRequests(onboarding.ids.personId));
  await stack.controls.reviewDocuments(id, "rejected");
  const step = await page.evaluate(() => onboarding.refresh());
  assert.deepEqual([step.kind, step.requests[0].status], ["provide_documents", "rejected"]);
  await ACTS.provide_documents(page);
  assert.equal((await stepOf(page)).kind, "identity_review");
  await drive(page, stack, { kind: "documents", until: "accept_agreements" });
});

at(
  "accept_agreements",
  "approved",
  "gpr",
  "an agreement that was revised is shown anew, and the old one is not taken",
  async ({ page }) => {
    const before = await page.evaluate(() => onboarding.step.agreements.map(({ id }) => id));
    await stack.controls.reviseAgreement(before[0]);
    await openOnboarding(page, stack, "gpr");
    const after = await page.evaluate(() => onboarding.step.agreements.map(({ id }) => id));
    assert.equal(after.length, before.length);
    assert.ok(!after.includes(before[0]));
    await drive(page, stack, { kind: "approved", until: "order_card" });
  },
);

at(
  "order_card",
  "approved",
  "dda",
  "an account that is closed ends it, whatever was on the screen",
  async ({ page }) => {
    const { ids } = await stepOf(page);
    await stack.controls.closeAccount(ids.accountId);
    await openOnboarding(page, stack, "dda");
    const { kind, reason } = await stepOf(page);
    assert.deepEqual([kind, reason], ["declined", "account_closed"]);
  },
);

test("a browser that made nothing begins at the beginning, whatever another one did", async () => {
  const { page, close } = await visit(browser, { origin: stack.url });
  await openBare(page, stack);
  assert.equal((await begin(page, stack, "dda")).kind, "person_details");
  await close();
});
