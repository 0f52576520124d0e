// @ts-check
import { css, html, nothing } from "lit";

import { lockIcon } from "../../src/js/element/parts/icons.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";
import { dropSecrets, emptyDraft, emptySubject, nameOf } from "./draft.mjs";
import { fieldParts } from "./field-parts.mjs";
import { ownersList } from "./owners-list.mjs";
import { placeOf } from "./paths.mjs";
import { check, checkOwners } from "./rules.mjs";
import { SCREENS } from "./screens.mjs";

/** Sealed on their way; which words say so. */
const SEALED = /** @type {Record<string, string>} */ ({
  registration: "acct-ein-sealed",
  identity: "acct-identity-sealed",
  "owner-identity": "acct-identity-sealed",
});

/** Who the customer is, one subject a screen, sent in one call. What is typed stays in memory until it is sent. */
export class Details extends AccountStep {
  static styles = [
    ...AccountStep.styles,
    css`
      .owners {
        display: grid;
        gap: 16px;
        justify-items: start;
      }

      .owners ul {
        display: grid;
        gap: 8px;
        justify-self: stretch;
        list-style: none;
      }

      .owners li {
        align-items: center;
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        padding: 8px 8px 8px 16px;
      }

      .owners li p {
        display: grid;
        flex: 1 1 208px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  static properties = {
    draft: { attribute: false },
    screenName: { attribute: "data-screen", reflect: true },
    owner: { state: true },
    shown: { state: true },
    said: { state: true },
  };

  constructor() {
    super();
    this.draft = emptyDraft();
    this.screenName = "";
    /** The owner who is being typed in; undefined on the company's own screens. @type {number | undefined} */
    this.owner = undefined;
    /** Whether the masked number is shown. */
    this.shown = false;
    /** What happened to the list of owners, for those who don't see it. */
    this.said = "";
  }

  willUpdate() {
    if (!this.screenName) this.#show(this.#screens[0]?.name ?? "");
  }

  get #who() {
    return this.draft.who || "individual";
  }

  get #screens() {
    return SCREENS[this.owner === undefined ? this.#who : "owner"];
  }

  get #index() {
    return Math.max(
      0,
      this.#screens.findIndex(({ name }) => name === this.screenName),
    );
  }

  get #screen() {
    return /** @type {import("./screens.mjs").Screen} */ (this.#screens[this.#index]);
  }

  get #isLast() {
    return this.#index === this.#screens.length - 1;
  }

  get #subject() {
    if (this.owner === undefined) return this.draft[this.#who];
    return this.draft.owners[this.owner] ?? emptySubject();
  }

  render() {
    const { name, later } = this.#screen;
    const isOwner = this.owner !== undefined;
    const send = isOwner ? "acct-owner-save" : "acct-send";
    return this.screen({
      eyebrow: isOwner ? t("acct-owner-of", { number: (this.owner ?? 0) + 1 }) : undefined,
      ...this.#words(name),
      body: html`${this.#body()} ${SEALED[name] ? this.#locked(SEALED[name]) : nothing}
      ${later ? html`<p class="quiet">${t("acct-later-hint")}</p>` : nothing}`,
      action: t(this.#isLast ? send : "continue"),
      more: html`${
        later
          ? html`<button class="button" type="button" @click=${() => this.#next({ mayBeEmpty: true })}>
              ${t("acct-later")}
            </button>`
          : nothing
      }
      ${this.#backButton()}`,
      onSubmit: () => this.#next({ mayBeEmpty: false }),
    });
  }

