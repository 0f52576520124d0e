// @ts-check
import { css, html, nothing } from "lit";

import { agreementText } from "../agreement-text.mjs";
import { alertIcon } from "../parts/icons.mjs";
import { notice, support } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** @typedef {import("../../index.js").AgreementText} AgreementText */

/** The agreements, one at a time: read here, then accepted or kindly declined. */
export class AcceptAgreements extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .text {
        background: var(--surface);
        border: 1px solid var(--border);
        border-radius: var(--radius);
        display: grid;
        gap: 12px;
        height: clamp(240px, 48vh, 440px);
        overflow-y: auto;
        overscroll-behavior: contain;
        align-content: start;
        padding: 20px;
      }

      .text:focus-visible {
        border-radius: var(--radius);
      }

      .text h3:not(:first-child) {
        margin-top: 8px;
      }

      .text p,
      .text li {
        font-size: 1rem;
        overflow-wrap: anywhere;
      }

      .text ul {
        padding-left: 20px;
      }

      .open {
        align-items: center;
        display: inline-flex;
        font-size: var(--text-small);
        justify-self: start;
        min-height: 44px;
      }

      .reading {
        display: grid;
        gap: 4px;
      }
    `,
  ];

  static properties = { document: { state: true }, unread: { state: true }, refused: { state: true } };

  #loading = "";

  constructor() {
    super();
    /** @type {AgreementText | undefined} */
    this.document = undefined;
    /** Whether the text could not be loaded. */
    this.unread = false;
    this.refused = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("step") && this.#agreement?.id !== this.#loading) void this.#load();
  }

  /** The first that is not accepted yet. */
  get #agreement() {
    const { agreements } = /** @type {Extract<import("../../index.js").Step, { kind: "accept_agreements" }>} */ (
      this.step
    );
    return agreements.find(({ accepted }) => !accepted);
  }

  async #load() {
    const agreement = this.#agreement;
    this.document = undefined;
    this.unread = false;
    this.#loading = agreement?.id ?? "";
    if (!agreement) return;
    try {
      const document = await this.client?.agreements.document(agreement);
      if (this.#loading === agreement.id) this.document = document;
    } catch {
      if (this.#loading === agreement.id) this.unread = true;
    }
  }

  render() {
    const agreement = this.#agreement;
    if (!agreement) return nothing;
    if (this.refused) return this.#refusedScreen();
    const { agreements } = this.step;
    const current = agreements.filter((/** @type {{ accepted: boolean }} */ { accepted }) => accepted).length + 1;
    return this.screen({
      eyebrow: t("agreement-of", { current, total: agreements.length }),
      heading: agreement.description,
      lead: t("agreement-lead"),
      body: html`${this.#text(agreement)}
        <p class="quiet">${t("agreement-note")}</p>`,
      action: t("agreement-accept"),
      more: html`<button class="button plain" type="button" @click=${() => this.#refuse(agreement.id)}>
        ${t("agreement-refuse")}
      </button>`,
      onSubmit: () => this.#accept(agreement.id),
    });
  }

  /** @param {import("../../index.js").Agreement} agreement */
  #text(agreement) {
    if (this.unread) return this.#unreadNotice();
    const url = agreement.documents[0]?.files[0]?.url;
    return html`<div class="reading">
      <div
        class="text"
        tabindex="0"
        role="region"
        aria-label=${t("agreement-text", { title: agreement.description })}
        aria-busy=${this.document ? "false" : "true"}
      >
        ${this.document ? this.#blocks(this.document) : html`<p class="quiet">${t("waiting-load")}</p>`}
      </div>
      ${
        url
          ? html`<a class="open" href=${url} target="_blank" rel="noopener"
              >${t("agreement-open")}<span class="unseen">, ${t("new-tab")}</span></a
            >`
          : nothing
      }
    </div>`;
  }

  /** @param {AgreementText} document */
  #blocks({ contentType, text }) {
    return contentType.startsWith("text/plain") ? agreementText(text) : html`<p>${t("agreement-elsewhere")}</p>`;
  }

  #unreadNotice() {
    return notice({
      tone: "danger",
      icon: alertIcon(),
      code: "agreement_unread",
      content: html`<strong>${t("notice-text.title")}</strong>
        <p>${t("notice-text.text")}</p>
        <button class="button" type="button" @click=${() => this.#load()}>${t("notice-reload")}</button>`,
    });
  }

  /** @param {string} id */
  async #accept(id) {
    const documentSha256 = this.document?.sha256;
    if (!documentSha256) {
      // Nothing was shown yet: the region says that it loads, or the way to load it again stands in its place.
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".text, .notice button"))?.focus();
      return;
    }
    await this.run((signal) =>
      this.submit({ kind: "accept_agreements", accepted: true, agreements: [{ id, documentSha256 }] }, signal),
    );
    if (!this.failure && this.#agreement) void this.focusHeading();
  }

  /**
   * A text that changed since it was shown is not accepted: the new one is shown.
   * @param {import("../failure.mjs").Failure} failure
   */
  show(failure) {
    if (!failure.fields.some(({ code }) => code === "document_changed")) return super.show(failure);
    this.failure = { ...failure, text: "document_changed", fields: [] };
    void this.#load();
  }

  /** @param {string} id */
  async #refuse(id) {
    try {
      const agreements = [{ id, documentSha256: this.document?.sha256 ?? "" }];
      await this.onboarding?.submit({ kind: "accept_agreements", accepted: false, agreements });
    } catch {
      // The answer to a decline is always an error: nothing is sent, and onboarding stays here.
    }
    this.refused = true;
    void this.focusHeading();
  }

  #refusedScreen() {
    return this.screen({
      heading: t("refused-title"),
      body: html`<p>${t("refused-text")}</p>
        <p>${t("refused-kept")}</p>
        ${support(this.supportPhone)}`,
      action: t("refused-back"),
      onSubmit: () => {
        this.refused = false;
        void this.focusHeading();
      },
    });
  }
}
