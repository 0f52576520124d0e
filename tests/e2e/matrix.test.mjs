// Every kind of journey to its right end: each product, each outcome of the checks, straight through and with a reload at
// each step. `PORTICO_JOURNEYS=all` is the whole matrix; without it one journey of each kind.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { MOVES } from "../../www/panel/machine.mjs";
import { call, openBare, startBare } from "./support/bare.mjs";
import { visit } from "./support/browser.mjs";
import {
  ACTS,
  answerQuestions,
  begin,
  drive,
  expectedEvents,
  expectedSteps,
  idsMadeBy,
  KINDS,
  madeBy,
  openOnboarding,
  PRODUCTS,
  stepOf,
  takeTold,
} from "./support/drive.mjs";
import { observe } from "./support/observer.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";

let folder;
let stack;
let browser;
let stop;
before(async () => {
  ({ folder, stack, browser, stop } = await startBare());
});
after(() => stop?.());

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
    const events = [];
    const reload = async () => {
      events.push(...(await takeTold(page)));
      await openOnboarding(page, stack, product);
    };
    const seen = await drive(page, stack, { kind, ...(way !== WAYS[0] && { between: reload }) });
    events.push(...(await takeTold(page)));
    const steps = expectedSteps(product, kind);
    assert.deepEqual(
      seen.map(({ kind }) => kind),
      steps,
    );
    assert.equal(seen.at(-1).reason, KINDS[kind].reason);
    assert.deepEqual(events, expectedEvents(steps, KINDS[kind].reason));
    areDrawn(events);
    await tellsNothingOf(kind, events, seen.at(-1));
    // The end is the end after a reload too.
    assert.equal((await openOnboarding(page, stack, product)).kind, seen.at(-1).kind);
    const cards = KINDS[kind].reason ? 0 : 1;
    assert.deepEqual(await madeBy(observer), { accounts: 1, people: 1, cards });
    assert.deepEqual(observer.trouble(), []);
    await close();
  });
}

/** The moves that the developers' panel draws. */
const DRAWN = new Set(MOVES.map(([from, to]) => `${from} to ${to}`));

/** Every move that an onboarding told is in the panel's picture of the step machine. */
function areDrawn(events) {
  for (const { type, kind, previous } of events) {
    const drawn = DRAWN.has(`${previous} to ${kind}`) || DRAWN.has(`any step to ${kind}`);
    if (type === "step") assert.ok(drawn, `${previous} to ${kind} is drawn`);
  }
}

/** Events go into a page's analytics: they hold nothing that a person typed, and nothing that the platform keeps of them. */
async function tellsNothingOf(kind, events, { ids }) {
  const { cvc } = ids.cardId ? await stack.controls.card(ids.cardId) : {};
  const typed = [...Object.values(PERSON), `548-67-${KINDS[kind].last4}`, "1987-03-14", "4155550173", cvc];
  const text = JSON.stringify(events);
  for (const value of [...typed, ...Object.values(ids)].filter(Boolean)) assert.ok(!text.includes(value), value);
}

/** A test with a page that stands at a step. */
function at(until, kind, product, name, work) {
  test(name, async () => {
    const visitor = await visit(browser, { origin: stack.url });
    await openOnboarding(visitor.page, stack, product);
    await drive(visitor.page, stack, { kind, until });
    await takeTold(visitor.page);
    await work(visitor);
    areDrawn(await takeTold(visitor.page));
    await visitor.close();
  });
}

/** What a page told of an end. */
const declinedIn = async (page) => (await takeTold(page)).filter(({ type }) => type === "declined");

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
    areDrawn(await takeTold(first.page));
    await first.page.evaluate(() => onboarding.refresh().then(() => undefined));
    assert.equal((await stepOf(first.page)).kind, "complete");
    // What the other one did meanwhile is one move for this one.
    assert.deepEqual(await takeTold(first.page), [{ type: "step", kind: "complete", previous: "await_card" }]);
  },
);

