// @ts-check
import { html, nothing } from "lit";

import { bar } from "./bar.mjs";

/** @typedef {import("./measure.mjs").Measured} Measured */

/**
 * The groups in the order in which they are shown, and what each is for.
 * @type {{ name: import("@portico/web-sdk").SignalGroup, title: string, purpose: string }[]}
 */
export const GROUPS = [
  {
    name: "matching",
    title: "Matching",
    purpose:
      "Tells whether this device was here before, though its key is gone. Compared with tolerance, never hashed.",
  },
  { name: "context", title: "Context", purpose: "The surroundings of this visit. Never used to recognise a device." },
  {
    name: "automation",
    title: "Automation",
    purpose: "Whether a program drives the browser, or something in it lies.",
  },
  {
    name: "privacy",
    title: "Privacy",
    purpose: "What this person asked for. Always sent, never held against anybody.",
  },
];

/** What each state means, in words. */
const STATES = {
  ok: "read",
  absent: "absent",
  blocked: "blocked",
  timeout: "too slow",
  error: "failed",
  noised: "noised",
  skipped: "left out",
};

/**
 * One group: each signal with what it says, what it costs and how long it is.
 * @param {(typeof GROUPS)[number]} group
 * @param {import("./measure.mjs").Reading} reading
 */
export function signalTable({ name, title, purpose }, reading) {
  const signals = reading.signals.filter(({ group }) => group === name);
  if (signals.length === 0) return nothing;
  const most = Math.max(...reading.signals.map(({ ms }) => ms));
  // The roles are those that the elements have anyway: on a narrow screen the rows are laid out as a grid, which would
  // take the roles from them.
  return html`<section class="signals" data-group=${name} aria-labelledby="group-${name}">
    <h2 id="group-${name}">${title}</h2>
    <p class="quiet">${purpose}</p>
    <table role="table" aria-labelledby="group-${name}">
      <thead role="rowgroup">
        <tr role="row">
          ${["Signal", "State", "Value", "Bytes", "Cost"].map(
            (label) => html`<th role="columnheader" scope="col" class=${label.toLowerCase()}>${label}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${signals.map((signal) => row(signal, most))}
      </tbody>
    </table>
  </section>`;
}

/**
 * @param {Measured} signal
 * @param {number} most the cost of the dearest signal of all, for the length of the bars
 */
function row({ name, state, value, bytes, ms }, most) {
  return html`<tr role="row" data-signal=${name} data-state=${state}>
    <th role="rowheader" scope="row" class="signal"><code>${name}</code></th>
    <td role="cell" class="state"><span class="chip ${state}">${STATES[state]}</span></td>
    <td role="cell" class="value">
      ${state === "ok" ? html`<code>${readable(value)}</code>` : html`<span class="quiet">nothing</span>`}
    </td>
    <td role="cell" class="bytes">${bytes}<span class="unit"> B</span></td>
    <td role="cell" class="cost">${bar(ms, most)} <span>${ms.toFixed(1)} ms</span></td>
  </tr>`;
}

/**
 * JSON with a space where a line may break.
 * @param {unknown} value
 */
const readable = (value) => JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, " ");
