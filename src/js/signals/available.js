// @ts-check
import { global, member } from "./reading.js";

/**
 * @reads width and height of the screen without the system's bars, in CSS pixels
 * @source CSSOM View, `screen.availWidth`, `screen.availHeight`
 * @why No larger than the screen.
 * @kept check
 */
export const available = {
  name: "available",
  group: "context",
  like: [0],
  read: () => ["availWidth", "availHeight"].map((name) => member(global("screen"), name)),
};
