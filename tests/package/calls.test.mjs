// A call from the page through the wasm to the page's own fetch, and how it ends early.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { createPortico } from "../../pkg/dist/index.mjs";
import { root } from "./packed.mjs";

const OPTIONS = {
  gateway: "https://bank.example/portico",
  sdkId: "PT-SANDBOX-0",
  platformKey: "k".repeat(43),
  wasm: readFileSync(join(root, "pkg/dist/portico_bg.wasm")),
};
const ends = (call, code) => assert.rejects(call, (error) => error.name === "PorticoError" && error.code === code);

/** A fetch that is never answered. Gives a promise of the next request. */
function silence(t) {
  const { fetch } = globalThis;
  // As a request that is under way would, this keeps Node alive: the limit's own timer does not.
  const alive = setInterval(() => {}, 1000);
  t.after(() => {
    clearInterval(alive);
    globalThis.fetch = fetch;
  });
  return new Promise((resolve) => {
    globalThis.fetch = (request) => {
      resolve(request);
      return new Promise(() => {});
    };
  });
}

test("an abort ends the call and its request, and leaves no listener behind", async (t) => {
  const asked = silence(t);
  const client = await createPortico(OPTIONS);
  const controller = new AbortController();
  const listeners = new Set();
  for (const [name, change] of [
    ["addEventListener", "add"],
    ["removeEventListener", "delete"],
  ]) {
    const own = controller.signal[name].bind(controller.signal);
    controller.signal[name] = (type, listener) => {
      listeners[change](listener);
      own(type, listener);
    };
  }
  const call = client.connect({ signal: controller.signal });
  const request = await asked;
  assert.equal(request.url, "https://bank.example/portico/netspend/sessions/init");
  assert.deepEqual([request.credentials, request.redirect, request.cache], ["include", "error", "no-store"]);
  assert.deepEqual([listeners.size, request.signal.aborted], [1, false]);
  controller.abort();
  await ends(call, "aborted");
  assert.deepEqual([listeners.size, request.signal.aborted], [0, true]);
});

test("a call that is refused at once leaves no listener behind either", async () => {
  const client = await createPortico(OPTIONS);
  const { signal } = new AbortController();
  let listeners = 0;
  signal.addEventListener = () => (listeners += 1);
  signal.removeEventListener = () => (listeners -= 1);
  await ends(client.people.create({ unknown: "mark" }, { signal }), "invalid_option");
  await ends(client.accounts.get("id", { signal }), "not_connected");
  assert.equal(listeners, 0);
});

test("what was aborted before it began sends nothing", async (t) => {
  let asked = false;
  silence(t).then(() => (asked = true));
  const client = await createPortico(OPTIONS);
  await ends(client.connect({ signal: AbortSignal.abort() }), "aborted");
  assert.equal(asked, false);
});

test("a time limit ends the call and its request", async (t) => {
  const asked = silence(t);
  const client = await createPortico(OPTIONS);
  await ends(client.connect({ timeoutMs: 50 }), "timeout");
  assert.equal((await asked).signal.aborted, true);
});

test("calls end each by itself, and say what they lack", async () => {
  const client = await createPortico(OPTIONS);
  await Promise.all([
    ends(client.accounts.get("id"), "not_connected"),
    ends(client.seal("text", { use: "note" }), "not_connected"),
    ends(client.open("sealed", { use: "note" }), "not_connected"),
    ends(client.onboarding({ providedId: "acp_checking" }), "not_connected"),
    ends(client.people.create({ accountId: "id", unknown: "mark" }), "invalid_option"),
  ]);
  assert.match(await client.device.thumbprint(), /^[\w-]{43}$/);
});
