// Customers of the second journey, whose every value is distinctive: nothing of it can turn up anywhere by chance.

import { PERSON } from "./person.mjs";

export const INDIVIDUAL = Object.freeze({
  firstName: PERSON.firstName,
  middleName: PERSON.middleName,
  lastName: PERSON.lastName,
  email: PERSON.email,
  mobilePhone: PERSON.phone,
  line1: PERSON.line1,
  line2: PERSON.line2,
  city: PERSON.city,
  state: PERSON.state,
  postalCode: PERSON.postalCode,
  dobMonth: PERSON.birthMonth,
  dobDay: PERSON.birthDay,
  dobYear: PERSON.birthYear,
  ssn: PERSON.ssn,
});

export const COMPANY = Object.freeze({
  legalName: "Wexcombe Marrowfield Smithery",
  doingBusinessAs: "Marrowfield Anvils",
  businessCategory: "Making goods",
  stateOfIncorporation: "DE",
  dateOfIncorporationMonth: "09",
  dateOfIncorporationDay: "23",
  dateOfIncorporationYear: "2011",
  ein: "47-6190385",
  email: "ledger.4408@wexcombe-post.com",
  phone: "(415) 555-0186",
});

export const OWNER = Object.freeze({
  firstName: "Thessalina",
  lastName: "Ormskirkby",
  title: "Farrier in chief",
  ownershipPercentage: "62.5",
  isControlPerson: "yes",
  line1: "5526 Wexcombe Rise",
  line2: "Garret 71K",
  city: "Harrowmere",
  state: "OR",
  postalCode: "97205",
  dobMonth: "11",
  dobDay: "27",
  dobYear: "1979",
  ssn: "531-84-7206",
});

/** The last four digits of a number, changed: the sandbox's checks end by them. */
export const ending = (number, digits) => number.slice(0, -4) + digits;
