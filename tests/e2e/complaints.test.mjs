// What the users of SDKs like this one complain about most, each shown not to happen here. The numbers are the complaints'
// places among twenty, by how bad they are and how often they are heard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser, visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";
import { fill, onScreen, press, start, STEPS, tryAgain, waitFor, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
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

const trouble = (page) => page.locator('[data-step="trouble"]').filter({ visible: true });
const codeOf = async (page) => {
  await trouble(page).waitFor({ timeout: 45_000 });
  return trouble(page).getAttribute("data-code");
};
/** How often the page asked for this. */
const asked = (observer, method, path) =>
  observer.exchanges.filter((exchange) => exchange.method === method && new URL(exchange.url).pathname.endsWith(path))
    .length;

// 3: a spinner that never ends, with no word.

visitor("3: an element that gets no client says so, and goes on when it gets one", async (page) => {
  await page.clock.install();
  await page.goto(stack.url);
  await page.evaluate(() => {
    const element = document.createElement("portico-onboarding");
    document.querySelector("#start").replaceChildren(element);
  });
  await page.clock.fastForward(11_000);
  assert.equal(await codeOf(page), "client_missing");
  // What the portal gives its own element, given to this one.
  await page.evaluate(() => {
    const own = document.querySelector("#account portico-onboarding");
    location.hash = "#open";
    addEventListener("hashchange", () => {
      const late = document.querySelector("#start portico-onboarding");
      own.replaceWith(late);
      late.providedId = "acp_checking";
      late.client = own.client;
    });
  });
  await waitFor(page, "contact");
});

visitor("3: an element whose page forgets what to open says so", async (page) => {
  await page.clock.install();
  await page.route("**/portal.json", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), providedId: "" } });
  });
  await start(page, stack.url);
  await page.waitForResponse((answer) => answer.url().endsWith("/sessions") && answer.status() === 201);
  // The wait that nobody ends ends by itself, however often it is looked.
  const deadline = Date.now() + 30_000;
  while (!(await trouble(page).count()) && Date.now() < deadline) await page.clock.fastForward(11_000);
  assert.equal(await codeOf(page), "context_missing");
});

visitor("3 and 9: wasm that is missing is told, and one press goes on once it is there", async (page) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "not found" }));
  await start(page, stack.url);
  assert.equal(await codeOf(page), "wasm_unreachable");
  await page.unrouteAll();
  await tryAgain(page, "contact");
});

visitor("3: a load that hangs is told in words, can be stopped, and then tried again", async (page) => {
  await page.clock.install();
  // Never answered.
  await page.route("**/portal.json", () => {}, { times: 1 });
  await start(page, stack.url);
  await page.clock.fastForward(11_000);
  await page.getByText("This takes longer than usual.").waitFor();
  await press(page, "Stop waiting");
  assert.equal(await codeOf(page), "aborted");
  await tryAgain(page, "contact");
});

// 4: a session that ends in the middle of a step.

visitor(
  "4: a session that ends under a form is opened anew by itself, and what was typed is sent",
  async (page, { observer }) => {
    await walkTo(page, stack, "identity");
    const ended = await observer.sessionId();
    await stack.controls.expireSession(ended);
    await STEPS.identity(page, PERSON);
    await waitFor(page, "accept_agreements");
    assert.notEqual(await observer.sessionId(), ended);
    assert.equal(asked(observer, "POST", "/netspend/sessions"), 2);
  },
);

visitor(
  "4: a browser that the gateway forgot says so, and one press signs in and goes on in place",
  async (page, { context }) => {
    await walkTo(page, stack, "expected_use");
    await context.clearCookies();
    await STEPS.expected_use(page);
    assert.equal(await codeOf(page), "login_required");
    await page.getByRole("heading", { name: "Your visit was paused for too long" }).waitFor();
    await tryAgain(page, "expected_use");
    assert.equal(await page.getByRole("radio", { checked: true }).count(), 1, "what was chosen is still chosen");
    await press(page, "Save and continue");
    await waitFor(page, "order_card");
  },
);

// 5: progress that is lost.

visitor(
  "5: offline keeps what was typed, has a code of its own, and goes on when it is over",
  async (page, { context }) => {
    await walkTo(page, stack, "identity");
    for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, PERSON[name]);
    await context.setOffline(true);
    await press(page, "Send my details");
    const notice = page.locator('[data-notice="offline"]').filter({ visible: true });
    await notice.waitFor({ timeout: 45_000 });
    assert.equal(await page.locator("input[name=ssn]").inputValue(), PERSON.ssn);
    await context.setOffline(false);
    await press(page, "Send my details");
    await onScreen(page, "accept_agreements").waitFor();
  },
);

visitor("5: a page that comes up offline goes on by itself when the network is back", async (page, { context }) => {
  await page.goto(stack.url);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Open an account" }).click();
  assert.equal(await codeOf(page), "offline");
  await context.setOffline(false);
  await onScreen(page, "contact").filter({ visible: true }).waitFor();
});

visitor("5: Back and Forward lose nothing that was typed", async (page) => {
  await walkTo(page, stack, "address");
  await fill(page, "city", PERSON.city);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "A bank account that keeps your secrets" }).waitFor();
  await page.goForward();
  await waitFor(page, "address");
  assert.equal(await page.locator("input[name=city]").inputValue(), PERSON.city);
  await press(page, "Back");
  assert.equal(await page.locator("input[name=firstName]").inputValue(), PERSON.firstName);
});

// 9: a load that failed once fails for ever.

visitor("9: a load that fails once is not remembered: script, settings or session", async (page, { observer }) => {
  const failOnce = (pattern) => page.route(pattern, (route) => route.abort(), { times: 1 });
  await failOnce("**/portal.json");
  await start(page, stack.url);
  assert.equal(await codeOf(page), "gateway_unreachable");
  await failOnce("**/*.wasm");
  await press(page, "Try again");
  await page.locator('[data-code="wasm_unreachable"]').waitFor();
  await tryAgain(page, "contact");
  assert.equal(asked(observer, "GET", "/portal.json"), 3);
});

// 11: errors that say nothing, or something else.

for (const [status, code, title] of [
  [401, "login_required", "Your visit was paused for too long"],
  [403, "device_not_authentic", "We can't open a safe connection with this browser"],
  [403, "origin_not_allowed", "This page is not set up right"],
  [401, "unknown_sdk_id", "This page is not set up right"],
]) {
  visitor(`11: ${status} ${code} is told as what it is`, async (page) => {
    await page.route("**/portico/netspend/sessions", (route) =>
      route.fulfill({
        status,
        contentType: "application/problem+json",
        headers: { "ns-request-id": "01890000-0000-7000-8000-00000000000a" },
        json: {
          type: `https://portico.example/errors#${code}`,
          title: "t",
          status,
          detail: "d",
          code,
          request_id: "01890000-0000-7000-8000-00000000000a",
          ...(code === "device_not_authentic" && { reason: "refused" }),
        },
      }),
    );
    await start(page, stack.url);
    assert.equal(await codeOf(page), code);
    const words = (await trouble(page).locator("h2, p").allInnerTexts()).join(" ");
    assert.ok(words.includes(title), words);
    assert.ok(words.includes("01890000-0000-7000-8000-00000000000a"), words);
    assert.doesNotMatch(words, /connection lost|unknown error/i);
    await page.unrouteAll();
    await tryAgain(page, "contact");
  });
}

// 14: mounted twice, taken out and put back.

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
