// @ts-check
// The one error class of the package.

/**
 * @typedef {object} Details What a PorticoError is made from.
 * @property {string} code
 * @property {string} [message] absent where the code says all
 * @property {boolean} [retryable]
 * @property {number} [status]
 * @property {string} [requestId]
 * @property {{ field: string, code: string, detail: string }[]} [errors]
 * @property {string} [reason]
 * @property {number} [attemptsLeft]
 */

/** @param {string} code */
const see = (code) => `${code}: see docs/errors.md`;

/** Why a call failed. Never holds what a person typed. */
export class PorticoError extends Error {
  /** @param {Details} details */
  constructor({ code, message, retryable = false, status, requestId, errors = [], reason, attemptsLeft }) {
    super(message ?? see(code));
    this.name = "PorticoError";
    this.code = code;
    this.retryable = retryable;
    this.errors = Object.freeze(
      errors.map((error) => Object.freeze({ ...error, detail: error.detail || see(error.code) })),
    );
    // Absent rather than undefined: an error is logged and compared more often than it is read.
    if (status !== undefined) this.status = status;
    if (requestId !== undefined) this.requestId = requestId;
    if (reason !== undefined) this.reason = reason;
    if (attemptsLeft !== undefined) this.attemptsLeft = attemptsLeft;
  }
}

/**
 * A failure that its code says all of.
 * @param {string} code
 * @param {boolean} [retryable]
 */
export const failed = (code, retryable) => new PorticoError({ code, retryable });

/**
 * Options or arguments of the wrong form.
 * @param {{ field: string, code: string, detail: string }[]} errors
 */
export const invalidOption = (errors) =>
  new PorticoError({
    code: "invalid_option",
    message: `Missing or of the wrong form: ${errors.map(({ field }) => field).join(", ")}.`,
    errors,
  });

/** The instance failed in a way that it doesn't recover from. Says nothing of why: the text could hold anything. */
export const internalFault = () => failed("internal_fault");

/**
 * What WebCrypto does for us outside of the wasm. Why it refused is dropped: its text is of no use to anybody.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export const byWebCrypto = (work) =>
  work.catch(() => {
    throw failed("crypto_unavailable");
  });
