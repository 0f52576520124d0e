// @ts-check
import { html } from "lit";

import { t } from "../texts/index.mjs";
import { describedBy, errorUnder, hintOf, idOf, inputOf } from "./field.mjs";
import { digitsOf, formatInPlace } from "./secret-field.mjs";

/**
 * A date in three fields: nobody has to guess an order, and no calendar has to be turned back by decades.
 *
 * What is typed goes into the draft at once, under `name` followed by `Month`, `Day` and `Year`.
 * @template {string} Name
 * @param {{
 *   field: string, name: Name, legend: string, hint: string, error: string | undefined, autocomplete?: string,
 *   draft: Record<`${Name}${"Month" | "Day" | "Year"}`, string>,
 * }} date `autocomplete`: what a browser may fill in, such as `bday`; nothing when absent
 */
export function dateField({ field, name, legend, hint, error, autocomplete, draft }) {
  /** @param {"Month" | "Day" | "Year"} part */
  const input = (part) => {
    const key = /** @type {`${Name}${"Month" | "Day" | "Year"}`} */ (`${name}${part}`);
    // The first part has the field's own id: that is where the focus goes.
    const id = part === "Month" ? field : `${field}.${key}`;
    const label = t(part.toLowerCase());
    return html`<div>
      <label for=${idOf(id)}>${label}</label>
      <div class="control">
        ${inputOf({
          field: id,
          name: key,
          label,
          autocomplete: autocomplete && `${autocomplete}-${part.toLowerCase()}`,
          value: draft[key],
          inputmode: "numeric",
          onInput: (event) => {
            const most = part === "Year" ? 4 : 2;
            draft[key] = formatInPlace(/** @type {HTMLInputElement} */ (event.target), (text) => digitsOf(text, most));
          },
        })}
      </div>
    </div>`;
  };
  return html`<fieldset class="field ${error ? "wrong" : ""}" aria-describedby=${describedBy(field, hint, error)}>
    <legend>${legend}</legend>
    ${hintOf({ field, hint })}
    <div class="date">${input("Month")} ${input("Day")} ${input("Year")}</div>
    ${errorUnder(field, error)}
  </fieldset>`;
}

/**
 * The three parts as one ISO date, whatever was typed: the rules judge it. Empty while one of them is.
 * @param {string} year
 * @param {string} month
 * @param {string} day
 */
export function isoDate(year, month, day) {
  if (!year || !month || !day) return "";
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
