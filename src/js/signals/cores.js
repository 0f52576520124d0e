// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads the number of processors, at most 32
 * @source HTML, `navigator.hardwareConcurrency`
 * @why Part of what makes a device known again. More of them are rare enough to single a device out.
 * @kept device
 */
export const cores = {
  name: "cores",
  group: "matching",
  like: 0,
  read: () => Math.min(navigator("hardwareConcurrency"), 32),
};
