// A panic and what comes after it. Run by loader.test.mjs; prints "ok".

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { createPortico } from "../../pkg/dist/index.mjs";

// The panic itself, and what still runs of the old instance.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => {});

const options = {
  gateway: "https://bank.example/portico",
  sdkId: "PT-SANDBOX-0",
  platformKey: "k".repeat(43),
  wasm: readFileSync(new URL("../../pkg/dist/portico_bg.wasm", import.meta.url)),
};
const failed = (call) => assert.rejects(call, { name: "PorticoError", code: "internal_fault" });

const client = await createPortico(options);
const states = [];
client.addEventListener("statechange", ({ detail }) => states.push(detail.state));
// A body longer than any vector of wasm32: the one way left to make ours panic from outside.
const { fetch } = globalThis;
globalThis.fetch = async () => Object.assign(new Response(), { arrayBuffer: async () => 2 ** 31 });
await Promise.all([failed(client.connect()), failed(client.connect())]);
globalThis.fetch = fetch;
await failed(client.connect());
await failed(client.accounts.get("id"));
assert.equal(client.state, "closed");
assert.equal(states.at(-1), "closed");

const next = await createPortico(options);
assert.equal(next.state, "new");
assert.match(await next.device.thumbprint(), /^[\w-]{43}$/);
await failed(client.connect());
console.log("ok");
process.exit(0);
