// @ts-check
// The package's entry. Importing it does nothing: no request, no storage, no prompt, in a browser, a worker or Node.

import { isTimeLimit, text, wrong } from "./call.mjs";
import { invalidOption } from "./errors.mjs";
import { Line } from "./line.mjs";
import { load } from "./loader.mjs";
import { PorticoFacade } from "./portico.mjs";
import { collect, written } from "./signals/run.js";

export { PorticoError } from "./errors.mjs";

/**
 * Loads the wasm once and gives a client.
 * @param {import("./index.d.ts").PorticoOptions} options
 * @returns {Promise<import("./index.d.ts").Portico>}
 */
export async function createPortico(options) {
  const { wasm, signals, ...checked } = check(options);
  const loaded = load(wasm, checked.timeoutMs);
  // All of this at once: none of it needs the wasm.
  const line = new Line(checked.gatewayUrl, checked.timeoutMs);
  const collected = collect(signals);
  await loaded;
  line.live(collected.then(({ signals }) => written(signals)));
  const target = Number(await line.call({ operation: "create" }, text(checked)));
  return /** @type {any} */ (new PorticoFacade(line, target, collected));
}

/** @param {import("./index.d.ts").PorticoOptions} options */
function check(options) {
  const { gateway, sdkId, platformKey = "", gatewayKey = "", timeoutMs = 30_000, wasm, signals = {} } = options ?? {};
  const gatewayUrl = resolve(gateway);
  const errors = [];
  if (!gatewayUrl && gateway !== undefined)
    errors.push(wrong("gateway", "a path of this origin, or an http(s) URL, without query and fragment"));
  if (typeof sdkId !== "string" || !sdkId.trim()) errors.push(wrong("sdkId", "the SDK id of the starter kit"));
  if ((gatewayUrl || platformKey) && !isThumbprint(platformKey)) {
    errors.push(wrong("platformKey", "the platform key of the starter kit, 43 characters"));
  }
  if (gatewayKey && !isThumbprint(gatewayKey)) errors.push(wrong("gatewayKey", "the gateway's key, 43 characters"));
  if (!isTimeLimit(timeoutMs)) errors.push(wrong("timeoutMs", "a number from 1 to a day"));
  if (wasm !== undefined && !isSource(wasm)) errors.push(wrong("wasm", "an address, a Response, bytes or a module"));
  if (!isGroups(signals)) errors.push(wrong("signals", "matching, context and automation, each true or false"));
  if (errors.length) throw invalidOption(errors);
  const origin = globalThis.location?.origin ?? (gatewayUrl && new URL(gatewayUrl).origin);
  return { gatewayUrl, origin, sdkId, platformKey, gatewayKey, timeoutMs, wasm, signals: { ...signals } };
}

// SHA-256 in base64url.
/** @param {unknown} key */
const isThumbprint = (key) => typeof key === "string" && /^[\w-]{43}$/.test(key);

/**
 * The gateway's absolute URL with no slash at its end, or "".
 * @param {unknown} gateway
 */
function resolve(gateway) {
  if (typeof gateway !== "string" || !gateway.trim()) return "";
  try {
    const url = new URL(gateway, globalThis.location?.href);
    const plain = /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
    return plain ? url.href.replace(/\/+$/, "") : "";
  } catch {
    return "";
  }
}

/** @param {unknown} wasm */
const isSource = (wasm) =>
  typeof wasm === "string" ||
  wasm instanceof URL ||
  wasm instanceof ArrayBuffer ||
  ArrayBuffer.isView(wasm) ||
  (typeof Response === "function" && wasm instanceof Response) ||
  (typeof WebAssembly === "object" && wasm instanceof WebAssembly.Module);

/**
 * A name that nobody knows is refused too: misspelt, it would switch nothing off.
 * @param {unknown} signals
 */
const isGroups = (signals) =>
  typeof signals === "object" &&
  Object.entries(signals ?? { null: 0 }).every(
    ([group, on]) => /^(matching|context|automation)$/.test(group) && /^(boolean|undefined)$/.test(typeof on),
  );
