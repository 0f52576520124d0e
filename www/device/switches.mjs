// @ts-check
import { html } from "lit";

/** @typedef {Record<keyof import("@portico/web-sdk").SignalGroups, boolean>} Groups */

/** @type {{ name: keyof Groups, label: string, effect: string }[]} */
const SWITCHES = [
  { name: "matching", label: "Matching", effect: "off: a lost key makes this a new device" },
  { name: "context", label: "Context", effect: "off: the platform sees less of this visit" },
  { name: "automation", label: "Automation", effect: "off: the platform may ask for more proof" },
];

/**
 * What a page may switch off by `createPortico({ signals })`. The signals are then read no more: the tables show what is
 * left.
 * @param {Groups} groups
 * @param {boolean} busy
 * @param {(name: keyof Groups, on: boolean) => void} change
 */
export function switches(groups, busy, change) {
  return html`<fieldset class="switches" aria-busy=${busy ? "true" : "false"}>
    <legend>Groups of consent</legend>
    ${SWITCHES.map(
      ({ name, label, effect }) =>
        html`<label>
          <input
            type="checkbox"
            role="switch"
            name=${name}
            .checked=${groups[name]}
            @change=${(/** @type {Event & { target: HTMLInputElement }} */ event) => change(name, event.target.checked)}
          />
          <span>${label}<span class="quiet">${effect}</span></span>
        </label>`,
    )}
    <p class="quiet">
      A page switches a group off by <code>createPortico({ signals: { matching: false } })</code>. The group
      <code>privacy</code> always travels.
    </p>
  </fieldset>`;
}
