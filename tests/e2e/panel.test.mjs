// The developers' panel: the step machine with the current step lit, beside every step of the onboarding.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { MOVES } from "../../www/panel/machine.mjs";
import { violations } from "./support/accessibility.mjs";
import { waitForScreen } from "./support/account-walk.mjs";
import { launchBrowser, visit } from "./support/browser.mjs";
import { answerOnScreen, sendDocument } from "./support/cures.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";
import { onScreen, press, SCREENS, start, STEPS, waitFor, walkOn } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  stack = await startStack();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** The step that the panel's picture lights, which is the onboarding's own, and the only one. */
async function lit(page) {
  const step = await page.evaluate(() => document.querySelector("portico-onboarding").onboarding.step.kind);
  const graph = page.locator("larkwell-panel svg.machine");
  const current = graph.locator("[data-state=current]");
  await graph.locator(`[data-machine-step=${step}][data-state=current]`).waitFor();
  assert.equal(await current.count(), 1, step);
  assert.equal(await graph.getAttribute("aria-label"), `Steps: ${step} is the current one`);
  assert.equal(await page.locator("larkwell-panel dd").first().innerText(), step);
  return step;
}

/** The moves out of the step, and no others, are lit in the table that says the same. */
async function litInTable(page, step) {
  await press(page, "As a table");
  const rows = page.getByRole("region", { name: "The step machine as a table" }).locator("tr.lit");
  const expected = MOVES.filter(([from]) => from === step).map(([, to]) => to);
  assert.deepEqual(await rows.locator("td:nth-child(2)").allInnerTexts(), expected);
  assert.equal(await rows.first().locator("td").first().innerText(), `${step} (now)`);
  await press(page, "As a table");
}

/** Opens the panel, goes to the first screen, and gives what the panel lit at each screen since. */
async function walk(work, last4 = "3921") {
  const { page, observer, close } = await visit(browser, { origin: stack.url });
  await page.goto(stack.url);
  await press(page, "For developers");
  await page.locator("larkwell-panel svg.machine").waitFor();
  assert.equal(await page.locator("larkwell-panel [data-state=current]").count(), 0, "nothing before it begins");
  await page.getByRole("button", { name: "Open an account" }).click();
  const steps = new Set();
  const arrive = async (screen) => {
    await onScreen(page, screen).filter({ visible: true }).waitFor();
    steps.add(await lit(page));
  };
  for (const screen of ["contact", "address", "identity"]) {
    await arrive(screen);
    await STEPS[screen](page, { ...PERSON, ssn: `548-67-${last4}` });
  }
  await work({ page, arrive });
  assert.deepEqual(observer.trouble(), []);
  await close();
  return [...steps];
}

test("each step of the way to a card is lit, alone, and those before it are marked as seen", async () => {
  const steps = await walk(async ({ page, arrive }) => {
    await walkOn(page, stack, "accept_agreements", "complete", {
      onArrival: async (screen) => {
        await arrive(screen);
        if (screen === "accept_agreements") await litInTable(page, screen);
      },
    });
    const seen = page.locator("larkwell-panel [data-state=seen]");
    assert.deepEqual(await seen.evaluateAll((all) => all.map(({ dataset }) => dataset.machineStep)), [
      "person_details",
      ...SCREENS.slice(3, -1),
    ]);
    await page.reload();
    await waitFor(page, "complete");
    await press(page, "For developers");
    await arrive("complete");
    assert.deepEqual(await violations(page), []);
  });
  assert.deepEqual(steps, ["person_details", ...SCREENS.slice(3)]);
});

test("the cures are lit while they are due", async () => {
  const questions = await walk(async ({ page, arrive }) => {
    await arrive("identity_questions");
    await answerOnScreen(page, true);
    await arrive("accept_agreements");
  }, "0001");
  assert.deepEqual(questions, ["person_details", "identity_questions", "accept_agreements"]);

  const scan = await walk(async ({ page, arrive }) => {
    await arrive("identity_scan");
    const id = await page.locator("[data-scan]").getAttribute("data-scan");
    await stack.controls.finishScan(id, "passed");
    await arrive("accept_agreements");
  }, "0003");
  assert.deepEqual(scan, ["person_details", "identity_scan", "accept_agreements"]);

  const documents = await walk(async ({ page, arrive }) => {
    await arrive("provide_documents");
    const request = await sendDocument(page, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]));
    await arrive("identity_review");
    await stack.controls.reviewDocuments(request, "rejected");
    await arrive("provide_documents");
  }, "0002");
  assert.deepEqual(documents, ["person_details", "provide_documents", "identity_review"]);
});

for (const last4 of ["0004", "0005", "0007"]) {
  test(`the end is lit where the platform says no, ${last4}`, async () => {
    assert.deepEqual(await walk(({ arrive }) => arrive("declined"), last4), ["person_details", "declined"]);
  });
}

test("the page of the other journey draws no machine of this one", async () => {
  const { page, observer, close } = await visit(browser, { origin: stack.url });
  await page.goto(`${stack.url}/account.html`);
  await waitForScreen(page, "kind");
  await press(page, "For developers");
  const panel = page.locator("larkwell-panel");
  await panel.getByText("kind", { exact: true }).waitFor();
  for (const pressed of ["a picture", "a table"]) {
    assert.equal(await panel.getByText("The step machine").count(), 0, pressed);
    assert.equal(await panel.locator("svg.machine, [data-machine-step]").count(), 0, pressed);
    assert.equal(await panel.getByText("identity_questions").count(), 0, pressed);
    await press(page, "As a table");
  }
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(observer.trouble(), []);
  await close();
});
