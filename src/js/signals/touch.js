// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads how many fingers the screen can tell apart
 * @source Pointer Events, `navigator.maxTouchPoints`
 * @why Zero on a desk, five or ten on a phone: has to fit what the rest says the device is.
 * @kept device
 */
export const touch = {
  name: "touch",
  group: "matching",
  like: 0,
  read: () => navigator("maxTouchPoints"),
};
