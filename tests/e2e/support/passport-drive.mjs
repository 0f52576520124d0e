// The second journey by the SDK's calls, and what a page of it says and sends. Functions that run in the page stand alone.

import { COMPANY, INDIVIDUAL } from "./company.mjs";
import { birthOf } from "./passport-marks.mjs";

const addressOf = ({ line1, line2, city, state, postalCode }) => [
  { addressLine1: line1, addressLine2: line2, city, state, zip: postalCode, isPrimary: true },
];
const isoBirth = (person) => birthOf(person)[0];

export function individual(person) {
  const { firstName, lastName, email, mobilePhone, ssn } = person;
  const own = {
    firstName,
    lastName,
    email,
    mobilePhone,
    ssn,
    dob: isoBirth(person),
    mailingAddress: addressOf(person),
  };
  return { type: "INDIVIDUAL", individual: own };
}

export function business(company, owner) {
  const { legalName, doingBusinessAs, businessCategory, stateOfIncorporation, ein, email, phone } = company;
  const { firstName, lastName, title, ssn } = owner;
  const first = { externalId: "owner-1", firstName, lastName, title, ssn, dob: isoBirth(owner) };
  const beneficialOwner = [{ ...first, ownershipPercentage: 100, mailingAddress: addressOf(owner) }];
  const own = { legalName, doingBusinessAs, businessCategory, stateOfIncorporation, ein, email, phone };
  return { type: "BUSINESS", business: { ...own, dateOfIncorporation: "2011-09-23", beneficialOwner } };
}

/** What `customers.create` knows of a person without a name, or `accounts.open` of a company without its owner. */
export const NAMELESS = { type: "INDIVIDUAL", individual: {} };
export const NAMED = {
  type: "INDIVIDUAL",
  individual: { firstName: INDIVIDUAL.firstName, lastName: INDIVIDUAL.lastName },
};
export const OWNERLESS = { type: "BUSINESS", business: { legalName: COMPANY.legalName } };

/** Runs in the page: one journey, and what was refused on the way. */
export async function drive({ first, customer, change, deposit }) {
  const { portico } = document.querySelector("larkwell-panel");
  await portico.connect();
  const { customers, agreements, accounts } = portico.passport;
  const told = [];
  const noting = async (work) => {
    try {
      return await work();
    } catch (error) {
      told.push({ code: error.code, reason: error.reason, fields: error.errors.map(({ field }) => field) });
      return undefined;
    }
  };
  if (first) await noting(() => customers.create(first));
  const { id } = await customers.create(customer);
  const type = deposit ? "passport_account_agreement" : "payment_services_terms";
  const agreement = (await agreements.list()).find((each) => each.type === type);
  const { sha256: documentSha256 } = await agreements.document(agreement);
  const acceptedBy =
    customer.type === "BUSINESS" ? { entity: "BENEFICIAL_OWNER", externalId: "owner-1" } : { entity: "CUSTOMER" };
  const { locale } = agreement;
  await agreements.accept({ customerId: id, type, documentSha256, locale, mode: "CLICKWRAP", acceptedBy });
  const input = deposit
    ? { isCustomerOwned: true, linkedDocument: { content: new Blob(["%PDF-1.7\nsigned"]) } }
    : { isCustomerOwned: false };
  let opened = await noting(() => accounts.open({ customerId: id, ...input }));
  if (change) {
    await customers.update({ id, [customer.type === "BUSINESS" ? "business" : "individual"]: change });
    opened = await accounts.open({ customerId: id, ...input });
  }
  const account = await accounts.waitForOutcome({ customerId: id, accountId: opened.id });
  return { told, account };
}

/** Runs in the page: tells the bodies that are files, which a browser's debugger does not. */
export function watchBlobs() {
  globalThis.Request = class extends Request {
    constructor(input, init) {
      super(input, init);
      if (init?.body instanceof Blob) void init.body.text().then(globalThis.observeBlob);
    }
  };
}

/** Runs in the page: writes down what it dispatches. */
export function watchEvents() {
  globalThis.seenEvents = [];
  const note = ({ type, detail }) => globalThis.seenEvents.push(`${type} ${JSON.stringify(detail)}`);
  const { portico } = document.querySelector("larkwell-panel");
  for (const type of ["call", "statechange", "document"]) portico.addEventListener(type, note);
  document.querySelector("larkwell-account").addEventListener("account-progress", note);
}
