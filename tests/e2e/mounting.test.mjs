// The fourteenth of the complaints: elements that are mounted twice, or taken out and put back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { fill, onScreen, start, waitFor, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

function visitor(name, work) {
  test(name, async () => {
    const { page, observer, context, close } = await visit(browser, { origin: stack.url });
    await work(page, { observer, context });
    await close();
  });
}

/** How often the page asked for this. */
const asked = (observer, method, path) =>
  observer.exchanges.filter((exchange) => exchange.method === method && new URL(exchange.url).pathname.endsWith(path))
    .length;

visitor("14: mounted, taken out and mounted again in one breath opens one session", async (page, { observer }) => {
  await page.addInitScript(() => {
    globalThis.kinds = [];
    document.addEventListener("portico-progress", ({ detail }) => globalThis.kinds.push(detail.kind));
  });
  await page.goto(stack.url);
  await page.evaluate(() => {
    const element = document.querySelector("portico-onboarding");
    const place = element.parentElement;
    addEventListener("hashchange", () =>
      queueMicrotask(() => {
        for (let times = 0; times < 3; times += 1) {
          element.remove();
          place.append(element);
        }
      }),
    );
    location.hash = "#open";
  });
  await waitFor(page, "contact");
  await observer.settle();
  assert.equal(asked(observer, "POST", "/netspend/sessions"), 1);
  assert.equal(asked(observer, "GET", "/portal.json"), 1);
  assert.equal(await onScreen(page, "contact").count(), 1);
  const kinds = await page.evaluate(() => globalThis.kinds);
  assert.equal(kinds.filter((kind) => kind === "person_details").length, 1);
  assert.ok(!kinds.includes("trouble"), kinds.join());
});

visitor("14: taken out in the middle of a start and put back later, it goes on", async (page, { observer }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/netspend/sessions/init", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const begun = page.waitForRequest("**/netspend/sessions/init");
  await start(page, stack.url);
  await begun;
  await page.evaluate(() => {
    globalThis.taken = document.querySelector("portico-onboarding");
    globalThis.place = globalThis.taken.parentElement;
    globalThis.taken.remove();
  });
  release();
  await page.evaluate(() => globalThis.place.append(globalThis.taken));
  await waitFor(page, "contact");
  await observer.settle();
  assert.equal(asked(observer, "POST", "/netspend/sessions"), 1);
});

visitor("14: two elements on one page share one session, and make one person", async (page, { observer }) => {
  await walkTo(page, stack, "identity");
  await page.evaluate(() => {
    const first = document.querySelector("portico-onboarding");
    const second = document.createElement("portico-onboarding");
    second.id = "second";
    second.providedId = first.providedId;
    second.client = first.client;
    first.after(second);
  });
  const second = page.locator("#second");
  await second.locator('[data-screen="contact"]').waitFor();
  const first = page.locator("portico-onboarding").first();
  for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) {
    await first.locator(`input[name=${name}]`).fill(PERSON[name]);
  }
  await first.getByRole("button", { name: "Send my details" }).click();
  await first.locator('[data-step="accept_agreements"]').waitFor();
  // The other one does not know, and sends the same: nothing is made twice.
  for (const name of ["firstName", "lastName", "email", "phone"]) {
    await second.locator(`input[name=${name}]`).fill(PERSON[name]);
  }
  await second.getByRole("button", { name: "Continue" }).click();
  for (const name of ["line1", "city", "postalCode"]) await second.locator(`input[name=${name}]`).fill(PERSON[name]);
  await second.locator("select[name=state]").selectOption(PERSON.state);
  await second.getByRole("button", { name: "Continue" }).click();
  for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) {
    await second.locator(`input[name=${name}]`).fill(PERSON[name]);
  }
  await second.getByRole("button", { name: "Send my details" }).click();
  await second.locator('[data-step="accept_agreements"]').waitFor();
  await observer.settle();
  for (const path of ["/netspend/accounts", "/netspend/people"]) assert.equal(asked(observer, "POST", path), 1, path);
  assert.equal(asked(observer, "POST", "/netspend/sessions"), 1);
});

visitor("14: one press that is made ten times sends once", async (page, { observer }) => {
  await walkTo(page, stack, "identity");
  for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, PERSON[name]);
  const button = page.getByRole("button", { name: "Send my details" });
  await button.evaluate((element) => {
    for (let times = 0; times < 10; times += 1) element.click();
  });
  await waitFor(page, "accept_agreements");
  await observer.settle();
  for (const path of ["/netspend/accounts", "/netspend/people"]) assert.equal(asked(observer, "POST", path), 1, path);
});
