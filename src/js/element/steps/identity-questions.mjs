// @ts-check
import { css, html, nothing } from "lit";

import { weigh } from "../failure.mjs";
import { choices } from "../parts/choices.mjs";
import { alertIcon, clockIcon, infoIcon, lockIcon } from "../parts/icons.mjs";
import { notice } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** @typedef {import("../../index.js").IdentityQuestions} Questions */

/** How long the platform takes answers to a set, in seconds. */
const OPEN_S = 600;

/**
 * Questions that only this person can answer. They come sealed for this browser, and they and the answers are dropped as soon
 * as they are sent, or their time is over.
 */
export class IdentityQuestions extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .questions {
        display: grid;
        gap: 32px;
      }

      .left {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `,
  ];

  static properties = { set: { state: true }, over: { state: true }, wrong: { state: true }, left: { state: true } };

  /** @type {Map<string, string>} chosen answers by question */
  #chosen = new Map();
  /** When the set ends, by this page's own clock, which nobody turns back. */
  #ends = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  constructor() {
    super();
    /** @type {Questions | undefined} */
    this.set = undefined;
    /** Whether the time of the last set is over. */
    this.over = false;
    /** Whether the last answers did not fit. */
    this.wrong = false;
    /** Seconds that are left. */
    this.left = OPEN_S;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ticking = setInterval(() => this.#tick(), 1000);
    if (!this.set && !this.over) void this.updateComplete.then(() => this.#open());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  render() {
    if (this.over) return this.#overScreen();
    return this.screen({
      heading: t("questions-title"),
      lead: t("questions-lead"),
      body: html`${this.wrong ? this.#wrongNotice() : nothing} ${this.set ? this.#questions(this.set) : this.#none()}`,
      action: t("questions-send"),
      onSubmit: () => this.#send(),
    });
  }

  /** @param {Questions} set */
  #questions({ questions }) {
    return html`<p class="quiet left" role="timer">${clockIcon()}<span>${this.#leftInWords()}</span></p>
      <p class="unseen" role="status">${this.left <= 60 ? t("questions-left-last") : ""}</p>
      <div class="questions">
        ${questions.map(({ id, question, answerOptions }) =>
          choices({
            field: this.#fieldOf(id),
            name: `question-${id}`,
            label: question,
            error: this.errorOf(this.#fieldOf(id)),
            value: this.#chosen.get(id) ?? "",
            options: answerOptions.map(({ answerId, text }) => ({ value: answerId, content: text })),
            onChange: (value) => {
              this.#chosen.set(id, value);
              this.requestUpdate();
            },
          }),
        )}
      </div>
      ${notice({ tone: "sealed", icon: lockIcon(), content: html`<p>${t("questions-sealed")}</p>` })}`;
  }

  #leftInWords() {
    return this.left <= 60 ? t("questions-left-last") : t("questions-left", { minutes: Math.ceil(this.left / 60) });
  }

  /** While they come, or when they did not. */
  #none() {
    if (!this.failure) return html`<p class="quiet" role="status">${t("waiting-load")}</p>`;
    return nothing;
  }

  #wrongNotice() {
    return notice({
      tone: "warning",
      icon: infoIcon(),
      code: "identity_answers_wrong",
      content: html`<strong>${t("questions-wrong.title")}</strong>
        <p>${t("questions-wrong.text")}</p>`,
    });
  }

  #overScreen() {
    return this.screen({
      heading: t("questions-over-title"),
      lead: t("questions-over-lead"),
      body: notice({
        tone: "info",
        icon: alertIcon(),
        code: "identity_questions_expired",
        content: html`<p>${t("questions-over-text")}</p>`,
      }),
      action: t("questions-new"),
      onSubmit: () => this.#open(),
    });
  }

  /** Opens a set: the one that is still open at the platform, or a new one. */
  async #open() {
    const personId = this.onboarding?.ids.personId;
    if (!personId || this.waiting.busy) return;
    const wasOver = this.over;
    this.failure = undefined;
    try {
      const set = await this.waiting.run(async (signal) => this.client?.people.identityQuestions(personId, { signal }));
      this.set = set;
      this.over = false;
      this.#begin(set?.expiresAt);
      if (wasOver) void this.focusHeading();
    } catch (error) {
      this.show(weigh(error, "step"));
    }
  }

  /**
   * The device's clock may be wrong, so that a time that can't be is taken for a whole one; the platform knows better in any case.
   * @param {string} [expiresAt]
   */
  #begin(expiresAt) {
    const told = (Date.parse(expiresAt ?? "") - Date.now()) / 1000;
    const seconds = told > 0 && told <= OPEN_S ? told : OPEN_S;
    this.#ends = performance.now() + seconds * 1000;
    this.left = seconds;
  }

  #tick() {
    if (!this.set || this.waiting.busy) return;
    const left = (this.#ends - performance.now()) / 1000;
    if (left <= 0) return this.#end();
    // What is shown changes by the minute, so that nothing flickers and nobody is hurried.
    if (Math.ceil(left / 60) !== Math.ceil(this.left / 60)) this.left = left;
  }

  #end() {
    this.dropSecrets();
    this.wrong = false;
    this.failure = undefined;
    this.errors = new Map();
    this.over = true;
    void this.focusHeading();
  }

  /** @param {string} id */
  #fieldOf(id) {
    return `answers.${(this.set?.questions ?? []).findIndex((question) => question.id === id)}`;
  }

  /** @param {string} field such as `answers.1.answerId` */
  fieldOf(field) {
    const index = /answers\D*(\d+)/.exec(field)?.[1];
    return index === undefined ? field : `answers.${index}`;
  }

  /** @param {string} field */
  labelOf(field) {
    return this.set?.questions.find(({ id }) => this.#fieldOf(id) === field)?.question ?? "";
  }

  async #send() {
    if (!this.set) return this.#open();
    const ids = this.set.questions.map(({ id }) => id);
    const fields = new Map(ids.map((id) => [this.#fieldOf(id), id]));
    const missing = (/** @type {string} */ field) =>
      this.#chosen.has(fields.get(field) ?? "") ? undefined : "answer_required";
    if (!this.accepts([...fields.keys()], missing)) return;
    const answers = ids.map((id) => ({ questionId: id, answerId: this.#chosen.get(id) ?? "" }));
    await this.run((signal) => this.submit({ kind: "identity_questions", answers }, signal));
    if (this.failure || this.over || this.errors.size > 0) return;
    if (this.isConnected && this.onboarding?.step.kind === "identity_questions") await this.#again();
  }

  /** The answers did not fit, and there is another try. */
  async #again() {
    this.wrong = true;
    await this.#open();
    void this.focusHeading();
  }

  /** @param {import("../failure.mjs").Failure} failure */
  show(failure) {
    if (failure.code === "identity_questions_expired") return this.#end();
    // What is open is not what was answered: another tab has had new ones, or these were answered already.
    if (failure.fields.some(({ code }) => code === "option_unknown")) {
      this.dropSecrets();
      return void this.#again();
    }
    super.show(failure);
  }

  dropSecrets() {
    this.set = undefined;
    this.#chosen = new Map();
  }
}
