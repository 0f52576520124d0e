// @ts-check
import { html } from "lit";

import { addressFields } from "../parts/address-fields.mjs";
import { dateField } from "../parts/date-field.mjs";
import { textField } from "../parts/field.mjs";
import { lockIcon } from "../parts/icons.mjs";
import { formatInPlace, formatSsn, secretField } from "../parts/secret-field.mjs";
import { t } from "../texts/index.mjs";

/**
 * @typedef {{
 *   firstName: string, middleName: string, lastName: string, email: string, phone: string,
 *   address: import("../parts/address-fields.mjs").AddressDraft,
 *   birthMonth: string, birthDay: string, birthYear: string, ssn: string,
 * }} PersonDraft
 * @typedef {(field: string) => string | undefined} ErrorOf
 */

/**
 * @param {PersonDraft} draft
 * @param {ErrorOf} errorOf
 */
export function contactScreen(draft, errorOf) {
  /**
   * @param {"firstName" | "middleName" | "lastName" | "email" | "phone"} name
   * @param {string} label
   * @param {Partial<import("../parts/field.mjs").TextField>} more
   */
  const field = (name, label, more) =>
    textField({
      field: name,
      name,
      label: t(label),
      value: draft[name],
      error: errorOf(name),
      onInput: (event) => {
        draft[name] = /** @type {HTMLInputElement} */ (event.target).value;
      },
      ...more,
    });
  return html`
    ${field("firstName", "first-name", { autocomplete: "given-name", capitalize: "words" })}
    ${field("middleName", "middle-name", { autocomplete: "additional-name", capitalize: "words", optional: true })}
    ${field("lastName", "last-name", { autocomplete: "family-name", capitalize: "words" })}
    ${field("email", "email", { autocomplete: "email", inputmode: "email", type: "email", hint: t("email-hint") })}
    ${field("phone", "phone", { autocomplete: "tel", inputmode: "tel", type: "tel", hint: t("phone-hint"), last: true })}
  `;
}

/**
 * @param {PersonDraft} draft
 * @param {ErrorOf} errorOf
 */
export const addressScreen = (draft, errorOf) => addressFields(draft.address, errorOf);

/**
 * @param {PersonDraft} draft
 * @param {ErrorOf} errorOf
 * @param {{ shown: boolean, onReveal: () => void }} reveal
 */
export function identityScreen(draft, errorOf, reveal) {
  const ssn = "governmentId.value";
  return html`
    ${dateField({
      field: "dateOfBirth",
      name: "birth",
      legend: t("birth"),
      hint: t("birth-hint"),
      error: errorOf("dateOfBirth"),
      autocomplete: "bday",
      draft,
    })}
    ${secretField({
      field: ssn,
      name: "ssn",
      label: t("ssn"),
      hint: t("ssn-hint"),
      value: draft.ssn,
      error: errorOf(ssn),
      inputmode: "numeric",
      last: true,
      onInput: (event) => {
        draft.ssn = formatInPlace(/** @type {HTMLInputElement} */ (event.target), formatSsn);
      },
      ...reveal,
    })}
    <p class="locked">${lockIcon()}<span>${t("identity-sealed")}</span></p>
  `;
}
