// @ts-check
import { isoDate } from "../../src/js/element/parts/date-field.mjs";
import { shareOf, valueOf } from "./rules.mjs";

/**
 * @typedef {import("./draft.mjs").Subject} Subject
 * @typedef {import("./draft.mjs").Draft} Draft
 */

const PERSON = ["firstName", "middleName", "lastName", "email", "mobilePhone", "ssn", "dob", "mailingAddress"];
const OWNER = ["firstName", "lastName", "ssn", "dob", "mailingAddress", "title"];
const COMPANY = [
  ...["legalName", "doingBusinessAs", "businessCategory", "phone", "email", "ein"],
  ...["stateOfIncorporation", "dateOfIncorporation"],
];

/**
 * What was typed, as the SDK takes it. What is left for later is left out.
 * @param {Draft} draft
 * @param {string} externalId
 * @returns {import("@portico/web-sdk").NewPassportCustomer}
 */
export function customerInput(draft, externalId) {
  if (draft.who === "business") {
    const beneficialOwner = draft.owners.map(ownerOf);
    return { type: "BUSINESS", externalId, business: { ...typed(draft.business, COMPANY), beneficialOwner } };
  }
  return { type: "INDIVIDUAL", externalId, individual: typed(draft.individual, PERSON) };
}

/**
 * What was typed, as a change. Owners without anything new are left out.
 * @param {Draft} draft
 * @returns {import("@portico/web-sdk").PassportCustomerChange}
 */
export function customerChange(draft) {
  if (draft.who !== "business") return { individual: typed(draft.individual, PERSON) };
  const owners = draft.owners.map(ownerOf).filter((owner) => Object.keys(owner).length > 1);
  return {
    business: { ...typed(draft.business, COMPANY), ...(owners.length > 0 && { beneficialOwner: owners }) },
  };
}

/** @param {Subject} owner */
function ownerOf(owner) {
  const share = shareOf(owner);
  const runs = valueOf(owner, "isControlPerson");
  return {
    externalId: owner.externalId,
    ...typed(owner, OWNER),
    ...(share && { ownershipPercentage: Number(share) }),
    ...(runs && { isControlPerson: runs === "yes" }),
  };
}

/**
 * The fields of one subject that hold something. What the SDK's types say of it is checked by the SDK.
 * @param {Subject} subject
 * @param {string[]} names
 * @returns {any}
 */
function typed(subject, names) {
  const given = names.map((name) => [name, inputOf(subject, name)]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/**
 * @param {Subject} subject
 * @param {string} name
 */
function inputOf(subject, name) {
  if (name === "mailingAddress") return addressOf(subject);
  if (name === "dob" || name === "dateOfIncorporation") {
    const part = (/** @type {string} */ of) => subject.values[`${name}${of}`] ?? "";
    return isoDate(part("Year"), part("Month"), part("Day")) || undefined;
  }
  return valueOf(subject, name) || undefined;
}

/** @param {Subject} subject */
function addressOf({ address }) {
  const line2 = address.line2.trim();
  const parts = {
    addressLine1: address.line1.trim(),
    ...(line2 && { addressLine2: line2 }),
    city: address.city.trim(),
    state: address.state,
    zip: address.postalCode.trim(),
  };
  return Object.values(parts).some(Boolean) ? [{ ...parts, isPrimary: true }] : undefined;
}
