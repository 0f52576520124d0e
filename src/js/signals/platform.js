// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads the platform's old name, such as `Win32`
 * @source HTML, `navigator.platform`
 * @why Frozen in browsers, and still telling where it disagrees with the rest.
 * @kept device
 */
export const platform = {
  name: "platform",
  group: "matching",
  like: "",
  read: () => navigator("platform"),
};
