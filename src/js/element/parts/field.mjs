// @ts-check
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { t } from "../texts/index.mjs";
import { alertIcon, downIcon } from "./icons.mjs";

/**
 * Fields are templates in the step's own shadow root, not elements with one each: so labels, `aria-describedby`, the
 * browser's filling-in and Enter all work as in a plain form.
 *
 * @typedef {{
 *   field: string, name: string, label: string, value: string, hint?: string, error?: string, optional?: boolean,
 *   autocomplete?: string, inputmode?: string, type?: string, short?: boolean, last?: boolean, secret?: boolean,
 *   maxlength?: number, capitalize?: string, onInput: (event: InputEvent) => void,
 * }} TextField
 */

/**
 * An input's id from its field's name in the package's types.
 * @param {string} field
 */
export const idOf = (field) => field.replaceAll(".", "-");

/**
 * The error under a field.
 * @param {string} field
 * @param {string | undefined} error
 */
export function errorUnder(field, error) {
  return error
    ? html`<p class="error" id="${idOf(field)}-error" data-error=${field}>${alertIcon()}<span>${error}</span></p>`
    : nothing;
}

/**
 * What `aria-describedby` names: hint and error, those that there are.
 * @param {string} field
 * @param {string | undefined} hint
 * @param {string | undefined} error
 */
export function describedBy(field, hint, error) {
  const ids = [hint && `${idOf(field)}-hint`, error && `${idOf(field)}-error`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : nothing;
}

/**
 * Label with its hint above the field, error under it.
 * @param {TextField} field
 */
export function textField(field) {
  return html`<div class="field">
    <label for=${idOf(field.field)}>${field.optional ? t("optional", { label: field.label }) : field.label}</label>
    ${hintOf(field)}
    <div class="control">${inputOf(field)}</div>
    ${errorUnder(field.field, field.error)}
  </div>`;
}

/**
 * The input by itself.
 * @param {TextField} field
 * @param {string} [className]
 */
export function inputOf(field, className = "") {
  return html`<input
    id=${idOf(field.field)}
    class="${className} ${field.short ? "short" : ""}"
    name=${field.name}
    type=${field.type ?? "text"}
    .value=${live(field.value)}
    autocomplete=${field.autocomplete ?? "off"}
    autocapitalize=${field.capitalize ?? "off"}
    inputmode=${field.inputmode ?? "text"}
    enterkeyhint=${field.last ? "done" : "next"}
    spellcheck="false"
    maxlength=${field.maxlength ?? nothing}
    ?required=${!field.optional}
    aria-invalid=${field.error ? "true" : "false"}
    aria-describedby=${describedBy(field.field, field.hint, field.error)}
    @input=${field.onInput}
  />`;
}

/** @param {{ field: string, hint?: string }} field */
export function hintOf({ field, hint }) {
  return hint ? html`<p class="hint" id="${idOf(field)}-hint">${hint}</p>` : nothing;
}

/**
 * A native select: on a phone nothing is better.
 * @param {TextField & { options: { value: string, text: string }[], choose: string }} field
 */
export function selectField(field) {
  return html`<div class="field">
    <label for=${idOf(field.field)}>${field.label}</label>
    ${hintOf(field)}
    <div class="control">
      <select
        id=${idOf(field.field)}
        name=${field.name}
        .value=${live(field.value)}
        autocomplete=${field.autocomplete ?? "off"}
        required
        aria-invalid=${field.error ? "true" : "false"}
        aria-describedby=${describedBy(field.field, field.hint, field.error)}
        @change=${field.onInput}
      >
        <option value="" ?selected=${field.value === ""}>${field.choose}</option>
        ${field.options.map(
          ({ value, text }) => html`<option value=${value} ?selected=${value === field.value}>${text}</option>`,
        )}
      </select>
      ${downIcon()}
    </div>
    ${errorUnder(field.field, field.error)}
  </div>`;
}
