// @ts-check
import { html } from "lit";

import { t } from "../texts/index.mjs";
import { selectField, textField } from "./field.mjs";
import { STATES } from "./states.mjs";

/** @typedef {{ line1: string, line2: string, city: string, state: string, postalCode: string }} AddressDraft */

/** @returns {AddressDraft} */
export const emptyAddress = () => ({ line1: "", line2: "", city: "", state: "", postalCode: "" });

/** The fields' names in the package's types, in the order of the screen. */
export const ADDRESS_FIELDS = ["line1", "line2", "city", "state", "postalCode"].map((name) => `address.${name}`);

/**
 * A US address. What is typed goes into the draft at once.
 * @param {AddressDraft} draft
 * @param {(field: string) => string | undefined} errorOf
 * @param {{ section?: string }} [options] `section`: `shipping` where it is not the home address
 */
export function addressFields(draft, errorOf, { section } = {}) {
  const prefix = section ? `${section} ` : "";
  /**
   * @param {keyof AddressDraft} name
   * @param {string} label
   * @param {string} autocomplete
   */
  const common = (name, label, autocomplete) => ({
    field: `address.${name}`,
    name,
    label: t(label),
    value: draft[name],
    error: errorOf(`address.${name}`),
    autocomplete: prefix + autocomplete,
    onInput: (/** @type {Event} */ event) => {
      draft[name] = /** @type {HTMLInputElement} */ (event.target).value;
    },
  });
  return html`
    ${textField({ ...common("line1", "line1", "address-line1"), capitalize: "words" })}
    ${textField({ ...common("line2", "line2", "address-line2"), optional: true, capitalize: "words" })}
    ${textField({ ...common("city", "city", "address-level2"), capitalize: "words" })}
    <div class="row">
      ${selectField({ ...common("state", "state", "address-level1"), options: STATES, choose: t("state-choose") })}
      ${textField({ ...common("postalCode", "postal-code", "postal-code"), inputmode: "numeric", last: true })}
    </div>
  `;
}
