// @ts-check
import { html } from "lit";

import { addressFields } from "../../src/js/element/parts/address-fields.mjs";
import { choices } from "../../src/js/element/parts/choices.mjs";
import { dateField } from "../../src/js/element/parts/date-field.mjs";
import { selectField, textField } from "../../src/js/element/parts/field.mjs";
import { digitsOf, formatInPlace, formatSsn, secretField } from "../../src/js/element/parts/secret-field.mjs";
import { STATES } from "../../src/js/element/parts/states.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { categories } from "./categories.mjs";

/**
 * @typedef {{
 *   subject: import("./draft.mjs").Subject, errorOf: (field: string) => string | undefined, isOwner: boolean,
 *   last: boolean, shown: boolean, onReveal: () => void, onChange: () => void,
 * }} Setting `isOwner`: the person at the page types another person's data, which their browser must not fill in
 */

/** Labels and what browsers are told, of plain texts. */
const TEXTS = /** @type {Record<string, Partial<import("../../src/js/element/parts/field.mjs").TextField>>} */ ({
  firstName: { label: "first-name", autocomplete: "given-name", capitalize: "words" },
  middleName: { label: "middle-name", autocomplete: "additional-name", capitalize: "words", optional: true },
  lastName: { label: "last-name", autocomplete: "family-name", capitalize: "words" },
  email: { label: "email", hint: "acct-email-hint", autocomplete: "email", inputmode: "email", type: "email" },
  mobilePhone: { label: "phone", hint: "phone-hint", autocomplete: "tel", inputmode: "tel", type: "tel" },
  phone: { label: "acct-company-phone", hint: "phone-hint", autocomplete: "work tel", inputmode: "tel", type: "tel" },
  legalName: { label: "acct-legal-name", autocomplete: "organization", capitalize: "words" },
  doingBusinessAs: { label: "acct-dba", hint: "acct-dba-hint", capitalize: "words" },
  title: { label: "acct-owner-role", capitalize: "words", optional: true },
  ownershipPercentage: {
    label: "acct-owner-percent",
    hint: "acct-owner-percent-hint",
    inputmode: "decimal",
    short: true,
  },
});

/**
 * The fields of a screen in their order. An address is one part, wherever its first field stands.
 * @param {string[]} fields
 * @param {Omit<Setting, "last">} setting
 */
export function fieldParts(fields, setting) {
  const parts = [...new Set(fields.map((field) => field.split(".")[0] ?? field))];
  return parts.map((part, index) => render(part, { ...setting, last: index === parts.length - 1 }));
}

/**
 * @param {string} field
 * @param {Setting} setting
 */
function render(field, setting) {
  switch (field) {
    case "address":
      return addressFields(setting.subject.address, setting.errorOf);
    case "dob":
    case "dateOfIncorporation":
      return date(field, setting);
    case "ssn":
      return secret(field, setting, formatSsn);
    case "ein":
      return secret(field, setting, formatEin);
    case "stateOfIncorporation":
      return selectField({
        ...common(field, setting),
        label: t("acct-state"),
        options: STATES,
        choose: t("state-choose"),
      });
    case "businessCategory":
      return selectField({
        ...common(field, setting),
        label: t("acct-category"),
        options: categories(),
        choose: t("acct-category-choose"),
      });
    case "isControlPerson":
      return yesOrNo(field, setting);
    default:
      return text(field, setting);
  }
}

/**
 * @param {string} field
 * @param {Setting} setting
 */
function common(field, { subject: { values }, errorOf, last }) {
  return {
    field,
    name: field,
    value: values[field] ?? "",
    error: errorOf(field),
    last,
    onInput: (/** @type {Event} */ event) => {
      values[field] = /** @type {HTMLInputElement} */ (event.target).value;
    },
  };
}

/**
 * @param {string} field
 * @param {Setting} setting
 */
function text(field, setting) {
  const { label = field, hint, autocomplete, ...more } = TEXTS[field] ?? {};
  return textField({
    ...common(field, setting),
    ...more,
    label: t(label),
    ...(hint && { hint: t(hint) }),
    autocomplete: setting.isOwner ? "off" : autocomplete,
  });
}

/**
 * @param {"dob" | "dateOfIncorporation"} field
 * @param {Setting} setting
 */
function date(field, { subject, errorOf, isOwner }) {
  const isBirth = field === "dob";
  const legend = isBirth ? (isOwner ? "acct-owner-birth" : "birth") : "acct-incorporated";
  return dateField({
    field,
    name: field,
    legend: t(legend),
    hint: t(isBirth ? "birth-hint" : "acct-incorporated-hint"),
    error: errorOf(field),
    autocomplete: isBirth && !isOwner ? "bday" : undefined,
    draft: /** @type {any} */ (subject.values),
  });
}

/**
 * A number that is masked, and formatted as it is typed.
 * @param {"ssn" | "ein"} field
 * @param {Setting} setting
 * @param {(text: string) => string} format
 */
function secret(field, setting, format) {
  const { shown, onReveal, subject } = setting;
  return secretField({
    ...common(field, setting),
    label: t(field === "ein" ? "acct-ein" : "ssn"),
    hint: t(field === "ein" ? "acct-ein-hint" : "ssn-hint"),
    inputmode: "numeric",
    onInput: (event) => {
      subject.values[field] = formatInPlace(/** @type {HTMLInputElement} */ (event.target), format);
    },
    shown,
    onReveal,
  });
}

/**
 * @param {string} field
 * @param {Setting} setting
 */
function yesOrNo(field, { subject: { values }, errorOf, onChange }) {
  const option = (/** @type {string} */ value) => ({
    value,
    content: html`<span>${t(`acct-owner-runs-${value}`)}</span>`,
  });
  return choices({
    field,
    name: field,
    label: t("acct-owner-runs"),
    value: values[field] ?? "",
    error: errorOf(field),
    options: [option("yes"), option("no")],
    onChange: (value) => {
      values[field] = value;
      onChange();
    },
  });
}

/**
 * `12-3456789`, as far as it has come.
 * @param {string} typed
 */
export function formatEin(typed) {
  const digits = digitsOf(typed, 9);
  return [digits.slice(0, 2), digits.slice(2)].filter(Boolean).join("-");
}
