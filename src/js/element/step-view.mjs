// @ts-check
import { nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { html, literal } from "lit/static-html.js";

/**
 * @typedef {{
 *   done: () => void, behind: () => void, again: () => void, stop: () => void,
 *   trouble: (failure: import("./failure.mjs").Failure) => void,
 *   screen: (name: import("./journey.mjs").Screen) => void,
 *   scan: (detail: { identityScanId: string }) => void,
 * }} StepListeners
 * @typedef {{
 *   client: import("../index.js").Portico | undefined, onboarding: import("../index.js").Onboarding | undefined,
 *   letterbox: string, supportPhone: string,
 * }} Shared
 * @typedef {import("../index.js").Step} Step
 */

/** The element of each step. */
const ELEMENTS = /** @type {Record<Step["kind"], unknown>} */ ({
  person_details: literal`portico-person-details`,
  identity_questions: literal`portico-identity-questions`,
  identity_scan: literal`portico-identity-scan`,
  provide_documents: literal`portico-provide-documents`,
  identity_review: literal`portico-identity-review`,
  accept_agreements: literal`portico-accept-agreements`,
  expected_use: literal`portico-expected-use`,
  order_card: literal`portico-order-card`,
  await_card: literal`portico-await-card`,
  activate_card: literal`portico-activate-card`,
  enroll_features: literal`portico-enroll-features`,
  complete: literal`portico-complete`,
  declined: literal`portico-declined`,
});

/**
 * What is on the screen: a step, with trouble in front of it or not, or the wait for the first answer.
 * @param {{
 *   step: Step | undefined, customer: number, trouble: import("./failure.mjs").Failure | undefined,
 *   reload: boolean, phase: import("./waiting.mjs").Waiting["phase"] | undefined, shared: Shared, on: StepListeners,
 * }} view
 */
export function stepView({ step, customer, trouble, reload, phase, shared, on }) {
  return html`${step ? keyed(step.kind + customer, stepElement(step, Boolean(trouble ?? phase), shared, on)) : nothing}
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
 * @param {Step} step
 * @param {boolean} hidden
 * @param {Shared} shared
 * @param {StepListeners} on
 */
function stepElement(step, hidden, { client, onboarding, letterbox, supportPhone }, on) {
  const tag = ELEMENTS[step.kind];
  return html`<${tag}
    data-step=${step.kind}
    ?hidden=${hidden}
    .client=${client}
    .step=${step}
    .onboarding=${onboarding}
    .letterbox=${letterbox}
    .supportPhone=${supportPhone}
    @step-done=${on.done}
    @step-behind=${on.behind}
    @step-trouble=${(/** @type {CustomEvent} */ event) => on.trouble(event.detail)}
    @step-screen=${(/** @type {CustomEvent} */ event) => on.screen(event.detail)}
    @step-scan=${(/** @type {CustomEvent} */ event) => on.scan(event.detail)}
  ></${tag}>`;
}
