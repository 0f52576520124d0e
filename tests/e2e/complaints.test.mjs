// What the users of SDKs like this one complain about most, each shown not to happen here. The numbers are the complaints'
// places among twenty, by how bad they are and how often they are heard.
// The fourteenth is in mounting.test.mjs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bareFolder, openBare } from "./support/bare.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";
import { startStack } from "./support/stack.mjs";
import { fill, onScreen, press, start, STEPS, tryAgain, waitFor, walkTo } from "./support/walk.mjs";

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

visitor("3: a client that never comes is waited for two minutes and no longer", async (page) => {
  await page.clock.install();
  await page.goto(stack.url);
  await page.evaluate(() => {
    const element = document.querySelector("portico-onboarding");
    addEventListener("hashchange", () => {
      const { client } = element;
      globalThis.asked = 0;
      element.client = () => ((globalThis.asked += 1) === 1 ? new Promise(() => {}) : client());
    });
  });
  await page.getByRole("button", { name: "Open an account" }).click();
  await page.waitForFunction(() => globalThis.asked === 1);
  // The clock goes on by itself in between, by as much as a loaded machine takes.
  await page.clock.fastForward(110_000);
  await page.getByText("This takes longer than usual.").waitFor();
  assert.equal(await trouble(page).count(), 0);
  await page.clock.fastForward(11_000);
  assert.equal(await codeOf(page), "timeout");
  await tryAgain(page, "contact");
  assert.equal(await page.evaluate(() => globalThis.asked), 2);
});

visitor("3: a step that never answers is waited for two minutes, and keeps what was typed", async (page) => {
  await page.clock.install();
  await walkTo(page, stack, "identity");
  await page.evaluate(() => {
    const { onboarding } = document.querySelector("portico-onboarding");
    // As a page that wraps calls may break them. It is the object's own, and goes away again.
    onboarding.submit = () => new Promise(() => {});
  });
  for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, PERSON[name]);
  await press(page, "Send my details");
  const notice = page.locator('[data-notice="timeout"]').filter({ visible: true });
  await page.clock.fastForward(110_000);
  await page.getByRole("button", { name: "Stop waiting" }).filter({ visible: true }).waitFor();
  assert.equal(await notice.count(), 0);
  await page.clock.fastForward(11_000);
  await notice.waitFor();
  assert.equal(await page.locator("input[name=ssn]").inputValue(), PERSON.ssn);
  await page.evaluate(() => delete document.querySelector("portico-onboarding").onboarding.submit);
  await press(page, "Send my details");
  await onScreen(page, "accept_agreements").filter({ visible: true }).waitFor();
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

visitor(
  "4: before there is an account, the same customer's sign-in gives back what they typed",
  async (page, { context }) => {
    await walkTo(page, stack, "identity");
    await context.clearCookies();
    await STEPS.identity(page, PERSON);
    assert.equal(await codeOf(page), "login_required");
    await tryAgain(page, "identity");
    assert.equal(await page.locator("input[name=birthYear]").inputValue(), PERSON.birthYear);
    await press(page, "Send my details");
    await waitFor(page, "accept_agreements");
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

visitor(
  "5: what is sent offline goes on by itself when the network is back, and is sent once",
  async (page, { context, observer }) => {
    await walkTo(page, stack, "identity");
    for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, PERSON[name]);
    await context.setOffline(true);
    await press(page, "Send my details");
    const status = page.locator('[data-step="person_details"] [role=status]').filter({ hasText: /\S/ });
    await status.first().waitFor();
    await context.setOffline(false);
    // Nobody presses anything.
    await onScreen(page, "accept_agreements").filter({ visible: true }).waitFor();
    assert.equal(await page.locator('[data-notice="offline"]').count(), 0);
    await observer.settle();
    for (const path of ["/netspend/accounts", "/netspend/people"]) {
      const made = observer.exchanges.filter(
        ({ url, status }) => new URL(url).pathname.endsWith(path) && status === 201,
      );
      assert.equal(made.length, 1, path);
    }
  },
);

visitor("5: a page that goes to the background during a call goes on when it comes back", async (page, { context }) => {
  await walkTo(page, stack, "identity");
  let release;
  const held = new Promise((resolve) => (release = resolve));
  let answered;
  const answers = new Promise((resolve, reject) => (answered = { resolve, reject }));
  await page.route(
    "**/portico/netspend/people",
    async (route) => {
      const answer = await route.fetch();
      await held;
      await route.fulfill({ response: answer }).then(answered.resolve, answered.reject);
    },
    { times: 1 },
  );
  const begun = page.waitForRequest("**/portico/netspend/people");
  await STEPS.identity(page, PERSON);
  await begun;
  const show = (state) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      Object.defineProperty(document, "hidden", { value: state === "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, state);
  await show("hidden");
  await page.evaluate(() => {
    globalThis.ticks = 0;
    setInterval(() => (globalThis.ticks += 1), 10);
  });
  // As a phone does with an app that is not in front: no script of the page runs, and its answer comes meanwhile. The
  // lifecycle state "frozen" does not stop the timers of a page without a window; a debugger stops all of it.
  const browser = await context.newCDPSession(page);
  await browser.send("Debugger.enable");
  const paused = new Promise((resolve) => browser.once("Debugger.paused", resolve));
  await browser.send("Debugger.pause");
  const [{ callFrameId }] = (await paused).callFrames;
  const stand = async () => {
    const expression = "[performance.now(), globalThis.ticks]";
    const read = { callFrameId, expression, returnByValue: true };
    return (await browser.send("Debugger.evaluateOnCallFrame", read)).result.value;
  };
  const [begin, before] = await stand();
  release();
  await answers;
  // Time in which it would have ticked twenty times.
  let [now, after] = await stand();
  while (now < begin + 200) [now, after] = await stand();
  assert.equal(after, before, "the page stood still");
  await browser.send("Debugger.resume");
  await browser.send("Debugger.disable");
  await page.waitForFunction((before) => globalThis.ticks > before, before);
  await show("visible");
  await onScreen(page, "accept_agreements").filter({ visible: true }).waitFor();
  assert.equal(await page.locator("[data-notice]").filter({ visible: true }).count(), 0);
});

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
  // The SDK asks for a session again by itself, so one that fails does so until it is given up.
  await page.route("**/netspend/sessions**", (route) => route.abort());
  await press(page, "Try again");
  await page.locator('[data-code="gateway_unreachable"]').waitFor({ timeout: 45_000 });
  await page.unrouteAll();
  await tryAgain(page, "contact");
  assert.equal(asked(observer, "GET", "/portal.json"), 3);
});

test("9: a script that is loaded when it is needed, and could not be, is loaded the next time", async (t) => {
  const bare = await bareFolder();
  t.after(bare.remove);
  const own = await startStack({ t, portal: bare.folder });
  const { page, close } = await visit(browser, { origin: own.url });
  await openBare(page, own);
  const uses = {
    "documents.mjs": () => portico.sealDocument(new Uint8Array(70_000), { use: "document:one" }),
    "passport.mjs": () => portico.passport.agreements.list(),
  };
  for (const [script, use] of Object.entries(uses)) {
    const codeOf = () => page.evaluate(`(${use})().then(() => "done", ({ code }) => code)`);
    await page.route(`**/sdk/${script}*`, (route) => route.abort());
    assert.equal(await codeOf(), "script_unreachable", script);
    await page.unrouteAll();
    assert.equal(await codeOf(), "done", script);
  }
  await close();
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
