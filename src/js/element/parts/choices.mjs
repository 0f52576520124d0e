// @ts-check
import { html } from "lit";

import { describedBy, errorUnder, idOf } from "./field.mjs";

/**
 * Radio buttons as cards, one under the other.
 * @param {{
 *   field: string, name: string, label: string, value: string, error?: string, className?: string,
 *   options: { value: string, content: unknown }[], onChange: (value: string) => void,
 * }} choice
 */
export function choices({ field, name, label, value, error, className = "", options, onChange }) {
  return html`<fieldset class="field" aria-describedby=${describedBy(field, undefined, error)}>
    <legend>${label}</legend>
    <div class="choices ${className}">
      ${options.map(
        (option, index) =>
          html`<label class="choice">
            <input
              type="radio"
              id=${index === 0 ? idOf(field) : `${idOf(field)}-${index}`}
              name=${name}
              value=${option.value}
              .checked=${option.value === value}
              required
              @change=${() => onChange(option.value)}
            />
            ${option.content}
          </label>`,
      )}
    </div>
    ${errorUnder(field, error)}
  </fieldset>`;
}
