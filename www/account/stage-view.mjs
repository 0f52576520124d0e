// @ts-check
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";

import { lost } from "./account-step.mjs";

/**
 * @typedef {import("./business-account.mjs").Stage} Stage
 * @typedef {import("../../src/js/element/failure.mjs").Failure} Failure
 * @typedef {{
 *   done: () => void, back: () => void, agreement: () => void, lost: () => void, again: () => void, stop: () => void, anew: () => void,
 *   missing: (told: import("./missing.mjs").Told[]) => void, trouble: (failure: Failure) => void,
 *   outcome: (account: import("@portico/web-sdk").PassportAccount) => void, screen: (name: string) => void,
 * }} Listeners
 * @typedef {{
 *   opening: import("./opening.mjs").Opening | undefined, draft: import("./draft.mjs").Draft,
 *   account: import("@portico/web-sdk").PassportAccount | undefined, told: import("./missing.mjs").Told[],
 *   ended: boolean, supportPhone: string,
 * }} Shared `ended`: an earlier visit ended, and its customer is to be made once more
 */

/**
 * What is on the screen: a stage, with trouble in front of it or not, or the wait for the first answer.
 * @param {{
 *   stage: Stage | undefined, trouble: Failure | undefined,
 *   phase: import("../../src/js/element/waiting.mjs").Waiting["phase"] | undefined, shared: Shared, on: Listeners,
 * }} view
 */
export function stageView({ stage, trouble, phase, shared, on }) {
  const hidden = Boolean(trouble ?? phase);
  return html`${stage ? keyed(stage, stageElement(stage, hidden, shared, on)) : nothing}
  ${
    trouble
      ? html`<portico-trouble
          data-step="trouble"
          data-code=${trouble.code}
          .trouble=${trouble}
          .supportPhone=${shared.supportPhone}
          @step-again=${on.again}
        ></portico-trouble>`
      : nothing
  }
  ${
    phase
      ? html`<portico-connecting data-step="connecting" .phase=${phase} @step-stop=${on.stop}></portico-connecting>`
      : nothing
  }`;
}

/**
 * Trouble hides a stage and leaves it in place: what was typed is still there afterwards.
 * @param {Stage} stage
 * @param {boolean} hidden
 * @param {Shared} shared
 * @param {Listeners} on
 */
function stageElement(stage, hidden, { opening, draft, account, told, ended, supportPhone }, on) {
  const trouble = (/** @type {CustomEvent} */ event) => on.trouble(event.detail);
  switch (stage) {
    case "kind":
      return html`<larkwell-kind
        data-step=${stage}
        ?hidden=${hidden}
        .draft=${draft}
        @step-done=${on.done}
      ></larkwell-kind>`;
    case "details":
      return html`<larkwell-details
        data-step=${stage}
        ?hidden=${hidden}
        .opening=${opening}
        .draft=${draft}
        .failure=${ended ? lost : undefined}
        @step-lost=${on.lost}
        @step-done=${on.done}
        @step-back=${on.back}
        @step-trouble=${trouble}
        @step-screen=${(/** @type {CustomEvent} */ event) => on.screen(event.detail)}
      ></larkwell-details>`;
    case "agreement":
      return html`<larkwell-agreement
        data-step=${stage}
        ?hidden=${hidden}
        .opening=${opening}
        @step-lost=${on.lost}
        @step-done=${on.done}
        @step-missing=${(/** @type {CustomEvent} */ event) => on.missing(event.detail)}
        @step-trouble=${trouble}
      ></larkwell-agreement>`;
    case "missing":
      return html`<larkwell-missing
        data-step=${stage}
        ?hidden=${hidden}
        .opening=${opening}
        .told=${told}
        @step-lost=${on.lost}
        @step-done=${on.done}
        @step-agreement=${on.agreement}
        @step-trouble=${trouble}
      ></larkwell-missing>`;
    case "checking":
      return html`<larkwell-checking
        data-step=${stage}
        ?hidden=${hidden}
        .opening=${opening}
        .supportPhone=${supportPhone}
        @step-lost=${on.lost}
        @step-outcome=${(/** @type {CustomEvent} */ event) => on.outcome(event.detail)}
        @step-trouble=${trouble}
      ></larkwell-checking>`;
    case "open":
      return html`<larkwell-open
        data-step=${stage}
        .account=${account}
        .supportPhone=${supportPhone}
        @step-again=${on.anew}
      ></larkwell-open>`;
    case "blocked":
      return html`<larkwell-blocked
        data-step=${stage}
        .account=${account}
        .supportPhone=${supportPhone}
        @step-again=${on.anew}
      ></larkwell-blocked>`;
  }
}
