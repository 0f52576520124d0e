// @ts-check
import { firstLook } from "../../src/js/element/steps/first-look.mjs";

/** @typedef {import("./draft.mjs").Subject} Subject */

/** Fields that may stay empty for good. */
const OPTIONAL = new Set(["middleName", "title"]);

const PERCENTAGE = /^(100(\.0+)?|\d{1,2}(\.\d+)?)$/;

/** What is wrong beyond doubt. All else is for the SDK's rules, at the end; the codes are theirs where they have one. */
const CERTAIN = /** @type {Record<string, (text: string) => string | undefined>} */ ({
  mobilePhone: (text) => firstLook("phone", text),
  ssn: (text) => (text.replace(/\D/g, "").length === 9 ? undefined : "ssn_form"),
  ein: (text) => (text.replace(/\D/g, "").length === 9 ? undefined : "ein_form"),
  ownershipPercentage: (text) => (PERCENTAGE.test(text.replace(/\s*%$/, "")) ? undefined : "percentage_form"),
});

/**
 * What a field holds, in one text: empty when nothing was given.
 * @param {Subject} subject
 * @param {string} field
 */
export function valueOf({ values, address }, field) {
  if (field === "dob" || field === "dateOfIncorporation") {
    return ["Year", "Month", "Day"].map((part) => values[`${field}${part}`] ?? "").join("");
  }
  const [, part] = field.split("address.");
  const texts = /** @type {Record<string, string>} */ (part ? address : values);
  return (texts[part ?? field] ?? "").trim();
}

/**
 * The code of the rule that a field breaks for certain.
 * @param {Subject} subject
 * @param {string} field
 * @param {{ mayBeEmpty?: boolean }} [options] `mayBeEmpty`: it is left for later
 */
export function check(subject, field, { mayBeEmpty = false } = {}) {
  const text = valueOf(subject, field);
  if (text === "")
    return (mayBeEmpty && !isBegun(subject, field)) || OPTIONAL.has(field) ? undefined : firstLook(field, text);
  if (isPartialDate(subject, field)) return "required";
  return (CERTAIN[field] ?? ((given) => firstLook(field, given)))(text);
}

/**
 * A date is all of its parts.
 * @param {Subject} subject
 * @param {string} field
 */
function isPartialDate({ values }, field) {
  if (field !== "dob" && field !== "dateOfIncorporation") return false;
  return ["Year", "Month", "Day"].some((part) => !values[`${field}${part}`]);
}

/**
 * Whether a part of an address is asked for because others are there: half an address is none.
 * @param {Subject} subject
 * @param {string} field
 */
const isBegun = ({ address }, field) =>
  field.startsWith("address.") && Object.values(address).some((part) => part.trim());

/**
 * What is wrong with the list of owners.
 * @param {Subject[]} owners
 */
export function checkOwners(owners) {
  if (owners.length === 0) return "required";
  if (owners.some((owner) => !valueOf(owner, "firstName") || !valueOf(owner, "lastName"))) return "owners_incomplete";
  const shares = owners.reduce((sum, owner) => sum + Number(shareOf(owner)), 0);
  // Thirds are rounded by whoever types them.
  return shares > 100.01 ? "shares_too_many" : undefined;
}

/**
 * An owner's share as a number in digits.
 * @param {Subject} owner
 */
export const shareOf = (owner) => valueOf(owner, "ownershipPercentage").replace(/\s*%$/, "");

/**
 * Whether something that a deposit account needs is left for later.
 * @param {Subject} owner
 */
export const isIncomplete = (owner) =>
  ["dob", "ssn", "address.line1", "address.city", "address.state", "address.postalCode"].some(
    (field) => valueOf(owner, field) === "",
  );
