// @ts-check
// Loads the wasm once. Runs nothing on import, and forgets a load that failed, so that trying again can succeed.

import init, * as glue from "./portico.js";
import { PorticoError } from "./errors.mjs";

/** The package's version. The wasm has to be of the same. */
export const VERSION = "0.1.0";

/** @type {Promise<typeof glue> | undefined} */
let ready;
/** Whether the instance in the glue is broken. */
let dead = false;
/** Told when it breaks. @type {Set<() => void>} */
const mourners = new Set();

// One function that returns a vector: what a browser without SIMD can't have, and a policy against wasm won't compile.
// prettier-ignore
const PROBE = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 0x0b,
]);

/**
 * The glue around a living instance.
 * @param {import("./index.d.ts").PorticoOptions["wasm"]} source where the wasm is, or the wasm itself
 * @param {number} timeoutMs
 */
export function load(source, timeoutMs) {
  ready ??= instantiate(source, timeoutMs).catch((error) => {
    ready = undefined;
    throw error;
  });
  return ready;
}

/**
 * Has `told` called when the instance breaks. Gives the function that takes that back.
 * @param {() => void} told
 */
export function onDeath(told) {
  mourners.add(told);
  return () => mourners.delete(told);
}

/** Gives the instance up: the next load makes a new one. */
export function bury() {
  if (dead || !ready) return;
  dead = true;
  ready = undefined;
  for (const told of [...mourners]) told();
  mourners.clear();
}

/**
 * @param {import("./index.d.ts").PorticoOptions["wasm"]} source
 * @param {number} timeoutMs
 */
async function instantiate(source, timeoutMs) {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(PROBE)) throw unsupported();
  try {
    if (dead) {
      // The module is the one that was loaded before; its old instance's objects are refused from here on.
      glue.__wbg_reset_state();
      dead = false;
    } else {
      await init({ module_or_path: await compile(source, timeoutMs) });
    }
  } catch (error) {
    // Bytes that compile and don't fit the glue are another version's.
    throw error instanceof PorticoError ? error : invalid();
  }
  if (glue.version() !== VERSION) throw invalid();
  glue.onFault(bury);
  return glue;
}

/**
 * @param {import("./index.d.ts").PorticoOptions["wasm"]} source
 * @param {number} timeoutMs
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source, timeoutMs) {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compileBytes(source);
  const response = source instanceof Response ? source : await request(source, timeoutMs);
  if (!response.ok) throw unreachable(`was answered with status ${response.status}`);
  const streams = WebAssembly.compileStreaming && /^application\/wasm\b/i.test(response.headers.get("content-type") ?? "");
  if (!streams) return compileBytes(await response.arrayBuffer().catch(() => Promise.reject(unreachable("was cut"))));
  return WebAssembly.compileStreaming(response).catch((error) => {
    // A body that was cut rejects with the network's error.
    throw error instanceof WebAssembly.CompileError ? refused() : unreachable("was cut");
  });
}

/**
 * @param {string | URL | undefined} source
 * @param {number} timeoutMs
 */
async function request(source, timeoutMs) {
  try {
    // In this very form: webpack and Vite know it, and take the file along.
    const url = source ?? new URL("./portico_bg.wasm", import.meta.url);
    return await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout?.(timeoutMs) });
  } catch {
    throw unreachable("failed");
  }
}

/** @param {BufferSource} bytes */
const compileBytes = (bytes) => WebAssembly.compile(bytes).catch(() => Promise.reject(refused()));

/** Why the browser compiled nothing: told by whether it compiles what it says is valid. */
function refused() {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(PROBE));
    return invalid();
  } catch {
    return new PorticoError({
      code: "wasm_blocked_by_csp",
      message: "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src.",
    });
  }
}

const unsupported = () =>
  new PorticoError({
    code: "wasm_unsupported",
    message: "This browser has no WebAssembly with SIMD, or it is switched off.",
  });

/** @param {string} how */
const unreachable = (how) =>
  new PorticoError({
    code: "wasm_unreachable",
    message: `The request for portico_bg.wasm ${how}. Serve it beside the script, or pass its address as the option wasm.`,
    retryable: true,
  });

const invalid = () =>
  new PorticoError({
    code: "wasm_invalid",
    message: "What came from the address of portico_bg.wasm is not the wasm of this version of the package.",
  });
