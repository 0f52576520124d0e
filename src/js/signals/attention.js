// @ts-check
import { global } from "./reading.js";

/**
 * @reads whether the page is visible, and whether it has the focus
 * @source HTML, `document.visibilityState`, `document.hasFocus`
 * @why Whoever opens an account looks at the page.
 * @kept check
 */
export const attention = {
  name: "attention",
  group: "context",
  like: { visible: false, focus: false },
  read() {
    const document = global("document");
    return { visible: document.visibilityState === "visible", focus: document.hasFocus() };
  },
};
