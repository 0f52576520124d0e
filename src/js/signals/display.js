// @ts-check
import { global, member } from "./reading.js";

/**
 * @reads the range of colours that the display shows, and whether it shows a high dynamic range
 * @source Media Queries 5, `color-gamut`, `dynamic-range`
 * @why Part of what makes a device known again. The queries that tell of a person's health (motion, contrast, colours)
 *   are left alone.
 * @kept device
 */
export const display = {
  name: "display",
  group: "matching",
  like: { gamut: "", hdr: false },
  read() {
    const holds = (/** @type {string} */ query) => global("matchMedia")(`(${query})`).matches;
    const gamut = ["rec2020", "p3", "srgb"].find((name) => holds(`color-gamut: ${name}`));
    return { gamut: member({ gamut }, "gamut"), hdr: holds("dynamic-range: high") };
  },
};
