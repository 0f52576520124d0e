// The second journey by the SDK's calls, and what a page of it says and sends. Functions that run in the page stand alone.

import { COMPANY, INDIVIDUAL, OWNER } from "./company.mjs";
import { BLOCKED_OWNER, BLOCKED_PERSON, birthOf } from "./passport-marks.mjs";

const addressOf = ({ line1, line2, city, state, postalCode }) => [
  { addressLine1: line1, addressLine2: line2, city, state, zip: postalCode, isPrimary: true },
];
const isoBirth = (person) => birthOf(person)[0];

function individual(person) {
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

function business(company, owner) {
  const { legalName, doingBusinessAs, businessCategory, stateOfIncorporation, ein, email, phone } = company;
  const { firstName, lastName, title, ssn } = owner;
  const first = { externalId: "owner-1", firstName, lastName, title, ssn, dob: isoBirth(owner) };
  const beneficialOwner = [{ ...first, ownershipPercentage: 100, mailingAddress: addressOf(owner) }];
  const own = { legalName, doingBusinessAs, businessCategory, stateOfIncorporation, ein, email, phone };
  return { type: "BUSINESS", business: { ...own, dateOfIncorporation: "2011-09-23", beneficialOwner } };
}

/** A customer of whom the name alone is known, and a company without its owner. */
const NAMED = {
  type: "INDIVIDUAL",
  individual: { firstName: INDIVIDUAL.firstName, lastName: INDIVIDUAL.lastName },
};
const OWNERLESS = { type: "BUSINESS", business: { legalName: COMPANY.legalName } };

const DEPOSIT_NEEDS = ["ssn", "dob", "mailingAddress", "mobilePhone", "email"].map((name) => `individual.${name}`);

/** The journeys that no screen is needed for, and how each ends. */
export const JOURNEYS = [
  {
    name: "individual, deposit, data missing and then mended",
    customer: NAMED,
    deposit: true,
    change: individual(INDIVIDUAL).individual,
    missing: DEPOSIT_NEEDS,
    ends: "ACTIVE",
  },
  { name: "individual, clearing, all well", customer: individual(INDIVIDUAL), ends: "ACTIVE" },
  {
    name: "individual, clearing, data missing and then mended",
    // A clearing account asks for nothing of a customer; what is sent of one has to be whole and right.
    customer: NAMED,
    wrong: {
      ...individual(INDIVIDUAL).individual,
      lastName: " ",
      mobilePhone: "555",
      mailingAddress: addressOf({ ...INDIVIDUAL, city: "", postalCode: "9720" }),
    },
    change: individual(INDIVIDUAL).individual,
    missing: ["lastName", "mobilePhone", "mailingAddress[0].city", "mailingAddress[0].zip"].map(
      (name) => `individual.${name}`,
    ),
    ends: "ACTIVE",
  },
  { name: "individual, clearing, blocked", customer: individual(BLOCKED_PERSON), ends: "BLOCKED" },
  { name: "business, deposit, all well", customer: business(COMPANY, OWNER), deposit: true, ends: "ACTIVE" },
  { name: "business, deposit, blocked", customer: business(COMPANY, BLOCKED_OWNER), deposit: true, ends: "BLOCKED" },
  {
    name: "business, clearing, data missing and then mended",
    // Nobody can accept for a company without owners.
    customer: OWNERLESS,
    change: { beneficialOwner: business(COMPANY, OWNER).business.beneficialOwner },
    missing: ["acceptanceDetails.acceptedBy.externalId"],
    refused: /status of 422 .*\/account\)$/,
    ends: "ACTIVE",
  },
];

/** Runs in the page: one journey, and what was refused on the way. */
export async function drive({ customer, wrong, change, deposit }) {
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
  const { id } = await customers.create(customer);
  const update = (own) => customers.update({ id, [customer.type === "BUSINESS" ? "business" : "individual"]: own });
  if (wrong) {
    await noting(() => update(wrong));
    await update(change);
  }
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
  if (!opened && change) {
    await update(change);
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
