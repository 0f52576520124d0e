// @ts-check
import { global } from "./reading.js";

/**
 * @reads in which of the browser's names for itself the word Headless is
 * @source HTML, `navigator.userAgent`, `navigator.appVersion`; User-Agent Client Hints, `brands`
 * @why A browser without a window is no customer's.
 * @kept check
 */
export const headless = {
  name: "headless",
  group: "automation",
  like: [""],
  read() {
    const { userAgent, appVersion, userAgentData } = global("navigator");
    const places = { user_agent: userAgent, app_version: appVersion, brands: userAgentData?.brands };
    return Object.entries(places).flatMap(([place, told]) => (/Headless/.test(JSON.stringify(told)) ? [place] : []));
  },
};
