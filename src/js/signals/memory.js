// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads the memory in GB, which browsers round and cap by themselves
 * @source Device Memory, `navigator.deviceMemory`
 * @why Part of what makes a device known again; a number that no browser gives was made up.
 * @kept device
 */
export const memory = {
  name: "memory",
  group: "matching",
  like: 0,
  read: () => navigator("deviceMemory"),
};
