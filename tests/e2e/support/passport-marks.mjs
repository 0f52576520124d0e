// What is typed in the second journey, in the forms in which it could turn up, and the search for it.

import { COMPANY, INDIVIDUAL, OWNER, ending } from "./company.mjs";
import { find } from "./encodings.mjs";

// By their last four digits the sandbox's checks end: 0004 is blocked by KYC, 0005 by compliance.
export const BLOCKED_PERSON = { ...INDIVIDUAL, ssn: ending(INDIVIDUAL.ssn, "0004") };
export const BLOCKED_COMPANY = { ...COMPANY, ein: ending(COMPANY.ein, "0005") };
export const BLOCKED_OWNER = { ...OWNER, ssn: ending(OWNER.ssn, "0004") };
export const PARTNER = { ...OWNER, firstName: "Bramwell", ownershipPercentage: "30", isControlPerson: "no" };

const dates = (year, month, day) => [
  `${year}-${month}-${day}`,
  `${month}/${day}/${year}`,
  `${month}-${day}-${year}`,
  `${year}${month}${day}`,
  `${month}${day}${year}`,
];
const numbers = (...all) => all.flatMap((number) => [number, number.replaceAll("-", ""), number.replaceAll("-", " ")]);
export const birthOf = ({ dobYear, dobMonth, dobDay }) => dates(dobYear, dobMonth, dobDay);

export const SEALED = {
  "birth date": birthOf(INDIVIDUAL),
  "owner's birth date": birthOf(OWNER),
  SSN: numbers(INDIVIDUAL.ssn, BLOCKED_PERSON.ssn),
  "owner's SSN": numbers(OWNER.ssn, BLOCKED_OWNER.ssn),
  EIN: numbers(COMPANY.ein, BLOCKED_COMPANY.ein),
};
export const CONTACT = {
  name: [INDIVIDUAL.firstName, INDIVIDUAL.lastName],
  "e-mail": [INDIVIDUAL.email, COMPANY.email],
  phone: ["4155550173", "(415) 555-0173", "4155550186", "(415) 555-0186"],
  street: [INDIVIDUAL.line1, OWNER.line1],
  city: [INDIVIDUAL.city, OWNER.city],
  "owner's name": [OWNER.firstName, OWNER.lastName, PARTNER.firstName],
  company: [COMPANY.legalName, COMPANY.doingBusinessAs],
};
const CUSTOMER = /\/portico\/passport\/customer(\/(id|externalId)\/[^/]+)?$/;
export const CARRIERS = [
  { sends: true, method: "POST", path: CUSTOMER, what: Object.keys(CONTACT) },
  { sends: false, method: "GET", path: CUSTOMER, what: Object.keys(CONTACT) },
];

/** Every mark in every place where it may not be. */
export function leaks(searched) {
  const found = new Set();
  for (const { name, bytes, allowed = [] } of searched) {
    for (const [field, marks] of Object.entries({ ...SEALED, ...CONTACT })) {
      if (allowed.includes(field)) continue;
      const form = marks.map((mark) => find(mark, bytes)).find(Boolean);
      if (form) found.add(`${field} in ${name} (${form})`);
    }
  }
  return [...found];
}
