// @ts-check
import { html, LitElement, nothing } from "lit";

import { weigh } from "./failure.mjs";
import { idOf } from "./parts/field.mjs";
import { alertIcon, clockIcon } from "./parts/icons.mjs";
import { notice, reference, summary } from "./parts/notice.mjs";
import { base } from "./style/theme.mjs";
import { form } from "./style/form.mjs";
import { surface } from "./style/surface.mjs";
import { firstText, t } from "./texts/index.mjs";
import { Waiting } from "./waiting.mjs";

/** @typedef {import("../index.js").Step} Step */
/** @typedef {import("./failure.mjs").Failure} Failure */

/**
 * What every step has: the frame of a screen, its errors, its waiting, and where the focus goes.
 *
 * A step never decides what comes next: it submits, and the drop-in element shows what the platform answers.
 */
export class StepElement extends LitElement {
  static styles = [base, form, surface];

  /** @type {import("lit").PropertyDeclarations} */
  static properties = {
    client: { attribute: false },
    onboarding: { attribute: false },
    step: { attribute: false },
    letterbox: { attribute: false },
    supportPhone: { attribute: false },
    failure: { state: true },
    errors: { state: true },
  };

  waiting = new Waiting(this);

  constructor() {
    super();
    /** @type {import("../index.js").Portico | undefined} */
    this.client = undefined;
    /** @type {import("../index.js").Onboarding | undefined} */
    this.onboarding = undefined;
    /** @type {any} the step, of the kind that the subclass shows */
    this.step = undefined;
    this.letterbox = "";
    this.supportPhone = "";
    /** @type {Failure | undefined} */
    this.failure = undefined;
    /** What is wrong, by the field's name in the package's types, in the order of the screen. @type {Map<string, string>} */
    this.errors = new Map();
    this.errorOf = (/** @type {string} */ field) => this.errors.get(field);
  }

  /** Forgets what the platform opens alone: called when the step is done or goes away. */
  dropSecrets() {}

  disconnectedCallback() {
    super.disconnectedCallback();
    this.dropSecrets();
  }

  /** A new screen begins for eye and ear at its heading. */
  async focusHeading() {
    await this.updateComplete;
    this.renderRoot.querySelector("h2")?.focus();
  }

  /**
   * Shows what the person left out. Gives whether the way is free.
   * @param {string[]} fields those that this screen checks, in order
   * @param {(field: string) => string | undefined} check the code of the rule that a field breaks
   */
  accepts(fields, check) {
    const wrong = fields.map((field) => ({ field, code: check(field) ?? "" })).filter(({ code }) => code);
    this.failure = undefined;
    this.setErrors(wrong);
    return wrong.length === 0;
  }

  /**
   * Puts errors beside their fields and the focus into the first.
   * @param {{ field: string, code: string }[]} wrong
   */
  setErrors(wrong) {
    this.errors = new Map(
      wrong.map(({ field, code }) => [
        this.fieldOf(field),
        firstText([`error-${idOf(this.fieldOf(field))}-${code}`, `error-${code}`, "error-required"]),
      ]),
    );
    if (wrong.length > 0) void this.#focusFirstError();
  }

  /**
   * The screen's own field for one of the platform's names.
   * @param {string} field
   */
  fieldOf(field) {
    return field;
  }

  /**
   * What a field's error needs before it to be understood away from the field. Mostly nothing.
   * @param {string} _field
   */
  labelOf(_field) {
    return "";
  }

  /** Brings up the screen with the first error, where a step has more than one. */
  showFirstError() {}

  /**
   * Submits, and says what came of it: the next step is announced, a failure is shown.
   * @param {(signal: AbortSignal) => Promise<unknown>} work
   */
  async run(work) {
    if (this.waiting.busy) return;
    this.failure = undefined;
    this.errors = new Map();
    try {
      await this.waiting.run(work);
      this.dropSecrets();
      this.announce("step-done");
    } catch (error) {
      // What failed may have shown that the platform is at another step by now.
      if (this.onboarding && this.onboarding.step.kind !== this.step.kind) this.announce("step-done");
      else this.show(weigh(error, "step"));
    }
  }

  /**
   * What `run` mostly does.
   * @param {import("../index.js").StepInput} input
   * @param {AbortSignal} signal
   */
  async submit(input, signal) {
    await this.onboarding?.submit(input, { signal });
  }

