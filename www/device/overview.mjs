// @ts-check
import { html } from "lit";

import { bar } from "./bar.mjs";
import { GROUPS } from "./signal-table.mjs";

/** So many bytes a statement may have before it is sealed. */
const LIMIT = 4096;

/**
 * The whole in a few figures, and each group's share.
 * @param {import("./measure.mjs").Reading} reading
 */
export function overview({ signals, bytes, ms }) {
  const sum = signals.reduce((all, { ms }) => all + ms, 0);
  const shares = GROUPS.map(({ name, title }) => {
    const own = signals.filter(({ group }) => group === name);
    return {
      name,
      title,
      count: own.length,
      ms: own.reduce((all, { ms }) => all + ms, 0),
      bytes: own.reduce((all, signal) => all + signal.bytes, 0),
    };
  });
  const most = Math.max(...shares.map(({ ms }) => ms));
  return html`<section class="overview" aria-labelledby="overview">
    <h2 id="overview">In all</h2>
    <dl>
      <div>
        <dt>Signals</dt>
        <dd data-figure="count">${signals.length}</dd>
      </div>
      <div>
        <dt>Size</dt>
        <dd data-figure="bytes">${bytes} B</dd>
      </div>
      <div>
        <dt>Time in all</dt>
        <dd data-figure="took">${ms.toFixed(0)} ms</dd>
      </div>
      <div>
        <dt>Sum of the costs</dt>
        <dd data-figure="sum">${sum.toFixed(1)} ms</dd>
      </div>
    </dl>
    <table class="shares">
      <thead>
        <tr>
          ${["Group", "Signals", "Bytes", "Cost"].map((label) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shares.map(
          (share) =>
            html`<tr data-share=${share.name}>
              <th scope="row"><a href="#group-${share.name}">${share.title}</a></th>
              <td>${share.count}</td>
              <td>${share.bytes}</td>
              <td class="cost">${bar(share.ms, most)} <span>${share.ms.toFixed(1)} ms</span></td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">
      Signals that wait for the browser wait side by side, so the sum can be more than the time. The signed statement
      may have ${LIMIT} bytes before it is sealed, these signals and the proof together.
    </p>
  </section>`;
}
