// @ts-check
import { css } from "lit";

import { StepElement } from "../../src/js/element/step-element.mjs";

/** @typedef {import("../../src/js/element/failure.mjs").Failure} Failure */

/** The visit has ended, and took along what it made. */
const LOST = "customer_not_found";

/** What to say where a person begins anew. @type {Failure} */
export const lost = { view: "notice", code: LOST, text: "lost", fields: [] };

/** What the platform's own codes mean for a person, where it is more than "it went wrong". */
const REASONS = /** @type {Record<string, string>} */ ({ "EC-BL-9003": "customer_inactive" });
const CODES = /** @type {Record<string, string>} */ ({ agreement_not_accepted: "agreement_refused", [LOST]: "lost" });

/** What every step of this journey has beside the element's: the account that is on its way. */
export class AccountStep extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .end,
      .part {
        display: grid;
        gap: 24px;
      }

      .part {
        gap: 8px;
      }

      .part ul {
        display: grid;
        gap: 4px;
        padding-left: 20px;
      }

      .choice .words {
        display: grid;
      }

      .choice .words > :first-child {
        font-weight: 600;
      }
    `,
  ];

  /** @type {import("lit").PropertyDeclarations} */
  static properties = { opening: { attribute: false } };

  #reason = "";

  constructor() {
    super();
    /** @type {import("./opening.mjs").Opening | undefined} */
    this.opening = undefined;
  }

  /** @param {(signal: AbortSignal) => Promise<unknown>} work */
  async run(work) {
    this.#reason = "";
    await super.run(async (signal) => {
      try {
        await work(signal);
      } catch (error) {
        this.#reason = /** @type {{ reason?: string }} */ (error ?? {}).reason ?? "";
        throw error;
      }
    });
  }

  /** @param {Failure} failure */
  show(failure) {
    const text = REASONS[this.#reason] ?? CODES[failure.code];
    if (failure.code === LOST) this.announce("step-lost");
    super.show(text ? { ...failure, view: "notice", text, fields: [] } : failure);
  }
}
