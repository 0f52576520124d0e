// @ts-check
// A call's options and arguments, checked.

import { failed, invalidOption } from "./errors.mjs";

/** The largest time limit: a day. */
export const LONGEST_MS = 86_400_000;

/** @typedef {import("./index.d.ts").CallOptions & { timeoutMs: number }} Limited Options that were checked. */

/**
 * The options of a call, checked, in an object of our own whose time limit is what is left of it from now on.
 * @param {import("./index.d.ts").CallOptions | undefined} options
 * @param {number} limitMs where they have none
 * @returns {Limited}
 */
export function callOptions(options, limitMs) {
  if (typeof (options ??= {}) !== "object") throw invalidOption([wrong("options", "an object")]);
  const { signal, timeoutMs = limitMs, idempotencyKey } = options;
  const errors = [];
  if (signal !== undefined && !isSignal(signal)) errors.push(wrong("signal", "an AbortSignal"));
  if (!isTimeLimit(timeoutMs)) errors.push(wrong("timeoutMs", "a number from 1 to a day"));
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
    errors.push(wrong("idempotencyKey", "1 to 255 visible characters"));
  }
  if (errors.length) throw invalidOption(errors);
  const end = performance.now() + timeoutMs;
  return {
    signal,
    idempotencyKey,
    get timeoutMs() {
      return Math.max(1, (end - performance.now()) | 0);
    },
  };
}

/** @param {unknown} value */
export const isTimeLimit = (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= LONGEST_MS;

// Not instanceof: a signal from an iframe's realm is one too.
/** @param {any} value */
const isSignal = (value) => typeof value?.aborted === "boolean" && typeof value.addEventListener === "function";

/**
 * The entry for an argument of the wrong form.
 * @param {string} field
 * @param {string} form
 */
export const wrong = (field, form) => ({ field, code: "wrong_type", detail: `This takes ${form}.` });

/**
 * The text of an argument.
 * @param {unknown} value
 */
export function text(value) {
  if (typeof value !== "object" || value === null) throw invalidOption([wrong("input", "an object")]);
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle, a BigInt, or a getter that throws.
    throw invalidOption([wrong("input", "plain values")]);
  }
}

/**
 * An id as the wasm takes it.
 * @param {string} field
 * @param {unknown} value
 */
export function id(field, value) {
  if (typeof value !== "string" || !value.trim()) throw invalidOption([wrong(field, "an id")]);
  return value;
}

/**
 * What `work` gives, unless it takes too long or is aborted: it may wait for what never answers.
 * @template T
 * @param {(over: AbortSignal) => Promise<T>} work
 * @param {AbortSignal | undefined} signal the caller's
 * @param {number} timeoutMs
 * @returns {Promise<T>}
 */
export async function within(work, signal, timeoutMs) {
  const limit = new AbortController();
  const over = limit.signal;
  const timer = setTimeout(() => limit.abort(failed("timeout", true)), timeoutMs);
  const stop = () => limit.abort(failed("aborted"));
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  try {
    over.throwIfAborted();
    /** @type {Promise<never>} */
    const ending = new Promise((_, reject) => over.addEventListener("abort", () => reject(over.reason)));
    return await Promise.race([work(over), ending]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** What has to end, and when at the latest. @type {Map<(fault: Error) => void, number>} */
const ends = new Map();
/** @type {ReturnType<typeof setInterval> | undefined} */
let watch;

/**
 * Like `within`, for what takes microseconds unless the browser is broken: one look in a while serves all of it, since a
 * timer of its own would take a third of the time.
 * @template T
 * @param {Promise<T>} work
 * @param {number} timeoutMs
 * @returns {Promise<T>}
 */
export function soon(work, timeoutMs) {
  return new Promise((resolve, reject) => {
    ends.set(reject, Date.now() + timeoutMs);
    watch ??= setInterval(look, 500);
    work.then(resolve, reject).then(() => ends.delete(reject));
  });
}

function look() {
  for (const [end, at] of ends) {
    if (Date.now() > at) {
      ends.delete(end);
      end(failed("timeout", true));
    }
  }
  if (!ends.size) watch = clearInterval(watch) ?? undefined;
}

/** The largest document, in bytes: 25 MiB. */
const LARGEST = 25 * 1024 * 1024;

/**
 * The document, checked. Bytes are copied: a page may reuse its own, and ours are wiped. They are not made a Blob, since
 * a browser may write that to disk.
 * @param {unknown} document
 * @returns {Blob | Uint8Array<ArrayBuffer>}
 */
export function checkDocument(document) {
  const bytes = document instanceof Uint8Array;
  if (!bytes && !(document instanceof Blob)) {
    throw invalidOption([wrong("document", "a File, a Blob or a Uint8Array")]);
  }
  if ((bytes ? document.length : document.size) > LARGEST) throw invalidOption([wrong("document", "at most 25 MiB")]);
  return bytes ? document.slice() : document;
}