  /** @param {Failure} failure */
  show(failure) {
    if (failure.view === "behind") this.announce("step-behind");
    else if (failure.view === "trouble") this.announce("step-trouble", failure);
    else {
      this.failure = failure.fields.length > 0 ? undefined : failure;
      this.setErrors(failure.fields);
      if (this.errors.size > 0) void this.#showErrors(failure);
    }
  }

  /**
   * An error about something that is on no screen is told in general: silence would be worse.
   * @param {Failure} failure
   */
  async #showErrors(failure) {
    this.showFirstError();
    await this.updateComplete;
    const shown = [...this.errors.keys()].some((field) => this.renderRoot.querySelector(`#${idOf(field)}`));
    if (!shown) this.failure = { ...failure, text: "fields" };
  }

  /**
   * Tells the drop-in element, and nobody beyond it.
   * @param {string} type
   * @param {unknown} [detail]
   */
  announce(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  async #focusFirstError() {
    await this.updateComplete;
    const [first] = this.errors.keys();
    if (first) this.focusField(first);
  }

  /** @param {string} field */
  focusField(field) {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#${idOf(field)}`))?.focus();
  }

  /**
   * The frame of a screen with a form.
   * @param {{
   *   eyebrow?: string, heading: string, lead?: unknown, body: unknown, action: string, more?: unknown,
   *   onSubmit: () => void,
   * }} screen
   */
  screen({ eyebrow, heading, lead, body, action, more, onSubmit }) {
    const submit = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (!this.waiting.busy) onSubmit();
    };
    return html`<form novalidate @submit=${submit}>
      ${this.head({ eyebrow, heading, lead })} ${this.problems()} ${body}
      <div class="actions">
        <button class="button main" type="submit">
          ${this.#slow ? html`<span class="spinner"></span>` : nothing}${action}
        </button>
        ${more}
      </div>
      ${this.status()}
    </form>`;
  }

  /** @param {{ eyebrow?: string, heading: string, lead?: unknown }} head */
  head({ eyebrow, heading, lead }) {
    return html`<div class="head">
      ${eyebrow ? html`<p class="eyebrow">${eyebrow}</p>` : nothing}
      <h2 id="heading" tabindex="-1">${heading}</h2>
      ${lead ? html`<p class="lead">${lead}</p>` : nothing}
    </div>`;
  }

  /** What went wrong: a failure of the call in words, or a list of the fields. */
  problems() {
    return html`<div role="alert">${this.failure ? this.#failureNotice(this.failure) : nothing}</div>
      ${summary(
        [...this.errors].map(([field, text]) => ({ field, text: `${this.labelOf(field)} ${text}`.trim() })),
        (field) => this.focusField(field),
      )}`;
  }

  /** @param {Failure} failure */
  #failureNotice(failure) {
    const stopped = failure.code === "aborted";
    const left = failure.attemptsLeft;
    return notice({
      tone: stopped ? "info" : "danger",
      icon: stopped ? clockIcon() : alertIcon(),
      code: failure.code,
      content: html`<strong>${t(`notice-${failure.text}.title`)}</strong>
        <p>${t(`notice-${failure.text}.text`)} ${left === undefined ? nothing : t("tries-left", { left })}</p>
        ${stopped || left !== undefined ? nothing : reference(failure)}`,
    });
  }

  get #slow() {
    return this.waiting.phase === "shown" || this.waiting.phase === "long";
  }

  /** Says that it waits, from 300 ms on; in words and with a way on after ten seconds. */
  status() {
    return html`${this.statusLine(this.#slow)} ${this.longWait(this.waiting.phase, () => this.waiting.stop())}`;
  }

  /**
   * There from the start, so that what comes into it is read out.
   * @param {boolean} slow
   * @param {string} [text]
   */
  statusLine(slow, text = "waiting-send") {
    return html`<p class="status" role="status">${slow ? t(text) : ""}</p>`;
  }

  /**
   * @param {Waiting["phase"]} phase
   * @param {() => void} stop
   */
  longWait(phase, stop) {
    if (phase !== "long") return nothing;
    return notice({
      tone: "warning",
      icon: clockIcon(),
      content: html`<p>${t("waiting-long")}</p>
        <button class="button" type="button" @click=${stop}>${t("waiting-stop")}</button>`,
    });
  }
}
