// What a person types wrong, and what they decline: told beside the field or in the step, and nothing is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { cardId, fill, onScreen, press, STEPS, waitFor, walkOn, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A visitor at a screen; at the end their page had no trouble of its own. */
async function at(screen, work) {
  const visitor = await visit(browser, { origin: stack.url });
  await walkTo(visitor.page, stack, screen);
  await work(visitor.page, visitor.observer);
  await visitor.close();
}

/** The error beside a field, in words. */
async function errorAt(page, field) {
  const error = page.locator(`[data-error="${field}"]`).filter({ visible: true });
  await error.waitFor();
  return (await error.innerText()).trim();
}

/** How many people the page has asked the platform to make. */
function peopleSent(observer) {
  return observer.exchanges.filter(({ method, url }) => method === "POST" && url.endsWith("/netspend/people")).length;
}

const IMPOSSIBLE = {
  "a birth date that no calendar has": { birthMonth: "02", birthDay: "30", birthYear: "1987" },
  "a thirteenth month": { birthMonth: "13", birthDay: "01", birthYear: "1987" },
  "somebody who is not born yet": { birthMonth: "01", birthDay: "01", birthYear: "2999" },
  "somebody who is a child": { birthMonth: "01", birthDay: "01", birthYear: String(new Date().getFullYear() - 9) },
};

for (const [what, date] of Object.entries(IMPOSSIBLE)) {
  test(`${what} is told beside the birth date, and nothing is sent`, () =>
    at("identity", async (page, observer) => {
      for (const [name, value] of Object.entries({ ...date, ssn: PERSON.ssn })) await fill(page, name, value);
      await press(page, "Send my details");
      assert.ok((await errorAt(page, "dateOfBirth")).length > 10);
      assert.equal(peopleSent(observer), 0);
      assert.equal(await page.locator("input[name=ssn]").inputValue(), PERSON.ssn, "what was typed is still there");
      await STEPS.identity(page, PERSON);
      await waitFor(page, "accept_agreements");
      assert.deepEqual(observer.trouble(), []);
    }));
}

for (const [what, ssn] of Object.entries({
  "too short an SSN": "548-67-39",
  "an SSN of a group that was never given out": "548-00-3921",
  "an SSN that begins with 666": "666-12-3921",
  "an SSN that begins with 9": "912-12-3921",
})) {
  test(`${what} is told beside the field, and nothing is sent`, () =>
    at("identity", async (page, observer) => {
      for (const name of ["birthMonth", "birthDay", "birthYear"]) await fill(page, name, PERSON[name]);
      await fill(page, "ssn", ssn);
      await press(page, "Send my details");
      assert.ok((await errorAt(page, "governmentId.value")).length > 10);
      assert.equal(peopleSent(observer), 0);
      await fill(page, "ssn", PERSON.ssn);
      await press(page, "Send my details");
      await waitFor(page, "accept_agreements");
      assert.deepEqual(observer.trouble(), []);
    }));
}

test("several mistakes are listed on top, with links to their fields", () =>
  at("contact", async (page) => {
    await press(page, "Continue");
    const summary = page.locator("[data-summary]").filter({ visible: true });
    await summary.waitFor();
    const links = summary.getByRole("link");
    assert.ok((await links.count()) >= 4);
    await links.last().click();
    const focused = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.name;
    });
    assert.equal(focused, "phone");
  }));

test("who declines an agreement can go back to it and accept", () =>
  at("accept_agreements", async (page, observer) => {
    await press(page, "I do not accept");
    await page.getByRole("heading", { name: "You chose not to accept" }).waitFor();
    const accepted = observer.exchanges.filter(({ method, url }) => method === "PUT" && url.includes("/agreements/"));
    assert.equal(accepted.length, 0, "a decline is sent nowhere");
    await press(page, "Go back to the agreement");
    await STEPS.accept_agreements(page);
    await waitFor(page, "expected_use");
    assert.deepEqual(observer.trouble(), []);
  }));

test("unanswered questions are told beside them", () =>
  at("expected_use", async (page) => {
    await press(page, "Save and continue");
    await page.locator('[data-error^="answers"]').first().waitFor();
    await STEPS.expected_use(page);
    await waitFor(page, "order_card");
  }));

for (const [what, pin, again, field] of [
  ["a PIN of three digits", "830", "830", "pin"],
  ["a PIN that is repeated differently", "8305", "8350", "pinAgain"],
  ["no PIN at all", "", "", "pin"],
]) {
  test(`${what} is told beside the field, and the card stays as it is`, () =>
    at("activate_card", async (page, observer) => {
      const id = await cardId(page);
      const { cvc } = await stack.controls.card(id);
      await fill(page, "cvc", cvc);
      await fill(page, "pin", pin);
      await fill(page, "pinAgain", again);
      await press(page, "Activate my card");
      assert.ok((await errorAt(page, field)).length > 10);
      assert.ok(!observer.exchanges.some(({ url }) => url.includes("/verifications") || url.endsWith("/pin")));
      await STEPS.activate_card(page, PERSON, stack);
      await waitFor(page, "enroll_features");
    }));
}

test("a PIN with letters in it keeps its digits alone", () =>
  at("activate_card", async (page) => {
    await fill(page, "pin", "8a3b");
    await press(page, "Activate my card");
    assert.ok((await errorAt(page, "pin")).length > 10);
  }));

test("three wrong codes lock the card for an hour, and then the right one activates it", () =>
  at("activate_card", async (page, observer) => {
    const { cvc } = await stack.controls.card(await cardId(page));
    const wrong = cvc === "111" ? "222" : "111";
    const tryCode = async (code, answer) => {
      await fill(page, "cvc", code);
      await press(page, "Activate my card");
      await answer.waitFor();
      // The wrong code is taken out, and the field waits for another.
      await page.locator("input[name=cvc]:focus").waitFor();
      assert.equal(await page.locator("input[name=cvc]").inputValue(), "");
    };
    const failed = page.locator('[data-notice="verification_failed"]');
    const locked = page.locator('[data-notice="verification_locked"]');
    await fill(page, "pin", PERSON.pin);
    await fill(page, "pinAgain", PERSON.pin);
    for (const left of ["2", "1"]) await tryCode(wrong, failed.filter({ hasText: left }));
    await tryCode(wrong, locked);
    await tryCode(cvc, locked);
    assert.equal(await page.locator("input[name=pin]").inputValue(), PERSON.pin, "the PIN is still there");

    // The sandbox's clock moves on; the session that it ended on the way is opened anew.
    await stack.controls.advanceClock(3601);
    observer.pardon();
    await page.reload();
    await waitFor(page, "activate_card");
    await walkOn(page, stack, "activate_card", "complete");
    await onScreen(page, "complete").waitFor();
  }));
