// @ts-check
import { css, html, nothing } from "lit";

import { lockIcon } from "../parts/icons.mjs";
import { letterboxNotice } from "../parts/letterbox.mjs";
import { notice } from "../parts/notice.mjs";
import { digitsOf, formatInPlace, secretField } from "../parts/secret-field.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** @typedef {"cvc" | "pin" | "pinAgain"} Secret */

const LENGTH = { cvc: 3, pin: 4, pinAgain: 4 };

/** The card's security code, and a PIN, twice. */
export class ActivateCard extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .control {
        max-width: 224px;
      }
    `,
  ];

  static properties = { shown: { state: true } };

  /** @type {Record<Secret, string>} */
  #draft = { cvc: "", pin: "", pinAgain: "" };

  constructor() {
    super();
    /** @type {ReadonlySet<Secret>} */
    this.shown = new Set();
  }

  render() {
    const { card } = this.step;
    return this.screen({
      eyebrow: card.panLast4 ? t("activate-card", { last4: card.panLast4 }) : "",
      heading: t("activate-title"),
      lead: t("activate-lead"),
      body: html`${this.#secret("cvc", "cvc", "cvc-hint")} ${this.#secret("pin", "pin", "pin-hint")}
      ${this.#secret("pinAgain", "pin-again")}
      ${notice({ tone: "sealed", icon: lockIcon(), content: html`<p>${t("activate-sealed")}</p>` })}
      ${letterboxNotice(this.letterbox, card.id)}`,
      action: t("activate-send"),
      more: nothing,
      onSubmit: () => this.#send(),
    });
  }

  /**
   * @param {Secret} name
   * @param {string} label
   * @param {string} [hint]
   */
  #secret(name, label, hint) {
    return secretField({
      field: name,
      name,
      label: t(label),
      hint: hint && t(hint),
      value: this.#draft[name],
      error: this.errorOf(name),
      inputmode: "numeric",
      last: name === "pinAgain",
      shown: this.shown.has(name),
      onReveal: () => {
        const others = [...this.shown].filter((other) => other !== name);
        this.shown = new Set(this.shown.has(name) ? others : [...others, name]);
      },
      onInput: (event) => {
        const input = /** @type {HTMLInputElement} */ (event.target);
        this.#draft[name] = formatInPlace(input, (text) => digitsOf(text, LENGTH[name]));
      },
    });
  }

  async #send() {
    const { cvc, pin } = this.#draft;
    if (!this.accepts(["cvc", "pin", "pinAgain"], (field) => this.#check(/** @type {Secret} */ (field)))) return;
    await this.run((signal) => this.submit({ kind: "activate_card", cvc, pin }, signal));
    if (this.failure?.code.startsWith("verification_")) await this.#askCvcAgain();
  }

  /** A wrong code is dropped. The PIN stays in its fields: it was not taken yet, and nobody wants to type it twice more. */
  async #askCvcAgain() {
    this.#draft.cvc = "";
    this.requestUpdate();
    await this.updateComplete;
    this.focusField("cvc");
  }

  /** @param {Secret} name */
  #check(name) {
    const { [name]: text, pin } = this.#draft;
    if (text === "") return "required";
    if (name === "pinAgain") return text === pin ? undefined : "mismatch";
    if (text.length === LENGTH[name]) return undefined;
    return name === "cvc" ? "cvc_form" : "pin_form";
  }

  dropSecrets() {
    this.#draft = { cvc: "", pin: "", pinAgain: "" };
    this.shown = new Set();
  }
}
