// @ts-check
import { html } from "lit";

/** A lock that is closed. */
const lock = () =>
  html`<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
    <rect x="3" y="7" width="10" height="7" rx="1.5" />
    <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2" />
  </svg>`;

/**
 * A sealed value: what it is for, how it is sealed, how long it is. What is in it can't be shown, by anyone here.
 * @param {import("@portico/web-sdk").SealedRecord} sealed
 */
export function sealedChip({ member, use, alg, enc, kid, bytes }) {
  return html`<div class="sealed-chip" data-sealed=${use}>
    ${lock()}
    <div>
      <p><code>${member}</code> <span class="use">${shortenIds(use)}</span></p>
      <p class="how">${alg} · ${enc} · key ${kid} · <span class="size">${sizeOf(bytes)}</span></p>
      <p class="only">${openedBy(use)}</p>
    </div>
  </div>`;
}

/**
 * Who can open a sealed value. The platform of the business account documents no sealed fields, so its gateway opens them.
 * @param {string} use
 */
export const openedBy = (use) =>
  use.startsWith("passport:")
    ? "opened by the gateway, in memory, on the way to the platform"
    : "opened by the platform only";

/**
 * Ids are long, and the table has them whole.
 * @param {string} text a path or a use
 */
export function shortenIds(text) {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{22,27}/gi, (id) => `${id.slice(0, 4)}..${id.slice(-4)}`);
}

/** @param {number} bytes */
export const sizeOf = (bytes) => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`);
