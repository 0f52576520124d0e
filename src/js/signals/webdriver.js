// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads whether a program drives the browser, where the browser says so
 * @source WebDriver, `navigator.webdriver`
 * @why A driven browser is no customer.
 * @kept check
 */
export const webdriver = {
  name: "webdriver",
  group: "automation",
  like: false,
  read: () => navigator("webdriver"),
};