  /** @param {string} name */
  #words(name) {
    const values = { name: nameOf(this.#subject) || t("acct-owner-of", { number: (this.owner ?? 0) + 1 }) };
    const title = name === "contact" ? `contact-title-${this.#who}` : `${name}-title`;
    return { heading: t(`acct-${title}`, values), lead: t(`acct-${name}-lead`, values) };
  }

  #body() {
    const { name, fields } = this.#screen;
    if (name !== "owners") {
      return fieldParts(fields, {
        subject: this.#subject,
        errorOf: this.errorOf,
        isOwner: this.owner !== undefined,
        shown: this.shown,
        onReveal: () => {
          this.shown = !this.shown;
        },
        onChange: () => this.requestUpdate(),
      });
    }
    return html`${ownersList(this.draft.owners, this.errorOf("owners"), {
        add: () => this.#edit(this.draft.owners.push(emptySubject()) - 1),
        edit: (index) => this.#edit(index),
        remove: (index) => this.#remove(index),
      })}
      <p class="unseen" role="status">${this.said}</p>`;
  }

  /** @param {string} text */
  #locked(text) {
    return html`<p class="locked">${lockIcon()}<span>${t(text)}</span></p>`;
  }

  #backButton() {
    const toOwners = this.owner !== undefined && this.#index === 0;
    return html`<button class="button plain" type="button" @click=${() => this.#back()}>
      ${t(toOwners ? "acct-owner-back" : "back")}
    </button>`;
  }

  /** @param {{ mayBeEmpty: boolean }} options `mayBeEmpty`: what was left out comes later */
  #next(options) {
    const { name, fields } = this.#screen;
    const wrong = (/** @type {string} */ field) =>
      field === "owners" ? checkOwners(this.draft.owners) : check(this.#subject, field, options);
    if (!this.accepts(fields, wrong)) return;
    if (!this.#isLast) this.#go(this.#screens[this.#index + 1]?.name ?? name);
    else if (this.owner !== undefined) this.#leaveOwner();
    else void this.#send();
  }

  #back() {
    if (this.#index > 0) this.#go(this.#screens[this.#index - 1]?.name ?? "");
    else if (this.owner !== undefined) this.#leaveOwner();
    else this.announce("step-back");
  }

  /** @param {number} index */
  #edit(index) {
    this.owner = index;
    this.#go("owner");
  }

  /** An owner without a name is none. */
  #leaveOwner() {
    this.draft.owners = this.draft.owners.filter((owner) => nameOf(owner) !== "");
    this.owner = undefined;
    this.said = "";
    this.#go("owners");
  }

  /** @param {number} index */
  #remove(index) {
    const [gone] = this.draft.owners.splice(index, 1);
    this.said = t("acct-owner-removed", { name: (gone && nameOf(gone)) || t("acct-owner-of", { number: index + 1 }) });
    this.errors = new Map();
    this.requestUpdate();
    // The button that had the focus is gone.
    void this.updateComplete.then(() => this.focusField("owners"));
  }

  /** @param {string} name */
  #go(name) {
    this.failure = undefined;
    this.errors = new Map();
    this.#show(name);
    void this.focusHeading();
  }

  /** @param {string} name */
  #show(name) {
    this.screenName = name;
    this.shown = false;
    this.announce("step-screen", this.owner === undefined ? name : "owners");
  }

  async #send() {
    await this.run(async (signal) => {
      await this.opening?.create(this.draft, { signal });
      dropSecrets(this.draft);
    });
  }

  /**
   * Errors of the call go to the first screen that has one of them; the others are told at the next try.
   * @param {import("../../src/js/element/failure.mjs").Failure} failure
   */
  show(failure) {
    const found = failure.fields.flatMap(({ field, code }) => {
      const place = placeOf(field);
      return place ? [{ ...place, code }] : [];
    });
    const [first] = found;
    if (!first) return super.show(failure);
    this.owner = typeof first.of === "number" ? first.of : undefined;
    const fields = found.filter(({ of }) => of === first.of);
    const screen = this.#screens.find((each) => fields.some(({ field }) => each.fields.includes(field)));
    if (!screen) return super.show({ ...failure, view: "notice", fields: [] });
    this.#show(screen.name);
    super.show({ ...failure, fields: fields.filter(({ field }) => screen.fields.includes(field)) });
  }
}
