// @ts-check
import { global } from "./reading.js";

/** However deep it is: an endless row of parents would be a lie. */
const DEEPEST = 9;

/**
 * @reads whether the page is in another's frame, how deep, and the origins of the two pages around it where the browser
 *   tells them
 * @source HTML, `window.parent`, `location.ancestorOrigins`
 * @why A portal that a stranger's page frames is how people are tricked into clicks.
 * @kept check
 */
export const frame = {
  name: "frame",
  group: "context",
  like: { top: false, depth: 0, ancestors: [""] },
  read() {
    let depth = 0;
    for (let view = global("window"); view !== view.parent && depth < DEEPEST; depth += 1) view = view.parent;
    return { top: !depth, depth, ancestors: Array.from(location.ancestorOrigins ?? []).slice(0, 2) };
  },
};
