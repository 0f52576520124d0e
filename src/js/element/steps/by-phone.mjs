// @ts-check
import { html } from "lit";

import { support } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** Steps that the platform may ask for and this version can't show: says so, what happens next and whom to call. */
export class ByPhone extends StepElement {
  static properties = { told: { state: true } };

  constructor() {
    super();
    /** What the last look gave. */
    this.told = "";
  }

  render() {
    const { kind } = this.step;
    const review = kind === "identity_review";
    return this.screen({
      heading: t(review ? "review-title" : "later-title"),
      lead: t(review ? "review-lead" : `later-${kind}`),
      body: html`${
          review
            ? html`<p>${t("review-do")}</p>`
            : html`<div class="head">
                <h3>${t("later-next")}</h3>
                <p>${t("later-call")}</p>
                <p>${t("later-kept")}</p>
              </div>`
        }
        ${support(this.supportPhone)}
        <p class="status" role="status">${this.told}</p>`,
      action: t("later-again"),
      onSubmit: () => this.#look(kind),
    });
  }

  /** @param {string} kind */
  async #look(kind) {
    this.told = "";
    await this.run(async (signal) => {
      await this.onboarding?.refresh({ signal });
    });
    if (!this.failure && this.onboarding?.step.kind === kind) this.told = t("still-same");
  }
}
