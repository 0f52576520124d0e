// @ts-check
import { openWorker } from "../worker.js";
import { DEVICE } from "../document-worker.js";
import { BLOCKED, global } from "./reading.js";

/**
 * @reads what a worker of the package is told of the browser: user agent, platform, processors, language, time zone,
 *   the number of brands; and the number of brands in the page
 * @source HTML, `WorkerNavigator`
 * @why What lies to a page seldom lies to its workers. Where workers are blocked it says so.
 * @kept check
 */
export const worker = {
  name: "worker",
  group: "automation",
  like: { user_agent: "", platform: "", cores: 0, language: "", time_zone: "", brands: 0, page_brands: 0 },
  /** @param {(stop: () => void) => void} atEnd */
  read(atEnd) {
    global("Worker");
    return new Promise((resolve, reject) => {
      try {
        const asked = openWorker(DEVICE);
        atEnd(() => asked.terminate());
        asked.onmessage = ({ data }) => {
          const { userAgentData } = /** @type {any} */ (globalThis.navigator);
          resolve({ ...data, page_brands: userAgentData?.brands?.length });
        };
        asked.onerror = (event) => {
          // Told as the signal's state: the console stays silent.
          event.preventDefault();
          reject(BLOCKED);
        };
      } catch {
        reject(BLOCKED);
      }
    });
  },
};
