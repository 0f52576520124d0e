// @ts-check
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";

/**
 * @typedef {{
 *   done: () => void, behind: () => void, again: () => void, stop: () => void,
 *   trouble: (failure: import("./failure.mjs").Failure) => void,
 *   screen: (name: import("./journey.mjs").Screen) => void,
 * }} StepListeners
 * @typedef {{
 *   client: import("../index.js").Portico | undefined, onboarding: import("../index.js").Onboarding | undefined,
 *   letterbox: string, supportPhone: string,
 * }} Shared
 */

/**
 * What is on the screen: a step, with trouble in front of it or not, or the wait for the first answer.
 * @param {{
 *   step: import("../index.js").Step | undefined, trouble: import("./failure.mjs").Failure | undefined,
 *   reload: boolean, phase: import("./waiting.mjs").Waiting["phase"] | undefined, shared: Shared, on: StepListeners,
 * }} view
 */
export function stepView({ step, trouble, reload, phase, shared, on }) {
  return html`${step ? keyed(step.kind, stepElement(step, Boolean(trouble ?? phase), shared, on)) : nothing}
  ${
    trouble
      ? html`<portico-trouble
          data-step="trouble"
          data-code=${trouble.code}
          .trouble=${trouble}
          .reload=${reload}
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
 * The element for a step. Trouble hides it and leaves it in place: what was typed is still there afterwards.
 * @param {import("../index.js").Step} step
 * @param {boolean} hidden
 * @param {Shared} shared
 * @param {StepListeners} on
 */
function stepElement(step, hidden, { client, onboarding, letterbox, supportPhone }, on) {
  const trouble = (/** @type {CustomEvent} */ event) => on.trouble(event.detail);
  const screen = (/** @type {CustomEvent} */ event) => on.screen(event.detail);
  switch (step.kind) {
    case "person_details":
      return html`<portico-person-details
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
        @step-screen=${screen}
      ></portico-person-details>`;
    case "accept_agreements":
      return html`<portico-accept-agreements
        data-step=${step.kind}
        ?hidden=${hidden}
        .client=${client}
        .step=${step}
        .onboarding=${onboarding}
        .supportPhone=${supportPhone}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-accept-agreements>`;
    case "expected_use":
      return html`<portico-expected-use
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-expected-use>`;
    case "order_card":
      return html`<portico-order-card
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-order-card>`;
    case "await_card":
      return html`<portico-await-card
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        .letterbox=${letterbox}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-await-card>`;
    case "activate_card":
      return html`<portico-activate-card
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        .letterbox=${letterbox}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-activate-card>`;
    case "complete":
      return html`<portico-complete
        data-step=${step.kind}
        .step=${step}
        .supportPhone=${supportPhone}
      ></portico-complete>`;
    case "declined":
      return html`<portico-declined
        data-step=${step.kind}
        .step=${step}
        .supportPhone=${supportPhone}
      ></portico-declined>`;
    default:
      return html`<portico-by-phone
        data-step=${step.kind}
        ?hidden=${hidden}
        .step=${step}
        .onboarding=${onboarding}
        .supportPhone=${supportPhone}
        @step-done=${on.done}
        @step-behind=${on.behind}
        @step-trouble=${trouble}
      ></portico-by-phone>`;
  }
}
