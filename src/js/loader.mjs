// @ts-check
// Loads the wasm once. Runs nothing on import, and forgets a load that failed, so that trying again can succeed.

import { __wbg_reset_state as reset, adopt, imports } from "./portico.js";
import { failed, internalFault, PorticoError } from "./errors.mjs";

export { begin, seal, start, wake } from "./portico.js";

/** The package's version. The wasm has to be of the same: the build writes it into a section of its own. */
export const VERSION = "0.1.0";

/** @type {Promise<void> | undefined} */
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
 * Resolves when there is a living instance.
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
 * Has `told` called when the instance breaks.
 * @param {() => void} told
 */
export const onDeath = (told) => mourners.add(told);

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
  if (dead) revive();
  else await start(await compile(source, timeoutMs));
}

/** A new instance of the module that was loaded before. The glue refuses what is left of the old one from here on. */
function revive() {
  try {
    reset();
    dead = false;
  } catch {
    // Older Chromium makes no instance of this size at once on the main thread.
    throw internalFault();
  }
}

/** @param {WebAssembly.Module} module */
async function start(module) {
  // Asked before it starts: the glue keeps what it has started, also what doesn't fit.
  const [section] = WebAssembly.Module.customSections(module, "portico-version");
  if (!section || new TextDecoder().decode(section) !== VERSION) throw invalid();
  try {
    adopt(await WebAssembly.instantiate(module, imports()), module);
  } catch {
    throw invalid();
  }
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
  if (!response.ok) throw unreachable();
  const streams =
    "compileStreaming" in WebAssembly && /^application\/wasm\b/i.test(response.headers.get("content-type") ?? "");
  if (streams) return WebAssembly.compileStreaming(response).catch(refuse);
  // Of another type: a server that doesn't know the file's ending, or the page that it shows for every address.
  return compileBytes(await response.arrayBuffer().catch(refuse));
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
    throw unreachable();
  }
}

/** @param {BufferSource} bytes */
const compileBytes = (bytes) => WebAssembly.compile(bytes).catch(refuse);

/**
 * Throws why there is no module. A policy is told by what the browser itself calls valid, not by an error's text.
 * @param {unknown} error
 * @returns {never}
 */
function refuse(error) {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(PROBE));
  } catch {
    throw new PorticoError({
      code: "wasm_blocked_by_csp",
      message: "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src.",
    });
  }
  // Anything but the compiler's error is the network's: the body was cut.
  throw error instanceof WebAssembly.CompileError ? invalid() : unreachable();
}

const unsupported = () => failed("wasm_unsupported");
const unreachable = () => failed("wasm_unreachable", true);
const invalid = () => failed("wasm_invalid");
