// @ts-check
import { context } from "./reading.js";

/** In the order of the mask's bits, the lowest first. Of each family of systems some, and no more than tell them apart. */
const MARKERS = [
  "Segoe UI",
  "Calibri",
  "Bahnschrift",
  "MS Gothic",
  "Helvetica Neue",
  "Menlo",
  "PingFang SC",
  "Geneva",
  "Roboto",
  "Droid Sans",
  "Ubuntu",
  "Cantarell",
  "DejaVu Sans",
  "Liberation Serif",
  "Noto Sans CJK JP",
  "Arimo",
];

/**
 * @reads which of 16 fonts there are, as a mask of bits, by the width of a word
 * @source HTML, `CanvasRenderingContext2D.measureText`
 * @why Each comes with one family of systems, so they have to fit the platform. A list of all fonts would single a
 *   person out.
 * @kept device
 */
export const fonts = {
  name: "fonts",
  group: "matching",
  like: 0,
  dear: true,
  read() {
    const measured = context("2d", 1);
    const width = (/** @type {string} */ family) => {
      measured.font = `40px ${family}monospace`;
      return measured.measureText("mWlqi&0O").width;
    };
    const none = width("");
    return MARKERS.reduce((mask, name, bit) => mask + (width(`"${name}",`) === none ? 0 : 2 ** bit), 0);
  },
};
