// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads facts by which engines differ: the length of a built-in function's text, `productSub`, whether there is
 *   `window.chrome`, the length of an error's message, the sign of a number that is none, the vendor
 * @source ECMA-262, `Function.prototype.toString`; HTML, `navigator.productSub`, `navigator.vendor`
 * @why Have to be those of the engine that the browser says it is. Nothing is evaluated.
 * @kept check
 */
export const engine = {
  name: "engine",
  group: "automation",
  like: { eval: 0, product: "", chrome: false, null_error: 0, nan: 0, vendor: "" },
  read() {
    const number = new Float32Array([Infinity]);
    // Taken at run time: written down, a compiler would compute it with a sign of its own.
    number[0] -= number[0];
    return {
      eval: String(globalThis.eval).length,
      product: navigator("productSub"),
      chrome: "chrome" in globalThis,
      null_error: complaint().length,
      nan: new Uint8Array(number.buffer)[3] >> 7,
      vendor: navigator("vendor"),
    };
  },
};

/** @returns {string} */
function complaint() {
  try {
    const nothing = /** @type {any} */ (null);
    return nothing[0]();
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}
