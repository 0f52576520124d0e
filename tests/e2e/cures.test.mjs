// Cures and ends through the element's screens, as a person sees them: on a narrow phone and on a desk, in both colours, with
// axe, and with a reload in the middle.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./support/accessibility.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { answerOnScreen, requestsOf } from "./support/cures.mjs";
import { PERSON } from "./support/person.mjs";
import { onScreen, press, start, STEPS, waitFor, walkOn } from "./support/walk.mjs";

let stack;
let browser;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "portico-images-"));
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const PHONE = { width: 320, colorScheme: "light" };
const DESK = { width: 1280, colorScheme: "dark" };

/** Sends the details of somebody whose checks end as the last four digits say, and waits for the screen that follows. */
function person(name, last4, screen, shown, work) {
  test(name, async () => {
    const visitor = await visit(browser, { origin: stack.url, ...shown });
    const { page, observer } = visitor;
    const own = { ...PERSON, ssn: `548-67-${last4}` };
    const problems = [];
    const look = async (called) => {
      const shots = join("tmp/screens", `${shown.width}${shown.colorScheme === "dark" ? "-dark" : ""}`);
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${called}.png`), fullPage: true });
      problems.push(...(await violations(page)).map((line) => `${called}: ${line}`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) problems.push(`${called}: scrolls sideways by ${overflow} pixels`);
    };
    await start(page, stack.url);
    await waitFor(page, "contact");
    for (const step of ["contact", "address", "identity"]) await STEPS[step](page, own);
    await onScreen(page, screen).filter({ visible: true }).waitFor();
    await work({ page, observer, context: visitor.context, look });
    assert.deepEqual(problems, []);
    assert.deepEqual(observer.trouble(), []);
    await visitor.close();
  });
}

person("who answers the questions goes on to an open account", "0001", "identity_questions", PHONE, async (at) => {
  const { page, look } = at;
  await page.getByText("You have about 10 minutes.").waitFor();
  await look("cure-questions");
  await press(page, "Send my answers");
  await page.locator("[data-summary]").filter({ visible: true }).waitFor();
  await look("cure-questions-missing");
  await answerOnScreen(page, false);
  await page.locator('[data-notice="identity_answers_wrong"]').filter({ visible: true }).waitFor();
  assert.equal(await page.getByRole("radio", { checked: true }).count(), 0);
  await look("cure-questions-wrong");
  await page.reload();
  await onScreen(page, "identity_questions").waitFor();
  await answerOnScreen(page, true);
  await walkOn(page, stack, "accept_agreements", "complete");
});

person("the third wrong set of answers ends it kindly", "0001", "identity_questions", DESK, async ({ page, look }) => {
  const wrong = page.locator('[data-notice="identity_answers_wrong"]').filter({ visible: true });
  await look("cure-questions");
  for (let set = 1; set <= 2; set += 1) {
    await answerOnScreen(page, false);
    await wrong.waitFor();
    // The next set is another one: nothing of it is chosen.
    await page.getByRole("radio", { checked: true }).first().waitFor({ state: "detached" });
  }
  await answerOnScreen(page, false);
  await onScreen(page, "declined").waitFor();
  assert.equal(await onScreen(page, "declined").getAttribute("data-reason"), "kyc_rejected");
  await look("declined-kyc_rejected");
});

test("questions are taken away when their time is over", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page } = visitor;
  await page.clock.install();
  await start(page, stack.url);
  await waitFor(page, "contact");
  for (const step of ["contact", "address", "identity"]) await STEPS[step](page, { ...PERSON, ssn: "548-67-0001" });
  await onScreen(page, "identity_questions").getByRole("radio").first().waitFor();
  await page.clock.fastForward("09:05");
  await page.getByText("Less than a minute is left").first().waitFor();
  await page.clock.fastForward("01:00");
  await page.getByRole("heading", { name: "The time for these questions is over" }).waitFor();
  assert.equal(await page.getByRole("radio").count(), 0);
  await visitor.close();
});

person(
  "a scan that fails is scanned anew, and the page goes on when it passed",
  "0003",
  "identity_scan",
  PHONE,
  async (at) => {
    const { page, look } = at;
    const number = page.locator("[data-scan]");
    await number.waitFor();
    const first = await number.getAttribute("data-scan");
    await look("cure-scan");
    await press(page, "I have scanned my ID");
    await page.getByText("The scan is not through yet").waitFor();
    await stack.controls.finishScan(first, "failed");
    await press(page, "I have scanned my ID");
    await page.locator('[data-notice="identity_scan_failed"]').filter({ visible: true }).waitFor();
    await look("cure-scan-failed");
    await page.reload();
    await number.waitFor();
    const second = await number.getAttribute("data-scan");
    assert.notEqual(second, first);
    await stack.controls.finishScan(second, "passed");
    // Nobody presses anything: the page looks by itself.
    await waitFor(page, "accept_agreements");
    await walkOn(page, stack, "accept_agreements", "complete");
  },
);

test("a page that shows a scan hands its number to the host, and nothing else", async () => {
  const visitor = await visit(browser, { origin: stack.url, ...DESK });
  const { page } = visitor;
  await page.addInitScript(() => {
    globalThis.told = [];
    document.addEventListener("portico-identity-scan", ({ detail }) => globalThis.told.push(detail));
  });
  await start(page, stack.url);
  await waitFor(page, "contact");
  for (const step of ["contact", "address", "identity"]) await STEPS[step](page, { ...PERSON, ssn: "548-67-0003" });
  const identityScanId = await page.locator("[data-scan]").getAttribute("data-scan");
  assert.deepEqual(await page.evaluate(() => globalThis.told), [{ identityScanId }]);
  await visitor.close();
});

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

/** A file on disk, as a person has it. */
async function file(name, size) {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([JPEG, Buffer.alloc(size)]));
  return path;
}

for (const shown of [PHONE, DESK]) {
  const where = shown === PHONE ? "a phone" : "a desk";
  person(
    `documents are chosen, replaced, sealed and sent from ${where}`,
    "0002",
    "provide_documents",
    shown,
    async (at) => {
      const { page, look } = at;
      const step = onScreen(page, "provide_documents");
      const input = (side) => step.locator(`input[name=${side}]`);
      await look("cure-documents");
      await press(page, "Send my document");
      await step.locator('[data-error="documentType"]').waitFor();
      await step.getByRole("radio", { name: "Driver's license" }).check();
      await input("frontImage").setInputFiles(await file("too-large.jpg", 10 * 1024 * 1024));
      await step.getByText("Choose a file of 10 MB or less").waitFor();
      await look("cure-documents-error");
      await input("frontImage").setInputFiles(await file("note.txt", 20));
      await step.getByText("Choose a photo (JPEG or PNG) or a PDF").waitFor();
      await input("frontImage").setInputFiles(await file("front.jpg", 3_000_000));
      await step.getByText("front.jpg, 2.9 MB").waitFor();
      await press(page, "Send my document");
      await step.locator('[data-error="backImage"]').waitFor();
      await input("backImage").setInputFiles(await file("wrong.jpg", 30_000));
      // What was chosen can be changed before it is sent.
      await step.getByRole("button", { name: "Remove Back side" }).click();
      await input("backImage").setInputFiles(await file("back.jpg", 2_000_000));
      await step.getByText("back.jpg, 1.9 MB").waitFor();
      await look("cure-documents-chosen");
      const stages = page.evaluate(
        () =>
          new Promise((resolve) => {
            const element = document.querySelector("portico-onboarding").renderRoot.querySelector("[data-step]");
            const seen = [];
            const watch = new MutationObserver(() => {
              const bar = element.renderRoot?.querySelector("progress");
              if (bar) seen.push(bar.value);
              if (!element.isConnected) {
                watch.disconnect();
                resolve(seen);
              }
            });
            watch.observe(element.renderRoot, { childList: true, subtree: true, characterData: true });
            watch.observe(element.parentNode, { childList: true });
          }),
      );
      await press(page, "Send my document");
      await waitFor(page, "identity_review");
      const seen = await stages;
      assert.ok(seen.length > 1 && Math.max(...seen) > 30, `progress was shown: ${seen}`);
      await look("cure-review");

      // The review asks for others: the page finds out by itself.
      const [request] = await requestsOf(page);
      await stack.controls.reviewDocuments(request, "rejected");
      await press(page, "Look again");
      await step.locator('[data-notice="documents_rejected"]').waitFor();
      await look("cure-documents-rejected");
      if (shown === DESK) return;
      await step.getByRole("radio", { name: "Passport" }).check();
      await step.locator("select[name=country]").selectOption("CA");
      await input("frontImage").setInputFiles(await file("passport.jpg", 50_000));
      await press(page, "Send my document");
      await onScreen(page, "identity_review").waitFor();
      await page.reload();
      await waitFor(page, "identity_review");
      await stack.controls.reviewDocuments(request, "accepted");
      await waitFor(page, "accept_agreements");
      await walkOn(page, stack, "accept_agreements", "complete");
    },
  );
}

for (const shown of [PHONE, DESK]) {
  const where = shown === PHONE ? "a phone" : "a desk";
  person(`a review goes on by itself when it is through, on ${where}`, "0006", "identity_review", shown, async (at) => {
    const { page, look } = at;
    await look("cure-pending");
    await press(page, "Look again");
    await page.getByText("Nothing has changed yet.").waitFor();
    await page.reload();
    await waitFor(page, "identity_review");
    await stack.controls.advanceClock(1);
    await waitFor(page, "accept_agreements");
    if (shown === DESK) await walkOn(page, stack, "accept_agreements", "complete");
  });
}

for (const [last4, reason, shown] of [
  ["0004", "kyc_rejected", PHONE],
  ["0005", "ofac_rejected", DESK],
  ["0007", "kyc_blocked", PHONE],
]) {
  person(
    `${reason} ends kindly, tells no rule, and is the end after a reload too`,
    last4,
    "declined",
    shown,
    async (at) => {
      const { page, look } = at;
      for (const reload of [false, true]) {
        if (reload) await page.reload();
        await waitFor(page, "declined");
        const step = onScreen(page, "declined");
        assert.equal(await step.getAttribute("data-reason"), reason);
        const words = (await step.locator("h2, h3, p, li").allInnerTexts()).join(" ");
        assert.match(words, /What you can do now/);
        assert.match(words, /\(800\) 555-0199/);
        assert.doesNotMatch(words, /ofac|kyc|sanction|reject|block|list/i);
      }
      await look(`declined-${reason}`);
    },
  );
}

test("savings asks for a consent, what is on stays on, and nothing has to be chosen", async () => {
  const visitor = await visit(browser, { origin: stack.url, ...PHONE });
  const { page, observer } = visitor;
  await start(page, stack.url);
  await walkOn(page, stack, "contact", "enroll_features");
  const savings = page.getByRole("checkbox", { name: /^Savings/ });
  await savings.check();
  await press(page, "Save and continue");
  await page.locator('[data-error="eCommunicationsConsent"]').waitFor();
  await page.screenshot({ path: "tmp/screens/320/features-consent.png", fullPage: true });
  assert.deepEqual(await violations(page), []);
  await page.getByRole("checkbox", { name: /^I agree to get letters/ }).check();
  await page.reload();
  await waitFor(page, "enroll_features");
  assert.equal(await savings.isChecked(), false, "nothing was sent yet");
  await press(page, "Not now");
  await waitFor(page, "complete");
  await page.reload();
  await waitFor(page, "complete");
  assert.ok(!observer.exchanges.some(({ url }) => url.includes("/enrollments")));
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

test("an account that was closed meanwhile is said to be closed", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await start(page, stack.url);
  await walkOn(page, stack, "contact", "order_card");
  await observer.settle();
  const opened = observer.exchanges.find(({ url, method }) => method === "POST" && url.endsWith("/accounts"));
  await stack.controls.closeAccount(JSON.parse(opened.received).id);
  await page.reload();
  await waitFor(page, "declined");
  await page.getByRole("heading", { name: "This account is closed" }).waitFor();
  await visitor.close();
});

// Last, since the sandbox's clock runs ahead from here on.
person(
  "answers that come too late are kindly told so, and new questions come",
  "0001",
  "identity_questions",
  PHONE,
  async (at) => {
    const { page, look, observer } = at;
    await onScreen(page, "identity_questions").getByRole("radio").first().waitFor();
    await stack.controls.advanceClock(601);
    await answerOnScreen(page, true);
    await page.getByRole("heading", { name: "The time for these questions is over" }).waitFor();
    assert.equal(await page.getByRole("radio").count(), 0);
    await look("cure-questions-over");
    await press(page, "Get new questions");
    await answerOnScreen(page, true);
    await waitFor(page, "accept_agreements");
    // The console names the answers that said no.
    assert.ok(observer.pardon().every((line) => line.startsWith("console: Failed to load resource")));
  },
);
