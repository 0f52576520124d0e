// @ts-check
import { global, member, rounded } from "./reading.js";

/**
 * @reads the screen's sides in physical pixels to the nearest 10, and in CSS pixels, longer side first; the ratio of
 *   the two to the nearest 0.05; the depth of colours
 * @source CSSOM View, `screen`, `window.devicePixelRatio`
 * @why Part of what makes a device known again. Zoom changes CSS pixels in one engine and the ratio in another, so both
 *   are told; turning a phone changes nothing.
 * @kept device
 */
export const screen = {
  name: "screen",
  group: "matching",
  like: { long: 0, short: 0, css_long: 0, css_short: 0, ratio: 0, depth: 0 },
  read() {
    const { width, height, colorDepth } = global("screen");
    const ratio = global("devicePixelRatio");
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    return {
      long: rounded(long * ratio, 10),
      short: rounded(short * ratio, 10),
      css_long: rounded(long, 1),
      css_short: rounded(short, 1),
      ratio: Math.round(ratio * 20) / 20,
      depth: member({ colorDepth }, "colorDepth"),
    };
  },
};
