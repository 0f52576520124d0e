// @ts-check
import { svg } from "lit";

/**
 * How much of the most a value is. The number stands beside it, so it is a picture alone. Its length is an attribute,
 * since the page's policy allows no inline style.
 * @param {number} value
 * @param {number} most
 */
export function bar(value, most) {
  const share = most > 0 ? (100 * value) / most : 0;
  return svg`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8" />
    <rect class="fill" width=${share.toFixed(2)} height="8" />
  </svg>`;
}
