// @ts-check
import { html, nothing } from "lit";

import { agreementText } from "../../src/js/element/agreement-text.mjs";
import { choices } from "../../src/js/element/parts/choices.mjs";
import { errorUnder } from "../../src/js/element/parts/field.mjs";
import { alertIcon } from "../../src/js/element/parts/icons.mjs";
import { notice } from "../../src/js/element/parts/notice.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";
import { agreementStyle } from "./agreement-style.mjs";
import { canMend } from "./missing.mjs";
import { agreementPdf } from "./pdf.mjs";
import { checkPdf, pdfField } from "./pdf-field.mjs";

/** @typedef {Awaited<ReturnType<import("./opening.mjs").Opening["agreement"]>>} Mandate */

/** So near to the end is the end: zoomed pages scroll in fractions of a pixel. */
const NEAR_PX = 4;

/** The mandate of this account: shown, scrolled to its end, accepted by a press of the button. Then the account is opened. */
export class Agreement extends AccountStep {
  static styles = [...AccountStep.styles, agreementStyle];

  static properties = {
    mandate: { state: true },
    unread: { state: true },
    isRead: { state: true },
    mode: { state: true },
    owner: { state: true },
    file: { state: true },
  };

  /** The press of the button by a person: a script's click is none. @type {MouseEvent | undefined} */
  #press = undefined;

  constructor() {
    super();
    /** @type {Mandate | undefined} */
    this.mandate = undefined;
    /** Whether the text could not be loaded. */
    this.unread = false;
    this.isRead = false;
    /** @type {"CLICKWRAP" | "WETSIGN"} */
    this.mode = "CLICKWRAP";
    /** External id of the owner who accepts. */
    this.owner = "";
    /** @type {File | undefined} */
    this.file = undefined;
  }

  firstUpdated() {
    void this.#load();
  }

  updated() {
    // A short text is read without scrolling.
    if (this.mandate && !this.isRead) this.#look();
  }

