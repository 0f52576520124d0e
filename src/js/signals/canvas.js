// @ts-check
import { context, NOISED } from "./reading.js";

const SIDE = 32;
const CELL = SIDE / 4;
/** The picture, and below it a band of one colour. */
const HEIGHT = SIDE + 8;
const FLAT = [70, 130, 180, 255];

/**
 * @reads the mean brightness of the 16 fields of a small picture that is drawn out of sight
 * @source HTML, `CanvasRenderingContext2D`, `getImageData`
 * @why Depends on how the system draws curves and letters. Means, and no hash of every point: an update of the browser
 *   changes them little. Where a plain surface does not come back as it was drawn the browser adds noise, which is told
 *   as such and never held against anybody.
 * @kept device
 */
export const canvas = {
  name: "canvas",
  group: "matching",
  like: [0],
  dear: true,
  read() {
    const drawn = context("2d", HEIGHT, { willReadFrequently: true });
    const paint = drawn.createLinearGradient(0, 0, SIDE, SIDE);
    paint.addColorStop(0, "#f60");
    paint.addColorStop(1, "#069");
    drawn.fillStyle = paint;
    drawn.fillRect(0, 0, SIDE, SIDE);
    drawn.fillStyle = "#f0f";
    drawn.arc(21, 13, 8.7, 0, 7);
    drawn.fill();
    drawn.font = "11px monospace";
    drawn.fillText("Qg&,yW", 1.5, 25.5);
    drawn.fillStyle = `rgb(${FLAT.slice(0, 3)})`;
    drawn.fillRect(0, SIDE, SIDE, HEIGHT);
    const read = () => drawn.getImageData(0, 0, SIDE, HEIGHT).data;
    const [picture, again] = [read(), read()];
    const sums = Array(16).fill(0);
    for (let at = 0; at < picture.length; at += 1) {
      const [y, part] = [Math.floor(at / 4 / SIDE), at % 4];
      if (picture[at] !== again[at] || (y >= SIDE && picture[at] !== FLAT[part])) throw NOISED;
      if (y < SIDE && part < 3) sums[Math.floor(y / CELL) * 4 + Math.floor(((at >> 2) % SIDE) / CELL)] += picture[at];
    }
    return sums.map((sum) => Math.round(sum / (3 * CELL * CELL)));
  },
};
