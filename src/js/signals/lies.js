// @ts-check
import { global } from "./reading.js";

/** What is looked at, by the interface that has it. */
const LOOKED_AT = {
  Navigator:
    "userAgent appVersion platform vendor webdriver language languages hardwareConcurrency deviceMemory maxTouchPoints userAgentData",
  Screen: "width height availWidth availHeight colorDepth",
  Date: "getTimezoneOffset",
  Function: "toString",
  HTMLCanvasElement: "getContext toDataURL",
  CanvasRenderingContext2D: "getImageData",
  OffscreenCanvasRenderingContext2D: "getImageData measureText",
  WebGLRenderingContext: "getParameter",
};
const MOST = 12;

/**
 * @reads names of members that are not the browser's own: put onto `navigator` or `screen` itself, or a getter or
 *   function that is not native, at most 12
 * @source ECMA-262, `Object.getOwnPropertyDescriptor`, `Function.prototype.toString`
 * @why Whoever disguises a browser replaces them.
 * @kept check
 */
export const lies = {
  name: "lies",
  group: "automation",
  like: [""],
  dear: true,
  read() {
    /** @type {string[]} */
    const found = [];
    for (const [kind, names] of Object.entries(LOOKED_AT)) {
      const made = /** @type {any} */ (globalThis)[kind]?.prototype;
      // There is one of some, such as `navigator`.
      const one = kind.toLowerCase();
      const instance = /Nav|Scr/.test(kind) && made ? global(one) : undefined;
      for (const name of made ? names.split(" ") : []) {
        const own = instance && Object.hasOwn(instance, name);
        if (own || isForeign(made, name)) found.push(`${instance ? one : kind}.${name}`);
      }
    }
    return found.slice(0, MOST);
  },
};

/**
 * Whether it is there and not native: by its text, by a member that no native one has, or because it takes any receiver.
 * @param {object} made
 * @param {string} name
 */
function isForeign(made, name) {
  const member = Object.getOwnPropertyDescriptor(made, name);
  if (!member) return false;
  const asked = member.get ?? member.value;
  const native = new RegExp(`^function (get )?${name}\\(\\)\\s*{\\s*\\[native code\\]\\s*}$`);
  if (!native.test(Function.prototype.toString.call(asked)) || Object.hasOwn(asked, "prototype")) return true;
  try {
    asked.call(Object.create(made));
    return true;
  } catch (error) {
    return !(error instanceof TypeError);
  }
}
