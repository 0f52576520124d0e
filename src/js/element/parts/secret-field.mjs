// @ts-check
import { html } from "lit";

import { t } from "../texts/index.mjs";
import { errorUnder, hintOf, idOf, inputOf } from "./field.mjs";

/**
 * Dots without `type=password`: a browser offers to store passwords, and these must not be stored. Where a browser
 * can't draw dots over text, hiding them wins.
 */
const drawsDots = () => globalThis.CSS?.supports("-webkit-text-security", "disc") ?? false;

/**
 * A field that shows dots, with a button that shows what is typed. Pasting works as everywhere.
 * @param {import("./field.mjs").TextField & { shown: boolean, onReveal: () => void }} field
 */
export function secretField(field) {
  const hidden = !field.shown;
  const type = hidden && !drawsDots() ? "password" : "text";
  return html`<div class="field">
    <label for=${idOf(field.field)}>${field.label}</label>
    ${hintOf(field)}
    <div class="control with-button">
      ${inputOf({ ...field, type, autocomplete: "off" }, hidden ? "masked" : "")}
      <button
        class="reveal"
        type="button"
        aria-controls=${idOf(field.field)}
        aria-label=${t(hidden ? "show-field" : "hide-field", { label: field.label })}
        @click=${field.onReveal}
      >
        ${t(hidden ? "show" : "hide")}
      </button>
    </div>
    ${errorUnder(field.field, field.error)}
  </div>`;
}

/**
 * The digits of what was typed or pasted, at most so many.
 * @param {string} text
 * @param {number} most
 */
export const digitsOf = (text, most) => text.replace(/\D/g, "").slice(0, most);

/**
 * `123-45-6789`, as far as it has come. No hyphen stands at the end, so that deleting goes on over it.
 * @param {string} text
 */
export function formatSsn(text) {
  const digits = digitsOf(text, 9);
  return [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)].filter(Boolean).join("-");
}

/**
 * Formats an input as it is typed and keeps the cursor behind the same digit.
 * @param {HTMLInputElement} input
 * @param {(text: string) => string} format
 */
export function formatInPlace(input, format) {
  const before = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length), 99).length;
  const formatted = format(input.value);
  if (formatted !== input.value) {
    input.value = formatted;
    let at = 0;
    for (let seen = 0; at < formatted.length && seen < before; at += 1) if (/\d/.test(formatted.charAt(at))) seen += 1;
    input.setSelectionRange(at, at);
  }
  return formatted;
}
