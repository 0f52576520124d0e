// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads the browser's name for itself
 * @source HTML, `navigator.userAgent`
 * @why Has to be what the browser sends as a header.
 * @kept check
 */
export const userAgent = {
  name: "user_agent",
  group: "context",
  like: "",
  read: () => navigator("userAgent"),
};
