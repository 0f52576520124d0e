// @ts-check
// One call into the wasm: its options checked, its answer parsed, and an end to it whatever happens.

import { internalFault, invalidOption, PorticoError, refusal } from "./errors.mjs";
import { bury, onDeath } from "./loader.mjs";

/** What the core's own time limit is given before this one, which only a broken instance reaches. */
const GRACE_MS = 5000;
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

/** The instance behind a client, and the calls that wait for it. */
export class Line {
  #broken = false;
  #timeoutMs;
  /** @type {Set<(error: PorticoError) => void>} */
  #waiting = new Set();

  /**
   * @param {number} timeoutMs the client's time limit
   * @param {() => void} broke told when the instance breaks
   */
  constructor(timeoutMs, broke) {
    this.#timeoutMs = timeoutMs;
    onDeath(() => {
      this.#broken = true;
      for (const reject of [...this.#waiting]) reject(internalFault());
      broke();
    });
  }

  /**
   * Makes a call. A panic in the middle of an async call settles no promise of its own, so each is watched.
   * @template T
   * @param {() => T | Promise<T>} start
   * @param {number} [timeoutMs] its own limit
   * @returns {Promise<T>}
   */
  async call(start, timeoutMs = this.#timeoutMs) {
    if (this.#broken) throw internalFault();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @type {((error: PorticoError) => void) | undefined} */
    let waiting;
    const watch = new Promise((_, reject) => {
      waiting = reject;
      this.#waiting.add(reject);
      timer = setTimeout(bury, Math.min(timeoutMs + GRACE_MS, LONGEST_MS));
    });
    try {
      return await Promise.race([start(), watch]);
    } catch (thrown) {
      throw explain(thrown);
    } finally {
      clearTimeout(timer);
      if (waiting) this.#waiting.delete(waiting);
    }
  }

  /**
   * Reads something that is there at once.
   * @template T
   * @param {() => T} get
   * @returns {T}
   */
  read(get) {
    if (this.#broken) throw internalFault();
    try {
      return get();
    } catch (thrown) {
      throw explain(thrown);
    }
  }
}

/** @param {unknown} thrown */
function explain(thrown) {
  if (thrown instanceof PorticoError) return thrown;
  const error = refusal(thrown);
  if (error) return error;
  bury();
  return internalFault();
}
