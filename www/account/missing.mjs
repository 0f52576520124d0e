// @ts-check
import { html } from "lit";

import { ADDRESS_FIELDS } from "../../src/js/element/parts/address-fields.mjs";
import { lockIcon } from "../../src/js/element/parts/icons.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { AccountStep } from "./account-step.mjs";
import { emptyDraft, emptySubject } from "./draft.mjs";
import { fieldParts } from "./field-parts.mjs";
import { placeOf } from "./paths.mjs";
import { check } from "./rules.mjs";

/**
 * @typedef {{ field: string, code: string }} Told a path of the platform's, and the rule
 * @typedef {{ of: import("./paths.mjs").Place["of"], fields: string[], told: Map<string, string> }} Group
 */

/** What an address can't do without. */
const NEEDED = ADDRESS_FIELDS.filter((field) => field !== "address.line2");

/**
 * What the account can't be opened without: all of it is told at once, one subject a screen. It is added to the customer, and
 * the account is opened again with the agreement that was accepted.
 */
export class Missing extends AccountStep {
  static properties = { told: { attribute: false }, index: { state: true }, shown: { state: true } };

  /** @type {Group[]} */
  #groups = [];
  #draft = emptyDraft();

  constructor() {
    super();
    /** @type {Told[]} */
    this.told = [];
    this.index = 0;
    this.shown = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("told")) return;
    this.#groups = groupsOf(this.told);
    this.index = 0;
    this.#draft.who = this.opening?.who ?? "";
    this.#draft.owners = (this.opening?.owners ?? []).map(
      (owner, index) => this.#draft.owners[index] ?? emptySubject(owner.externalId),
    );
    this.#tell();
  }

  get #group() {
    return this.#groups[this.index];
  }

  get #isLast() {
    return this.index >= this.#groups.length - 1;
  }

  get #subject() {
    const of = this.#group?.of ?? "individual";
    return typeof of === "number" ? (this.#draft.owners[of] ?? emptySubject()) : this.#draft[of];
  }

  render() {
    const { of, fields = [] } = this.#group ?? {};
    const isSealed = fields.some((field) => ["ssn", "dob", "ein"].includes(field));
    return this.screen({
      eyebrow: this.#whose(of),
      heading: t("acct-missing-title"),
      lead: t(this.opening?.what === "clearing" ? "acct-missing-lead-clearing" : "acct-missing-lead"),
      body: html`${fieldParts(fields, {
        subject: this.#subject,
        errorOf: this.errorOf,
        isOwner: typeof of === "number",
        shown: this.shown,
        onReveal: () => {
          this.shown = !this.shown;
        },
        onChange: () => this.requestUpdate(),
      })}
      ${isSealed ? html`<p class="locked">${lockIcon()}<span>${t("acct-missing-sealed")}</span></p>` : ""}`,
      action: t(this.#isLast ? "acct-missing-send" : "continue"),
      more: html`${
        this.index > 0
          ? html`<button class="button plain" type="button" @click=${() => this.#move(-1)}>${t("back")}</button>`
          : ""
      }`,
      onSubmit: () => this.#next(),
    });
  }

  /** @param {Group["of"] | undefined} of */
  #whose(of) {
    if (of === "business") return t("acct-missing-of-company");
    if (typeof of !== "number") return t("acct-missing-of-person");
    const name = this.opening?.owners[of]?.name || t("acct-owner-of", { number: of + 1 });
    return t("acct-missing-of-owner", { name });
  }

  /** Puts what the platform said beside the fields of this screen. */
  #tell() {
    const { told = new Map(), fields = [] } = this.#group ?? {};
    this.setErrors(fields.flatMap((field) => (told.has(field) ? [{ field, code: String(told.get(field)) }] : [])));
  }

  #next() {
    const fields = this.#group?.fields ?? [];
    const wrong = (/** @type {string} */ field) =>
      check(this.#subject, field, { mayBeEmpty: field === "address.line2" });
    if (!this.accepts(fields, wrong)) return;
    if (!this.#isLast) return this.#move(1);
    void this.run(async (signal) => {
      await this.opening?.mend(this.#draft, { signal });
      await this.opening?.open({ signal });
    });
  }

  /** @param {number} by */
  #move(by) {
    this.index += by;
    this.shown = false;
    this.failure = undefined;
    this.#tell();
    void this.focusHeading();
  }

  dropSecrets() {
    this.#draft = emptyDraft();
    this.shown = false;
  }

  /**
   * What is still missing, or not right yet, is told in the same place.
   * @param {import("../../src/js/element/failure.mjs").Failure} failure
   */
  show(failure) {
    if (failure.code === "agreement_not_accepted") this.announce("step-agreement");
    else if (groupsOf(failure.fields).length > 0) this.told = failure.fields;
    else super.show(failure);
  }
}

/**
 * Whether the screens can take all of what is missing.
 * @param {Told[]} told
 */
export const canMend = (told) => told.every(({ field }) => isField(placeOf(field)));

/** The list of owners is no field: who accepts for a company is one of them, so there is one by now. */
const isField = (/** @type {import("./paths.mjs").Place | undefined} */ place) =>
  place !== undefined && place.field !== "owners";

/**
 * By whom, in the order in which it was told. An address is asked for whole.
 * @param {Told[]} told
 */
function groupsOf(told) {
  /** @type {Map<Group["of"], Group>} */
  const groups = new Map();
  for (const { field: path, code } of told) {
    const place = placeOf(path);
    if (!place || !isField(place)) continue;
    const group = groups.get(place.of) ?? { of: place.of, fields: [], told: new Map() };
    const isAddress = place.field.startsWith("address.");
    group.fields = [...new Set([...group.fields, ...(isAddress ? ADDRESS_FIELDS : [place.field])])];
    for (const field of path.endsWith("mailingAddress") ? NEEDED : [place.field]) group.told.set(field, code);
    groups.set(place.of, group);
  }
  return [...groups.values()];
}
