// @ts-check
import { global } from "./reading.js";

/** What drivers of browsers leave behind. */
const LEFT_BEHIND =
  /^([a-z]{3}_.+_(Array|Promise|Symbol|Object|Proxy|JSON|Window)$|\$[a-z]{3}_|__(webdriver|selenium|fxdriver|nightmare|playwright|pw)|_phantom|callPhantom|_selenium|callSelenium|domAutomation|CefSharp)/i;
const MOST = 8;

/**
 * @reads names of globals and of attributes of the document that tools of automation leave behind, at most 8
 * @source ECMA-262, `Object.getOwnPropertyNames`
 * @why A driven browser is no customer.
 * @kept check
 */
export const globals = {
  name: "globals",
  group: "automation",
  like: [""],
  read() {
    const document = global("document");
    const names = [globalThis, document].flatMap(Object.getOwnPropertyNames).filter((name) => LEFT_BEHIND.test(name));
    for (const name of ["selenium", "webdriver", "driver"]) {
      if (document.documentElement.hasAttribute(name)) names.push(`document.${name}`);
    }
    if (/** @type {any} */ (globalThis).process?.versions?.electron) names.push("electron");
    return names.slice(0, MOST).map((name) => name.slice(0, 40));
  },
};
