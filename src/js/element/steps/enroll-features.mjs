// @ts-check
import { css, html, nothing } from "lit";

import { errorUnder } from "../parts/field.mjs";
import { StepElement } from "../step-element.mjs";
import { firstText, t } from "../texts/index.mjs";

/** @typedef {import("../../index.js").Feature} Feature */
/** @typedef {import("../../index.js").FeatureName} FeatureName */

const CONSENT = "eCommunicationsConsent";
/** What a consent on this page cures. */
const CURED_HERE = new Set(["e_communications_consent_missing"]);

/** What the account can do beside: each may be switched on, and none has to be. */
export class EnrollFeatures extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .choice {
        align-items: start;
      }

      .about {
        color: var(--quiet);
        display: block;
        font-size: var(--text-small);
      }
    `,
  ];

  /** @type {Set<string>} */
  #chosen = new Set();
  #consents = false;

  /** @returns {Feature[]} */
  get #features() {
    return this.step.features ?? [];
  }

  get #needsConsent() {
    return this.#chosen.has("savings");
  }

  render() {
    return this.screen({
      heading: t("features-title"),
      lead: t("features-lead"),
      body: html`<fieldset class="field">
          <legend class="unseen">${t("features-title")}</legend>
          <div class="choices">${this.#features.map((feature) => this.#feature(feature))}</div>
        </fieldset>
        ${this.#needsConsent ? this.#consent() : nothing}`,
      action: t("features-send"),
      more: html`<button class="button plain" type="button" @click=${() => this.#send([])}>
        ${t("features-later")}
      </button>`,
      onSubmit: () => this.#check(),
    });
  }

  /** @param {Feature} feature */
  #feature({ feature, state, missing = [] }) {
    const enrolled = state === "enrolled";
    const open = !enrolled && missing.every((code) => CURED_HERE.has(code));
    const about = enrolled
      ? t("feature-on")
      : open
        ? firstText([`feature-${feature}-about`, "feature-other-about"])
        : t("feature-not-yet");
    return html`<label class="choice">
      <input
        type="checkbox"
        name=${`feature-${feature}`}
        .checked=${enrolled || this.#chosen.has(feature)}
        ?disabled=${!open}
        @change=${(/** @type {Event} */ event) => {
          if (/** @type {HTMLInputElement} */ (event.target).checked) this.#chosen.add(feature);
          else this.#chosen.delete(feature);
          this.requestUpdate();
        }}
      />
      <span>
        ${firstText([`feature-${feature}`, "feature-other"], { name: feature })}
        <span class="about">${about}</span>
      </span>
    </label>`;
  }

  #consent() {
    const error = this.errorOf(CONSENT);
    return html`<div class="field">
      <label class="choice">
        <input
          id=${CONSENT}
          type="checkbox"
          name=${CONSENT}
          .checked=${this.#consents}
          aria-invalid=${error ? "true" : "false"}
          aria-describedby=${error ? `${CONSENT}-error` : nothing}
          @change=${(/** @type {Event} */ event) => {
            this.#consents = /** @type {HTMLInputElement} */ (event.target).checked;
          }}
        />
        <span>${t("features-consent")}</span>
      </label>
      ${errorUnder(CONSENT, error)}
    </div>`;
  }

  async #check() {
    const consent = () => (this.#needsConsent && !this.#consents ? "required" : undefined);
    if (!this.accepts([CONSENT], consent)) return;
    await this.#send([...this.#chosen]);
  }

  /** @param {string[]} chosen */
  async #send(chosen) {
    const features = /** @type {FeatureName[]} */ (chosen);
    const consents = features.includes("savings") && this.#consents;
    await this.run((signal) =>
      this.submit({ kind: "enroll_features", features, ...(consents && { eCommunicationsConsent: true }) }, signal),
    );
  }
}
