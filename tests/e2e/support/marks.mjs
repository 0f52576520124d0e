// What is typed of a customer, in the forms in which it could turn up, and the search for it.

import { find, findShort } from "./encodings.mjs";
import { PERSON } from "./person.mjs";
import { place, placesOfExchange } from "./places.mjs";

/** A number as people write it. */
export const numbers = (...all) =>
  all.flatMap((number) => [number, number.replaceAll("-", ""), number.replaceAll("-", " ")]);

const SEALED = {
  "birth date": ["1987-03-14", "03/14/1987", "3/14/1987", "03-14-1987", "14.03.1987", "19870314", "03141987"],
  SSN: numbers(PERSON.ssn),
};
export const CONTACT = {
  "first name": [PERSON.firstName],
  "middle name": [PERSON.middleName],
  "last name": [PERSON.lastName],
  "e-mail": [PERSON.email, "quillhilde.7731"],
  phone: ["4155550173", "415-555-0173", "(415) 555-0173", "415.555.0173"],
  street: [PERSON.line1],
  flat: [PERSON.line2],
  city: [PERSON.city],
};
const ADDRESS = ["street", "flat", "city", "ZIP"];
const ALL = [...Object.keys(CONTACT), "ZIP"];
const CODE_NAMES = ["verification_value", "verificationValue", "cvc", "cvv2", "cvv"];
export const PIN_NAMES = ["pin", "new_pin"];
const ZIP_NAMES = ["postal_code", "postalCode", "zip", "zip_code"];

/** Where a call's body may carry contact data, and which. */
const CARRIERS = [
  { sends: true, method: "POST", path: /\/portico\/netspend\/people$/, what: ALL },
  { sends: true, method: "PATCH", path: /\/portico\/netspend\/people\/[^/]+$/, what: ALL },
  { sends: true, method: "POST", path: /\/portico\/netspend\/cards\/physical$/, what: ADDRESS },
  { sends: false, method: "POST", path: /\/portico\/netspend\/people$/, what: ALL },
  { sends: false, method: "GET", path: /\/portico\/netspend\/people\/[^/]+$/, what: ALL },
  // The call answers with the person, whose checks went on.
  { sends: false, method: "PUT", path: /\/people\/[^/]+\/kyc\/identity_questions$/, what: ALL },
];

export const placesOf = (exchange) => placesOfExchange(exchange, CARRIERS);

/**
 * Every mark in every place where it may not be. `cvcs` are all card codes that were typed, `more` other sealed values by
 * name.
 */
export function leaks(places, { cvcs, more = {} }) {
  const long = Object.entries({ ...SEALED, ...CONTACT, ...more });
  const short = [
    ...cvcs.map((cvc) => ["CVC", cvc, CODE_NAMES]),
    ["PIN", PERSON.pin, PIN_NAMES],
    ["ZIP", PERSON.postalCode, ZIP_NAMES],
  ];
  return places.flatMap(({ name, bytes, allowed = [] }) => {
    const found = [
      ...long.map(([field, marks]) => [field, marks.map((mark) => find(mark, bytes)).find(Boolean)]),
      ...short.map(([field, digits, names]) => [field, findShort(digits, names, bytes)]),
    ];
    return found
      .filter(([field, form]) => form && !allowed.includes(field))
      .map(([field, form]) => `${field} in ${name} (${form})`);
  });
}

/** What the partner's own server was sent. */
export function webhookPlaces({ webhooks }) {
  return webhooks.map(({ url, headers, body }) =>
    place(`a webhook to ${url}`, `${JSON.stringify(headers)}\n${body.toString("latin1")}`),
  );
}