test("two tabs that send the same at the same time make one account, one person and one card", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const second = await visitor.context.newPage();
  const observers = [visitor.observer, await observe(second, stack.url)];
  const tabs = [visitor.page, second];
  for (const tab of tabs) await openOnboarding(tab, stack, "gpr");
  /** Both at once, and then each asks where it stands. */
  const both = async (act) => {
    const sent = await Promise.allSettled(tabs.map(act));
    assert.ok(sent.some(({ status }) => status === "fulfilled"));
    for (const tab of tabs) await tab.evaluate(() => onboarding.refresh().then(() => undefined));
    return Promise.all(tabs.map(stepOf));
  };
  const [one, other] = await both((tab) => ACTS.person_details(tab, stack, undefined, "approved"));
  assert.equal(one.kind, "accept_agreements");
  // A reload goes on with the one that this browser keeps.
  const again = await openOnboarding(second, stack, "gpr");
  assert.equal(again.kind, "accept_agreements");
  assert.deepEqual([one.ids, other.ids], [again.ids, again.ids]);
  await drive(visitor.page, stack, { kind: "approved", until: "order_card" });
  await second.evaluate(() => onboarding.refresh().then(() => undefined));
  const ordered = await both((tab) => ACTS.order_card(tab));
  assert.deepEqual(
    ordered.map(({ kind, ids }) => [kind, ids]),
    Array(2).fill(["await_card", { ...one.ids, cardId: ordered[0].ids.cardId }]),
  );
  // A repeated answer is 201 too, and names what was made before: so what counts is how many there are.
  for (const [path, id] of [
    ["/accounts", one.ids.accountId],
    ["/people", one.ids.personId],
    ["/cards/physical", ordered[0].ids.cardId],
  ]) {
    const made = await Promise.all(observers.map((observer) => idsMadeBy(observer, path)));
    assert.deepEqual([...new Set(made.flat())], [id], path);
  }
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
    assert.deepEqual(await declinedIn(page), [{ type: "declined", reason }]);
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
  assert.deepEqual(await declinedIn(page), [{ type: "declined", reason: "kyc_rejected" }]);
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
    await page.evaluate(() => onboarding.refresh().then(() => undefined));
    assert.deepEqual(await declinedIn(page), [{ type: "declined", reason: "account_closed" }]);
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

at(
  "expected_use",
  "approved",
  "dda",
  "a session that ends is told once, and opens again by itself",
  async (visitor) => {
    const { page, observer } = visitor;
    await stack.controls.expireSession(await observer.sessionId());
    await ACTS.expected_use(page);
    const told = await takeTold(page);
    assert.deepEqual(told, [
      { type: "expired", what: "session" },
      { type: "submitted", kind: "expected_use" },
      { type: "step", kind: "order_card", previous: "expected_use" },
    ]);
  },
);

/** A page at a cure, on servers of its own: their clock runs ahead from here on. `page.clock` is the page's. */
function late(kind, name, work) {
  test(name, async (t) => {
    const own = await startStack({ t, portal: folder });
    const { page, close } = await visit(browser, { origin: own.url });
    await page.clock.install();
    await openOnboarding(page, own, "gpr");
    await drive(page, own, { kind, until: KINDS[kind].cure[0] });
    await takeTold(page);
    await work(page, own.controls);
    assert.deepEqual(await takeTold(page), [{ type: "expired", what: KINDS[kind].cure[0] }]);
    await close();
  });
}

late("questions", "answers that come too late tell that the questions are over", async (page, controls) => {
  await page.evaluate(async () => {
    const { questions } = await portico.people.identityQuestions(onboarding.ids.personId);
    globalThis.answers = questions.map(({ id, answerOptions: [{ answerId }] }) => ({ questionId: id, answerId }));
  });
  await controls.advanceClock(601);
  const code = await page.evaluate(() =>
    onboarding.submit({ kind: "identity_questions", answers }).then(String, ({ code }) => code),
  );
  assert.equal(code, "identity_questions_expired");
  assert.equal((await stepOf(page)).kind, "identity_questions");
});

test("by a page's clock that is a day fast, a scan that failed is not over: another one begins, and nothing is told", async () => {
  const { page, close } = await visit(browser, { origin: stack.url });
  await page.clock.install({ time: Date.now() + 2 * 86_400_000 });
  await openOnboarding(page, stack, "gpr");
  await drive(page, stack, { kind: "scan", until: "identity_scan" });
  await takeTold(page);
  const open = () => page.evaluate(() => portico.people.identityScan(onboarding.ids.personId));
  const { identityScanId, expiresAt } = await open();
  assert.ok(Date.parse(expiresAt) < (await page.evaluate(() => Date.now())), expiresAt);
  await stack.controls.finishScan(identityScanId, "failed");
  assert.notEqual((await open()).identityScanId, identityScanId);
  assert.deepEqual(await takeTold(page), []);
  await close();
});

late(
  "scan",
  "a scan that nobody made in time tells that it is over, and another one begins",
  async (page, controls) => {
    const open = () => page.evaluate(() => portico.people.identityScan(onboarding.ids.personId));
    const { identityScanId, expiresAt } = await open();
    assert.equal((await open()).identityScanId, identityScanId);
    assert.deepEqual(await takeTold(page), []);
    const seconds = 86_401;
    assert.ok(Date.parse(expiresAt) < Date.now() + seconds * 1000, expiresAt);
    await controls.advanceClock(seconds);
    await page.clock.setSystemTime(Date.now() + seconds * 1000);
    // Of the session that ended in the same day the page heard with the first call after it.
    await page.evaluate(() => onboarding.refresh().then(() => undefined));
    assert.deepEqual(await takeTold(page), [{ type: "expired", what: "session" }]);
    assert.notEqual((await open()).identityScanId, identityScanId);
    assert.equal((await stepOf(page)).kind, "identity_scan");
  },
);
