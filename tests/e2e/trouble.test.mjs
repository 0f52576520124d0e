// What goes wrong around the page: each has a code and a way on, and nothing is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { startStack } from "./support/stack.mjs";
import { fill, press, start, STEPS, tryAgain, waitFor, walkOn, walkTo } from "./support/walk.mjs";
import { PERSON } from "./support/person.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

async function visitor(work) {
  const visitor = await visit(browser, { origin: stack.url });
  await work(visitor.page, visitor.observer);
  await visitor.close();
}

/** Waits for the portal's trouble view and gives its code. */
async function troubleCode(page) {
  const view = page.locator('[data-step="trouble"]').filter({ visible: true });
  // The SDK tries again for a while before it gives up.
  await view.waitFor({ timeout: 45_000 });
  return view.getAttribute("data-code");
}

/** The code of the notice in the step, or of the view in its place. */
async function anyCode(page) {
  const view = page.locator('[data-step="trouble"]').filter({ visible: true });
  const notice = page.locator("[data-notice]").filter({ visible: true });
  await view.or(notice).first().waitFor({ timeout: 45_000 });
  return (await view.count()) ? view.getAttribute("data-code") : notice.first().getAttribute("data-notice");
}

/** How many sessions a page opened. */
async function sessionsOf(observer) {
  await observer.settle();
  return observer.exchanges.filter(({ url, status }) => url.endsWith("/netspend/sessions") && status === 201).length;
}

/** Serves the portal's settings with changes. */
async function withConfig(page, change) {
  await page.route("**/portal.json", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), ...change } });
  });
}

test("a wrong SDK id has a code, and the right one goes on", () =>
  visitor(async (page) => {
    await withConfig(page, { sdkId: "PT-SANDBOX-00000000000000000000000000000000" });
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "unknown_sdk_id");
    await page.unrouteAll();
    await page.reload();
    await waitFor(page, "contact");
  }));

test("a platform key that is not the platform's stops everything before a value is sealed", () =>
  visitor(async (page, observer) => {
    await withConfig(page, { platformKey: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" });
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "platform_key_mismatch");
    assert.ok(!observer.exchanges.some(({ method, url }) => method === "POST" && url.endsWith("/netspend/sessions")));
  }));

test("a gateway option that names no gateway has a code", () =>
  visitor(async (page) => {
    await withConfig(page, { gateway: "/nowhere" });
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "unexpected_answer");
  }));

test("a gateway that is down has a code, and once it is up again the same screen goes on with what was typed", (t) =>
  visitor(async (page) => {
    const own = await startStack({ t });
    await walkTo(page, own, "identity");
    for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, PERSON[name]);
    await own.stopGateway();
    await press(page, "Send my details");
    assert.equal(await anyCode(page), "gateway_unreachable");
    await own.startGateway();
    assert.equal(await page.locator("input[name=ssn]").inputValue(), PERSON.ssn, "what was typed is still there");
    await press(page, "Send my details");
    await waitFor(page, "accept_agreements");
  }));

test("a page that comes up while its gateway does not answer goes on at the next try", () =>
  visitor(async (page) => {
    await page.route("**/portico/**", (route) => route.abort("connectionrefused"));
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "gateway_unreachable");
    await page.unrouteAll();
    await tryAgain(page, "contact");
  }));

test("a start page in the wasm's place has a code", () =>
  visitor(async (page) => {
    await page.route("**/*.wasm", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><p>Hello" }),
    );
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "wasm_invalid");
    await page.unrouteAll();
    await tryAgain(page, "contact");
  }));

test("the right wasm under a wrong MIME type still works", () =>
  visitor(async (page) => {
    await page.route("**/*.wasm", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-type": "text/plain" } });
    });
    await start(page, stack.url);
    await waitFor(page, "contact");
  }));

test("wasm that is not there has a code", () =>
  visitor(async (page) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "not found" }));
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "wasm_unreachable");
  }));

test("a CSP that forbids wasm has a code", () =>
  visitor(async (page) => {
    await page.route(stack.url + "/", async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      const policy = headers["content-security-policy"].replace("'wasm-unsafe-eval'", "");
      await route.fulfill({ response, headers: { ...headers, "content-security-policy": policy } });
    });
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "wasm_blocked_by_csp");
  }));

test("a browser without WebAssembly has a code", () =>
  visitor(async (page) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "wasm_unsupported");
  }));

test("a page whose fetch rejects with a string has a code, and goes on once it stops", () =>
  visitor(async (page, observer) => {
    await page.addInitScript(() => {
      const original = globalThis.fetch;
      globalThis.refuse = true;
      globalThis.fetch = (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input, location.href);
        // What the page's own patch throws is no Error, and no business of the SDK's.
        if (globalThis.refuse && url.pathname.startsWith("/portico/")) return Promise.reject("blocked by a patch");
        return original(input, init);
      };
    });
    await start(page, stack.url);
    assert.equal(await troubleCode(page), "gateway_unreachable");
    await page.evaluate(() => (globalThis.refuse = false));
    await tryAgain(page, "contact");
    assert.ok(!observer.consoleLines.some((line) => line.includes("blocked by a patch")));
  }));

test("a session that ended in the middle is opened anew by itself, once, and the same call goes on", () =>
  visitor(async (page, observer) => {
    await walkTo(page, stack, "expected_use");
    const ended = await observer.sessionId();
    await stack.controls.expireSession(ended);
    await STEPS.expected_use(page);
    // Trouble on the way fails this.
    await walkOn(page, stack, "order_card", "complete");
    assert.notEqual(await observer.sessionId(), ended);
    assert.equal(await sessionsOf(observer), 2);
  }));

test("a session that ended before anything was sent is opened anew by itself, once, and what was typed is sent", () =>
  visitor(async (page, observer) => {
    await walkTo(page, stack, "identity");
    const ended = await observer.sessionId();
    await stack.controls.expireSession(ended);
    await STEPS.identity(page, PERSON);
    await waitFor(page, "accept_agreements");
    assert.notEqual(await observer.sessionId(), ended);
    assert.equal(await sessionsOf(observer), 2);
  }));

test("a customer who is declined is told so kindly, and a reload says the same", () =>
  visitor(async (page) => {
    await start(page, stack.url);
    const person = { ...PERSON, ssn: "548-67-0004" };
    await waitFor(page, "contact");
    await STEPS.contact(page, person);
    await STEPS.address(page, person);
    await STEPS.identity(page, person);
    await waitFor(page, "declined");
    assert.equal(await page.locator('[data-step="declined"]').getAttribute("data-reason"), "kyc_rejected");
    await page.reload();
    await waitFor(page, "declined");
  }));
