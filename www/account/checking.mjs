// @ts-check
import { css, html, nothing } from "lit";

import { support } from "../../src/js/element/parts/notice.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";

/** While the platform checks: seconds mostly, longer when a person looks at it. */
export class Checking extends AccountStep {
  static styles = [
    ...AccountStep.styles,
    css`
      .line {
        align-items: center;
        color: var(--accent);
        display: flex;
        gap: 12px;
        min-height: 48px;
      }
    `,
  ];

  static properties = { isReview: { state: true }, isSame: { state: true } };

  constructor() {
    super();
    /** Whether it takes longer than a person waits for. */
    this.isReview = false;
    /** Whether a look brought nothing new. */
    this.isSame = false;
  }

  firstUpdated() {
    void this.#wait();
  }

  async #wait() {
    await this.run(async (signal) => {
      const account = await this.opening?.outcome({ signal });
      this.announce("step-outcome", account);
    });
  }

  render() {
    return this.isReview ? this.#review() : this.#checks();
  }

  #checks() {
    return html`<div class="end">
      ${this.head({ heading: t("acct-checking-title"), lead: t("acct-checking-lead") })} ${this.problems()}
      <div class="line">
        ${this.waiting.busy ? html`<span class="spinner"></span>` : nothing}
        <p class="status" role="status">${this.waiting.busy ? t("acct-checking") : ""}</p>
      </div>
      ${
        this.waiting.busy
          ? nothing
          : html`<div class="actions">
              <button class="button main" type="button" @click=${() => this.#wait()}>${t("acct-review-again")}</button>
            </div>`
      }
    </div>`;
  }

  #review() {
    return this.screen({
      heading: t("acct-review-title"),
      lead: t("acct-review-lead"),
      body: html`<p>${t("acct-review-leave")}</p>
        <p role="status">${this.isSame && !this.waiting.busy ? t("acct-review-same") : ""}</p>
        ${support(this.supportPhone)}`,
      action: t("acct-review-again"),
      onSubmit: () => this.#wait(),
    });
  }

  /**
   * Checks that take longer are no failure.
   * @param {import("../../src/js/element/failure.mjs").Failure} failure
   */
  show(failure) {
    if (failure.code !== "timed_out") return super.show(failure);
    this.isSame = this.isReview;
    if (this.isReview) return;
    this.isReview = true;
    void this.focusHeading();
  }
}
