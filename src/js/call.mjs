// @ts-check
// A call's options and arguments, checked.

import { invalidOption } from "./errors.mjs";

/** The largest time limit: a day. */
export const LONGEST_MS = 86_400_000;

/**
 * The options of a call, checked, in an object of our own.
 * @param {import("./index.d.ts").CallOptions | undefined} options
 * @returns {import("./index.d.ts").CallOptions}
 */
export function callOptions(options) {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object") throw invalidOption([wrong("options", "an object")]);
  const { signal, timeoutMs, idempotencyKey } = options;
  const errors = [];
  if (signal !== undefined && !isSignal(signal)) errors.push(wrong("signal", "an AbortSignal"));
  if (timeoutMs !== undefined && !isTimeLimit(timeoutMs)) errors.push(wrong("timeoutMs", "a number from 1 to a day"));
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
    errors.push(wrong("idempotencyKey", "1 to 255 visible characters"));
  }
  if (errors.length) throw invalidOption(errors);
  return { signal, timeoutMs, idempotencyKey };
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
