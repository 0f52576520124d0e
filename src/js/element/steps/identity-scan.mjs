// @ts-check
import { css, html, nothing } from "lit";

import { weigh } from "../failure.mjs";
import { infoIcon } from "../parts/icons.mjs";
import { deskNotice } from "../parts/letterbox.mjs";
import { notice, support } from "../parts/notice.mjs";
import { t } from "../texts/index.mjs";
import { WaitingStep } from "../waiting-step.mjs";

/** Looks after which a person is told what to do if it takes long: some two minutes. */
const LONG_AFTER_LOOKS = 5;

/** A scan of an identity document by the platform's own means: this page explains it, hands it over, and waits. */
export class IdentityScan extends WaitingStep {
  static styles = [
    ...WaitingStep.styles,
    css`
      ol {
        display: grid;
        gap: 8px;
        margin: 0;
        padding-left: 24px;
      }

      .part {
        display: grid;
        gap: 8px;
      }

      code {
        font:
          600 var(--text-base) / 1.5 ui-monospace,
          "SF Mono",
          Menlo,
          Consolas,
          monospace;
        overflow-wrap: anywhere;
      }
    `,
  ];

  static properties = { scan: { state: true }, failed: { state: true }, long: { state: true } };

  constructor() {
    super();
    /** @type {import("../../index.js").IdentityScan | undefined} */
    this.scan = undefined;
    /** Whether a scan before this one did not work. */
    this.failed = false;
    this.long = false;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.scan) void this.updateComplete.then(() => this.#begin());
  }

  render() {
    return this.screen({
      heading: t("scan-title"),
      lead: t("scan-lead"),
      body: html`${this.failed ? this.#failedNotice() : nothing}
        <div class="part">
          <h3>${t("scan-how")}</h3>
          <ol>
            <li>${t("scan-how-card")}</li>
            <li>${t("scan-how-phone")}</li>
            <li>${t("scan-how-back")}</li>
          </ol>
        </div>
        ${this.scan ? this.#number(this.scan.identityScanId) : html`<p class="quiet">${t("waiting-load")}</p>`}
        ${deskNotice(this.letterbox)}
        <p class="quiet">${t("scan-leave")}</p>
        <p class="status" role="status">${this.told}</p>
        ${this.long ? this.#longPart() : nothing}`,
      action: t("scan-done"),
      onSubmit: () => this.lookNow(t("scan-not-yet")),
    });
  }

  /** @param {string} id */
  #number(id) {
    return html`<div class="part">
      <h3>${t("scan-number")}</h3>
      <p><code data-scan=${id}>${id}</code></p>
      <p class="quiet">${t("scan-number-hint")}</p>
    </div>`;
  }

  #failedNotice() {
    return notice({
      tone: "warning",
      icon: infoIcon(),
      code: "identity_scan_failed",
      content: html`<strong>${t("scan-failed.title")}</strong>
        <p>${t("scan-failed.text")}</p>`,
    });
  }

  #longPart() {
    return html`<div class="part">
      <h3>${t("scan-long")}</h3>
      <p>${t("scan-long-text")}</p>
      ${support(this.supportPhone)}
    </div>`;
  }

  async #begin() {
    try {
      await this.waiting.run((signal) => this.lookCloser(signal));
    } catch (error) {
      this.show(weigh(error, "step"));
    }
  }

  /**
   * The scan that waits now. Another than before: that one failed, or its time was over.
   * @param {AbortSignal} [signal]
   */
  async lookCloser(signal) {
    const personId = this.onboarding?.ids.personId;
    if (!personId) return;
    const scan = await this.client?.people.identityScan(personId, { ...(signal && { signal }) });
    const id = scan?.identityScanId;
    const isNew = id !== this.scan?.identityScanId;
    if (isNew && this.scan) this.failed = true;
    // The page may hand it to the platform's own scanner.
    if (isNew && id) this.announce("step-scan", { identityScanId: id });
    if (isNew) this.told = "";
    this.scan = scan;
    this.long = this.looking.looks >= LONG_AFTER_LOOKS;
  }
}
