// @ts-check
import { css, html } from "lit";

import { choices } from "../parts/choices.mjs";
import { Combobox } from "../parts/combobox.mjs";
import { combobox } from "../style/combobox.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** @typedef {import("../../index.js").Question} Question */

/** So many options fit on a phone as cards; more are a list to type into. */
const MOST_CARDS = 6;

/** What the law asks about the account's use. Questions and options are the platform's. */
export class ExpectedUse extends StepElement {
  static styles = [
    ...StepElement.styles,
    combobox,
    css`
      .questions {
        display: grid;
        gap: 32px;
      }
    `,
  ];

  /** @type {Map<string, string>} chosen options by question */
  #chosen = new Map();
  /** @type {Map<string, Combobox>} */
  #lists = new Map();

  /** @returns {Question[]} */
  get #questions() {
    return this.step.questions;
  }

  render() {
    return this.screen({
      heading: t("use-title"),
      lead: t("use-lead"),
      body: html`<div class="questions">${this.#questions.map((question) => this.#ask(question))}</div>`,
      action: t("use-send"),
      onSubmit: () => this.#send(),
    });
  }

  /** @param {Question} question */
  #ask({ id, text, options }) {
    const common = { field: this.#fieldOf(id), name: `question-${id}`, label: text };
    const error = this.errorOf(common.field);
    if (options.length > MOST_CARDS) {
      const list = this.#listOf(id);
      list.options = options;
      return list.render({ ...common, error, hint: t("use-filter-hint") });
    }
    return choices({
      ...common,
      error,
      value: this.#chosen.get(id) ?? "",
      options: options.map((option) => ({ value: option.id, content: option.text })),
      onChange: (value) => {
        this.#chosen.set(id, value);
        this.requestUpdate();
      },
    });
  }

  /** @param {string} id */
  #listOf(id) {
    const known = this.#lists.get(id);
    if (known) return known;
    const made = new Combobox(this, `list-${this.#lists.size}`);
    this.#lists.set(id, made);
    return made;
  }

  /** @param {string} id */
  #answerTo(id) {
    return this.#lists.get(id)?.value ?? this.#chosen.get(id) ?? "";
  }

  /**
   * Fields are named as the answers in `submit`, so that the platform's errors find them.
   * @param {string} id
   */
  #fieldOf(id) {
    return `answers.${this.#questions.findIndex((question) => question.id === id)}`;
  }

  /** @param {string} field such as `answers.1.optionId` */
  fieldOf(field) {
    const index = /^answers\D*(\d+)/.exec(field)?.[1];
    return index === undefined ? field : `answers.${index}`;
  }

  /** @param {string} field */
  labelOf(field) {
    return this.#questions.find(({ id }) => this.#fieldOf(id) === field)?.text ?? "";
  }

  async #send() {
    const ids = this.#questions.map(({ id }) => id);
    const missing = (/** @type {string} */ field) =>
      ids.some((id) => this.#fieldOf(id) === field && !this.#answerTo(id)) ? "answer_required" : undefined;
    if (
      !this.accepts(
        ids.map((id) => this.#fieldOf(id)),
        missing,
      )
    )
      return;
    const answers = ids.map((id) => ({ questionId: id, optionId: this.#answerTo(id) }));
    await this.run((signal) => this.submit({ kind: "expected_use", answers }, signal));
  }
}
