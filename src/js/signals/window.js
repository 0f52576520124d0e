// @ts-check
import { global } from "./reading.js";

/**
 * @reads width and height of the page's view, and of the browser's window
 * @source CSSOM View, `window.innerWidth` and the like
 * @why A view is no larger than its window, and that no larger than the screen.
 * @kept check
 */
export const window = {
  name: "window",
  group: "context",
  like: [0],
  read: () => ["innerWidth", "innerHeight", "outerWidth", "outerHeight"].map(global),
};
