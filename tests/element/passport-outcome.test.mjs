// @ts-check
// How often the package's script looks whether an account's checks are through: `waitForOutcome` by a clock of the test's own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { id, text, within, wrong } from "../../src/js/call.mjs";
import { failed, invalidOption, PorticoError } from "../../src/js/errors.mjs";
import { lend, passport } from "../../src/js/passport.mjs";

lend(/** @type {any} */ ({ PorticoError, failed, id, invalidOption, text, within, wrong }));

/** The pauses between two looks, in milliseconds. */
const GROWING = [250, 500, 1000, 2000, 4000];
const LONGEST = 8000;
const STEP = 10;
const ACCOUNT = { customerId: 7, accountId: 9 };
/** What a call has that names no limit of its own. */
const timeoutMs = 300_000;

/**
 * A wait whose looks are written down with their times, and a clock that moves by steps of which every pause is a multiple.
 * @param {import("node:test").TestContext} t
 * @param {(look: number) => string} standing an account's status, by how often it was looked at
 */
function waiting(t, standing) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  /** @type {number[]} */
  const looks = [];
  /** @type {string[]} */
  const operations = [];
  const { accounts } = passport(
    /** @type {any} */ ({
      answer: async (
        /** @type {string} */ operation,
        /** @type {string} */ _,
        /** @type {{ signal: AbortSignal }} */ { signal },
      ) => {
        if (signal.aborted) throw new PorticoError({ code: "aborted" });
        operations.push(operation);
        looks.push(now);
        return { id: 9, status: standing(looks.length) };
      },
    }),
  );
  return {
    accounts,
    looks,
    operations,
    async pass(/** @type {number} */ milliseconds) {
      for (const end = now + milliseconds; now < end;) {
        // Whatever was woken goes on until it rests again.
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
        now += STEP;
        t.mock.timers.tick(STEP);
      }
    },
  };
}

/** @param {number} count @returns {number[]} the times of so many looks */
function times(count) {
  let now = 0;
  return Array.from({ length: count }, (_, look) => (now += look ? (GROWING[look - 1] ?? LONGEST) : 0));
}

test("looks come after growing pauses of up to eight seconds and never more often, until the checks are through", async (t) => {
  const { accounts, looks, operations, pass } = waiting(t, (look) => (look < 10 ? "INACTIVE" : "ACTIVE"));
  const outcome = accounts.waitForOutcome(ACCOUNT, { timeoutMs });
  const expected = times(10);
  await pass(expected[9] - STEP);
  assert.deepEqual(looks, expected.slice(0, 9));
  await pass(STEP);
  assert.equal((await outcome).status, "ACTIVE");
  assert.deepEqual(looks, expected);
  await pass(2 * LONGEST);
  assert.deepEqual(looks, expected);
  assert.deepEqual(new Set(operations), new Set(["passport.accounts.get"]));
});

test("the first answer that is an outcome ends it, and be it the first of all", async (t) => {
  for (const [standing, count] of /** @type {const} */ ([
    [() => "ACTIVE", 1],
    [(/** @type {number} */ look) => (look < 3 ? "INACTIVE" : "BLOCKED"), 3],
  ])) {
    const { accounts, looks, pass } = waiting(t, standing);
    const outcome = accounts.waitForOutcome(ACCOUNT, { timeoutMs });
    await pass(LONGEST);
    assert.equal((await outcome).status, standing(count));
    assert.deepEqual(looks, times(count));
    t.mock.timers.reset();
  }
});

test("the looks stop with the time limit, or when the page stops them", async (t) => {
  const { accounts, looks, pass } = waiting(t, () => "INACTIVE");
  const late = assert.rejects(accounts.waitForOutcome(ACCOUNT, { timeoutMs: 5000 }), { code: "timed_out" });
  await pass(5000);
  await late;
  assert.deepEqual(looks, times(5));
  const controller = new AbortController();
  const stopped = assert.rejects(accounts.waitForOutcome(ACCOUNT, { signal: controller.signal, timeoutMs }), {
    code: "aborted",
  });
  await pass(100);
  controller.abort();
  await stopped;
  await pass(2 * LONGEST);
  assert.equal(looks.length, 6);
});
