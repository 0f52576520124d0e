// @ts-check
import { emptyAddress } from "../../src/js/element/parts/address-fields.mjs";

/**
 * Someone or something that data is asked of. What is typed is in `values`, under the names of the fields; a date is in
 * three parts. It stays in memory.
 * @typedef {{
 *   values: Record<string, string>, address: import("../../src/js/element/parts/address-fields.mjs").AddressDraft,
 *   externalId: string,
 * }} Subject `externalId`: of an owner, so that an update says whom it means
 * @typedef {{
 *   who: "" | "individual" | "business", what: "" | "deposit" | "clearing",
 *   individual: Subject, business: Subject, owners: Subject[],
 * }} Draft
 */

/** Every value that a field writes to. */
const NAMES = [
  ...["firstName", "middleName", "lastName", "email", "mobilePhone", "dobMonth", "dobDay", "dobYear", "ssn"],
  ...["legalName", "doingBusinessAs", "businessCategory", "phone", "ein", "stateOfIncorporation"],
  ...["dateOfIncorporationMonth", "dateOfIncorporationDay", "dateOfIncorporationYear"],
  ...["title", "ownershipPercentage", "isControlPerson"],
];

/** Those that are sealed. */
const SECRETS = ["dobMonth", "dobDay", "dobYear", "ssn", "ein"];

/** @returns {Subject} */
export const emptySubject = (externalId = "") => ({
  values: Object.fromEntries(NAMES.map((name) => [name, ""])),
  address: emptyAddress(),
  externalId,
});

/** @returns {Draft} */
export const emptyDraft = () => ({
  who: "",
  what: "",
  individual: emptySubject(),
  business: emptySubject(),
  owners: [],
});

/**
 * Forgets what was sent sealed.
 * @param {Draft} draft
 */
export function dropSecrets(draft) {
  for (const { values } of [draft.individual, draft.business, ...draft.owners]) {
    for (const name of SECRETS) values[name] = "";
  }
}

/**
 * What to call a person.
 * @param {Subject} subject
 */
export const nameOf = ({ values }) =>
  [values["firstName"], values["lastName"]]
    .map((part) => (part ?? "").trim())
    .filter(Boolean)
    .join(" ");
