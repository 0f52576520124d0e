// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { openedBy, sealedChip, shortenIds, sizeOf } from "./sealed-chip.mjs";

/** @typedef {import("@portico/web-sdk").CallRecord & { number: number }} NumberedRecord */

/**
 * What became of a call, in a word.
 * @param {NumberedRecord} record
 */
const outcomeOf = ({ status, code }) => (status === undefined ? (code ?? "no answer") : String(status));

/** @param {NumberedRecord} record */
const toneOf = ({ status, code }) => (code || status === undefined || status >= 400 ? "bad" : "good");

/**
 * The calls as cards, newest first.
 * @param {NumberedRecord[]} records
 */
export function recordCards(records) {
  return html`<ol class="records" reversed>
    ${repeat(
      records,
      ({ number }) => number,
      (record) =>
        html`<li
          data-call=${record.number}
          data-method=${record.method}
          data-path=${record.path}
          data-status=${record.status ?? nothing}
        >
          <p class="line">
            <b>${record.method}</b> <code>${shortenIds(record.path)}</code>
            <span class="outcome ${toneOf(record)}">${outcomeOf(record)}</span>
          </p>
          <p class="timing">
            ${Math.round(record.durationMs)}
            ms${record.attempt > 1 ? html` · try ${record.attempt}` : nothing}${
              record.code && record.status !== undefined ? html` · <code>${record.code}</code>` : nothing
            }
          </p>
          ${
            record.clear.length > 0
              ? html`<p class="clear"><span>clear</span> ${record.clear.map((name) => html`<code>${name}</code> `)}</p>`
              : nothing
          }
          ${record.sealed.map(sealedChip)}
        </li>`,
    )}
  </ol>`;
}

/**
 * The same as a table.
 * @param {NumberedRecord[]} records
 */
export function recordTable(records) {
  return html`<div class="table" role="region" aria-label="Calls as a table" tabindex="0">
    <table>
      <thead>
        <tr>
          ${["#", "Method", "Path", "Status", "ms", "Try", "Clear", "Sealed"].map(
            (name) => html`<th scope="col">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${records.map(
          (record) =>
            html`<tr>
              <td>${record.number}</td>
              <td>${record.method}</td>
              <td><code>${record.path}</code></td>
              <td>${outcomeOf(record)}${record.code && record.status !== undefined ? ` ${record.code}` : ""}</td>
              <td>${Math.round(record.durationMs)}</td>
              <td>${record.attempt}</td>
              <td>${record.clear.join(", ") || "none"}</td>
              <td>${record.sealed.map(sealedWords).join("; ") || "none"}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {import("@portico/web-sdk").SealedRecord} sealed */
const sealedWords = ({ member, use, alg, bytes }) => `${member} for ${use}, ${alg}, ${sizeOf(bytes)}, ${openedBy(use)}`;
