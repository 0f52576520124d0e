// @ts-check
import { html, nothing } from "lit";

import { ADDRESS_FIELDS, emptyAddress } from "../parts/address-fields.mjs";
import { infoIcon } from "../parts/icons.mjs";
import { notice } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";
import { isoDate } from "../parts/date-field.mjs";
import { firstLook } from "./first-look.mjs";
import { addressScreen, contactScreen, identityScreen } from "./person-screens.mjs";

/** @typedef {import("../journey.mjs").Screen} Screen */

/** The screens in order, with the fields of each in the names of the package's types. */
const SCREENS = /** @type {[Screen, string[]][]} */ ([
  ["contact", ["firstName", "middleName", "lastName", "email", "phone"]],
  ["address", ADDRESS_FIELDS],
  ["identity", ["dateOfBirth", "governmentId.value"]],
]);

/** @returns {import("./person-screens.mjs").PersonDraft} */
const emptyDraft = () => ({
  firstName: "",
  middleName: "",
  lastName: "",
  email: "",
  phone: "",
  address: emptyAddress(),
  birthMonth: "",
  birthDay: "",
  birthYear: "",
  ssn: "",
});

/** Who the person is, on three screens, sent in one call. What is typed stays in memory until it is sent. */
export class PersonDetails extends StepElement {
  static properties = { screenName: { attribute: "data-screen", reflect: true }, shown: { state: true } };

  #draft = emptyDraft();

  constructor() {
    super();
    /** @type {Screen} */
    this.screenName = "contact";
    this.shown = false;
  }

  render() {
    const [name] = this.#current;
    const bodies = {
      contact: () => contactScreen(this.#draft, this.errorOf),
      address: () => addressScreen(this.#draft, this.errorOf),
      identity: () =>
        identityScreen(this.#draft, this.errorOf, {
          shown: this.shown,
          onReveal: () => {
            this.shown = !this.shown;
          },
        }),
    };
    return this.screen({
      heading: t(`${name}-title`),
      lead: t(`${name}-lead`),
      body: html`${name === "contact" && this.step.again ? this.#againNotice() : nothing}${bodies[name]()}`,
      action: t(name === "identity" ? "identity-send" : "continue"),
      more:
        name === "contact"
          ? nothing
          : html`<button class="button plain" type="button" @click=${() => this.#move(-1)}>${t("back")}</button>`,
      onSubmit: () => this.#next(),
    });
  }

  /** The platform has the person and lacks something of them. What it has is not shown: it never comes back to a browser. */
  #againNotice() {
    return notice({
      tone: "info",
      icon: infoIcon(),
      code: "details_missing",
      content: html`<strong>${t("details-again.title")}</strong>
        <p>${t("details-again.text")}</p>`,
    });
  }

  get #index() {
    return SCREENS.findIndex(([name]) => name === this.screenName);
  }

  get #current() {
    return SCREENS[this.#index] ?? /** @type {[Screen, string[]]} */ (SCREENS[0]);
  }

  #next() {
    const [name, fields] = this.#current;
    if (!this.accepts(fields, (field) => firstLook(field, this.#valueOf(field)))) return;
    if (name === "identity") void this.#send();
    else this.#move(1);
  }

  /** @param {number} by */
  #move(by) {
    this.failure = undefined;
    this.errors = new Map();
    this.#show(SCREENS[this.#index + by]?.[0] ?? "contact");
    void this.focusHeading();
  }

  /** @param {Screen} name */
  #show(name) {
    this.screenName = name;
    this.shown = false;
    this.announce("step-screen", name);
  }

  /** The platform's answer may be about a screen that was left behind. */
  showFirstError() {
    const at = SCREENS.findIndex(([, fields]) => fields.some((field) => this.errors.has(field)));
    const screen = SCREENS[at];
    if (!screen) return;
    const [name, fields] = screen;
    this.errors = new Map(fields.flatMap((field) => [...this.errors].filter(([wrong]) => wrong === field)));
    if (name !== this.screenName) this.#show(name);
  }

  /** @param {string} field */
  fieldOf(field) {
    return field.startsWith("governmentId") ? "governmentId.value" : field;
  }

  /** @param {string} field */
  #valueOf(field) {
    const draft = this.#draft;
    if (field === "dateOfBirth") return draft.birthMonth && draft.birthDay && draft.birthYear;
    if (field === "governmentId.value") return draft.ssn;
    const [, part] = field.split("address.");
    const values = /** @type {Record<string, unknown>} */ (part ? draft.address : draft);
    return String(values[part ?? field]);
  }

  async #send() {
    const { address, firstName, middleName, lastName, email, phone, ssn, birthYear, birthMonth, birthDay } =
      this.#draft;
    const dateOfBirth = isoDate(birthYear, birthMonth, birthDay);
    const { line2, ...required } = address;
    await this.run((signal) =>
      this.submit(
        {
          kind: "person_details",
          firstName: firstName.trim(),
          ...(middleName.trim() && { middleName: middleName.trim() }),
          lastName: lastName.trim(),
          email: email.trim(),
          phone: phone.trim(),
          address: { ...trimmed(required), ...(line2.trim() && { line2: line2.trim() }) },
          dateOfBirth,
          governmentId: { type: "ssn", value: ssn },
        },
        signal,
      ),
    );
  }

  dropSecrets() {
    this.#draft = emptyDraft();
    this.shown = false;
  }
}

/**
 * @template {Record<string, string>} T
 * @param {T} texts
 * @returns {T}
 */
function trimmed(texts) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()])));
}
