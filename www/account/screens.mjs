// @ts-check
import { ADDRESS_FIELDS } from "../../src/js/element/parts/address-fields.mjs";

/**
 * A screen: one subject, with its fields in order. Those in `later` may be left for later; the others are what the
 * platform needs to know a customer at all.
 * @typedef {{ name: string, fields: string[], later: boolean }} Screen
 */

/** @type {Record<"individual" | "business" | "owner", Screen[]>} */
export const SCREENS = {
  individual: [
    { name: "name", fields: ["firstName", "middleName", "lastName"], later: false },
    { name: "contact", fields: ["email", "mobilePhone"], later: true },
    { name: "address", fields: ADDRESS_FIELDS, later: true },
    { name: "identity", fields: ["dob", "ssn"], later: true },
  ],
  business: [
    { name: "company", fields: ["legalName", "doingBusinessAs", "businessCategory"], later: false },
    { name: "registration", fields: ["stateOfIncorporation", "dateOfIncorporation", "ein"], later: true },
    { name: "contact", fields: ["email", "phone"], later: true },
    { name: "owners", fields: ["owners"], later: false },
  ],
  owner: [
    {
      name: "owner",
      fields: ["firstName", "lastName", "title", "ownershipPercentage", "isControlPerson"],
      later: false,
    },
    { name: "owner-address", fields: ADDRESS_FIELDS, later: true },
    { name: "owner-identity", fields: ["dob", "ssn"], later: true },
  ],
};

/**
 * The steps as a person counts them.
 * @param {"" | "individual" | "business"} who
 */
export function stepsOf(who) {
  const own = SCREENS[who || "individual"].map(({ name }) => name);
  return ["kind", ...own, "agreement", "outcome"];
}
