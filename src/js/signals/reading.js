// @ts-check
// How a signal reads what a page or an extension may have replaced, and how it says why there is no value: by throwing one
// of these.

/** There is nothing of that name. */
export const ABSENT = Symbol("absent");
/** The browser or a policy refuses it. */
export const BLOCKED = Symbol("blocked");
/** What is read back is not what was written. */
export const NOISED = Symbol("noised");
/** It took too long. */
export const TIMEOUT = Symbol("timeout");

/**
 * A member that is there.
 * @param {any} object
 * @param {string} name
 */
export function member(object, name) {
  const value = object[name];
  if (value === undefined || value === null) throw ABSENT;
  return value;
}

/** @param {string} name */
export const global = (name) => member(globalThis, name);

/** @param {string} name */
export const navigator = (name) => member(global("navigator"), name);

/**
 * The nearest multiple: rounding down would tell two values apart that differ by a hair.
 * @param {number} value
 * @param {number} step
 */
export const rounded = (value, step) => Math.round(value / step) * step;

/**
 * A canvas's context. It is never attached to the page.
 * @param {string} kind
 * @param {number} side in pixels
 * @param {object} [attributes]
 */
export function context(kind, side, attributes) {
  const { OffscreenCanvas } = globalThis;
  const canvas = OffscreenCanvas
    ? new OffscreenCanvas(side, side)
    : Object.assign(global("document").createElement("canvas"), { width: side, height: side });
  return member({ made: canvas.getContext(kind, attributes) }, "made");
}
