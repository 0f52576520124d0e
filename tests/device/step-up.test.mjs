// A device that is neither refused nor trusted gets a session, and its person answers questions before they are approved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../e2e/support/person.mjs";
import { startScreen } from "./support/programs.mjs";
import { startSite } from "./support/site.mjs";
import { byPlaywright } from "./support/visitors.mjs";

/** What an extension against fingerprinting does. A person may have one; a robot as well. */
function disguise() {
  Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => 8, configurable: true });
}

const NEW_PERSON = {
  firstName: PERSON.firstName,
  lastName: PERSON.lastName,
  email: PERSON.email,
  phone: PERSON.phone,
  address: { line1: PERSON.line1, city: PERSON.city, state: PERSON.state, postalCode: PERSON.postalCode },
  dateOfBirth: `${PERSON.birthYear}-${PERSON.birthMonth}-${PERSON.birthDay}`,
  governmentId: { type: "ssn", value: PERSON.ssn },
};

/** Opens an account for a person who would be approved at once. */
async function onboard(page, providedId) {
  return page.evaluate(
    async ({ person, providedId }) => {
      const { portico } = globalThis;
      const { id: accountId } = await portico.accounts.create({ providedId });
      const { kycStatus, workflows } = await portico.people.create({ ...person, accountId });
      return { kycStatus, steps: workflows.flatMap(({ steps }) => steps.map(({ step }) => step)) };
    },
    { person: NEW_PERSON, providedId },
  );
}

for (const { policy, kycStatus, asks } of [
  { policy: "enforce", kycStatus: "conditional", asks: true },
  { policy: "observe", kycStatus: "approved", asks: false },
]) {
  test(`a disguised browser's person is ${kycStatus} where the policy is to ${policy}`, async (t) => {
    const [site, display] = [await startSite(t, { policy }), await startScreen(t)];
    let page;
    let person;
    const start = byPlaywright({
      display,
      args: ["--disable-blink-features=AutomationControlled"],
      spoof: disguise,
      keep: (opened) => {
        page = opened;
      },
    });
    const { session, check } = await site.visit(start, async () => {
      person = await onboard(page, site.kit.provided_ids.dda);
    });
    t.diagnostic(`score ${check.score}: ${check.reasons.map(({ code }) => code).join(", ")}`);
    assert.deepEqual([check.decision, check.outcome, check.session_id], ["step_up", "accepted", session]);
    assert.ok(check.reasons.some(({ code }) => code === "identity_lies"));
    assert.equal(person.kycStatus, kycStatus);
    assert.equal(person.steps.includes("identity_questions"), asks);
  });
}
