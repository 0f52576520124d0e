// @ts-check
import { html } from "lit";

import { choices } from "../../src/js/element/parts/choices.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";

/** Who the account is for, and which one it is. */
export class Kind extends AccountStep {
  static properties = { draft: { attribute: false } };

  constructor() {
    super();
    /** @type {import("./draft.mjs").Draft | undefined} */
    this.draft = undefined;
  }

  render() {
    return this.screen({
      heading: t("acct-kind-title"),
      lead: t("acct-kind-lead"),
      body: html`${this.#choice("who", ["individual", "business"])} ${this.#choice("what", ["deposit", "clearing"])}`,
      action: t("continue"),
      onSubmit: () => {
        const missing = (/** @type {string} */ field) => (this.#valueOf(field) ? undefined : "required");
        if (this.accepts(["who", "what"], missing)) this.announce("step-done");
      },
    });
  }

  /**
   * @param {"who" | "what"} name
   * @param {string[]} values
   */
  #choice(name, values) {
    return choices({
      field: name,
      name,
      label: t(`acct-${name}`),
      value: this.#valueOf(name),
      error: this.errorOf(name),
      options: values.map((value) => ({
        value,
        content: html`<span class="words">
          <span>${t(`acct-${name}-${value}`)}</span>
          <span class="hint">${t(`acct-${name}-${value}-more`)}</span>
        </span>`,
      })),
      onChange: (value) => {
        if (this.draft) /** @type {Record<string, unknown>} */ (this.draft)[name] = value;
        this.requestUpdate();
      },
    });
  }

  /** @param {string} name */
  #valueOf(name) {
    return String(/** @type {any} */ (this.draft)?.[name] ?? "");
  }
}