  async #load() {
    this.unread = false;
    this.mandate = undefined;
    this.isRead = false;
    try {
      this.mandate = await this.waiting.run(async (signal) => this.opening?.agreement({ signal }));
    } catch {
      this.unread = true;
    }
  }

  get #isDeposit() {
    return this.opening?.what === "deposit";
  }

  get #owners() {
    return this.opening?.who === "business" ? (this.opening.owners ?? []) : [];
  }

  render() {
    const action = this.mode === "WETSIGN" ? "acct-agreement-hand-in" : "acct-agreement-accept";
    return html`<div @click=${this.#onClick}>
      ${this.screen({
        heading: this.mandate?.agreement.title ?? t("acct-journey-agreement"),
        lead: t("acct-agreement-lead"),
        body: html`${this.unread ? this.#unreadNotice() : this.#text()} ${this.#who()} ${this.#how()}
          <p class="quiet">${t("acct-agreement-note")}</p>`,
        action: t(action),
        onSubmit: () => this.#submit(),
      })}
    </div>`;
  }

  #text() {
    const { agreement, document } = this.mandate ?? {};
    return html`<div class="reading">
      <div
        id="read"
        class="text"
        tabindex="0"
        role="region"
        aria-label=${t("agreement-text", { title: agreement?.title ?? "" })}
        aria-busy=${document ? "false" : "true"}
        @scroll=${() => this.#look()}
      >
        ${document ? agreementText(document.text) : html`<p class="quiet">${t("waiting-load")}</p>`}
      </div>
      <p class="hint" role="status">
        ${document ? t(this.isRead ? "acct-agreement-read" : "acct-agreement-unread") : ""}
      </p>
      ${errorUnder("read", this.errorOf("read"))}
      ${
        agreement
          ? html`<a class="open" href=${agreement.url} target="_blank" rel="noopener"
              >${t("agreement-open")}<span class="unseen">, ${t("new-tab")}</span></a
            >`
          : nothing
      }
    </div>`;
  }

  #look() {
    const box = this.renderRoot.querySelector("#read");
    if (box && box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR_PX) this.isRead = true;
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

  /** Who accepts for a company; nobody has to choose from one. */
  #who() {
    if (this.#owners.length < 2) return nothing;
    return choices({
      field: "acceptedBy",
      name: "acceptedBy",
      label: t("acct-agreement-by"),
      value: this.owner,
      error: this.errorOf("acceptedBy"),
      options: this.#owners.map(({ externalId, name }) => ({ value: externalId, content: html`<span>${name}</span>` })),
      onChange: (value) => {
        this.owner = value;
      },
    });
  }

  /** By click or on paper. A clearing account takes no document, so there a click is all. */
  #how() {
    if (!this.#isDeposit) return nothing;
    const option = (/** @type {string} */ value, /** @type {string} */ id) => ({
      value,
      content: html`<span class="words">
        <span>${t(`acct-agreement-${id}`)}</span>
        <span class="hint">${t(`acct-agreement-${id}-more`)}</span>
      </span>`,
    });
    return html`${choices({
      field: "mode",
      name: "mode",
      label: t("acct-agreement-how"),
      value: this.mode,
      options: [option("CLICKWRAP", "click"), option("WETSIGN", "paper")],
      onChange: (value) => {
        this.mode = value === "WETSIGN" ? "WETSIGN" : "CLICKWRAP";
      },
    })}
    ${
      this.mode === "WETSIGN"
        ? pdfField(this.file, this.errorOf("signedAgreement"), (file) => {
            this.file = file;
          })
        : nothing
    }`;
  }

  #onClick = (/** @type {MouseEvent} */ event) => {
    const [pressed] = event.composedPath();
    const isButton = pressed instanceof Element && pressed.closest("button[type=submit]");
    this.#press = event.isTrusted && isButton ? event : undefined;
  };

  async #submit() {
    const click = this.#press;
    this.#press = undefined;
    const { mandate } = this;
    if (!click || !mandate) {
      // Nothing was shown yet: the region says that it loads, or the way to load it again stands in its place.
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("#read, .notice button"))?.focus();
      return;
    }
    const problem = this.mode === "WETSIGN" ? await checkPdf(this.file) : undefined;
    const [only] = this.#owners;
    const owner = this.#owners.length > 1 ? this.owner : only?.externalId;
    const isUnsaid = this.#owners.length > 0 && !owner;
    const wrong = { read: !this.isRead && "required", acceptedBy: isUnsaid && "required", signedAgreement: problem };
    const codes = /** @type {Record<string, string | false | undefined>} */ (wrong);
    if (!this.accepts(Object.keys(wrong), (field) => codes[field] || undefined)) return;
    await this.run((signal) => this.#accept(mandate, click, owner, signal));
  }

  /**
   * @param {Mandate} mandate
   * @param {MouseEvent} click
   * @param {string | undefined} owner
   * @param {AbortSignal} signal
   */
  async #accept({ agreement, document }, click, owner, signal) {
    const { opening, mode, file } = this;
    const { sha256: documentSha256 } = document;
    const receipt = await opening?.accept({ agreement, documentSha256, mode, click, owner }, { signal });
    if (!opening || !receipt) return;
    if (this.#isDeposit) {
      opening.signed = { content: (mode === "WETSIGN" && file) || acceptedPdf(agreement, document.text, receipt) };
    }
    await opening.open({ signal });
  }

  /**
   * What is missing of the customer has a step of its own; a text that changed is shown anew.
   * @param {import("../../src/js/element/failure.mjs").Failure} failure
   */
  show(failure) {
    const { fields } = failure;
    if (fields.some(({ code }) => code === "document_changed")) {
      this.failure = { ...failure, text: "agreement_changed", fields: [] };
      void this.#load();
    } else if (fields.some(({ field }) => field.startsWith("linkedDocument"))) {
      this.setErrors([{ field: "signedAgreement", code: "pdf_form" }]);
    } else if (fields.length > 0 && canMend(fields)) {
      this.announce("step-missing", fields);
    } else super.show(fields.length > 0 ? { ...failure, view: "notice", text: "failed", fields: [] } : failure);
  }
}

/**
 * The accepted text with its receipt: what a deposit account links.
 * @param {Mandate["agreement"]} agreement
 * @param {string} text
 * @param {import("@portico/web-sdk").PassportReceipt} receipt
 */
function acceptedPdf({ title, version, locale }, text, receipt) {
  return agreementPdf({
    title,
    text,
    notes: [
      `${title}, version ${version}, ${locale}`,
      `SHA-256 of the text: ${receipt.documentSha256}`,
      `Accepted at ${receipt.acceptedAt} (${receipt.acceptanceMode}), receipt ${receipt.id}`,
    ],
  });
}
