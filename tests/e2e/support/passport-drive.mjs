// The second journey by the SDK's calls, and what a page of it says and sends. Functions that run in the page stand alone.

import { COMPANY, INDIVIDUAL, OWNER } from "./company.mjs";
import { birthOf } from "./passport-marks.mjs";

const addressOf = ({ line1, line2, city, state, postalCode }) => [
  { addressLine1: line1, addressLine2: line2, city, state, zip: postalCode, isPrimary: true },
];
const isoBirth = (person) => birthOf(person)[0];

function individual({ firstName, lastName, email, mobilePhone, ssn, ...person }) {
  const own = { firstName, lastName, email, mobilePhone, ssn };
  return { ...own, dob: isoBirth(person), mailingAddress: addressOf(person) };
}

function ownersOf({ firstName, lastName, title, ssn, ...owner }) {
  const first = { externalId: "owner-1", firstName, lastName, title, ssn, dob: isoBirth(owner) };
  return [{ ...first, ownershipPercentage: 100, mailingAddress: addressOf(owner) }];
}

/** A customer of whom the name alone is known, and a company without its owner. */
const NAMED = {
  type: "INDIVIDUAL",
  individual: { firstName: INDIVIDUAL.firstName, lastName: INDIVIDUAL.lastName },
};
const OWNERLESS = { type: "BUSINESS", business: { legalName: COMPANY.legalName } };

/** What no screen lets a person send, and what is told of it. */
export const JOURNEYS = [
  {
    name: "individual, clearing, data missing and then mended",
    // A clearing account asks for nothing of a customer; what is sent of one has to be whole and right.
    customer: NAMED,
    wrong: {
      ...individual(INDIVIDUAL),
      lastName: " ",
      mobilePhone: "555",
      mailingAddress: addressOf({ ...INDIVIDUAL, city: "", postalCode: "9720" }),
    },
    change: individual(INDIVIDUAL),
    missing: ["lastName", "mobilePhone", "mailingAddress[0].city", "mailingAddress[0].zip"].map(
      (name) => `individual.${name}`,
    ),
  },
  {
    name: "business, clearing, data missing and then mended",
    // Nobody can accept for a company without owners.
    customer: OWNERLESS,
    change: { beneficialOwner: ownersOf(OWNER) },
    missing: ["acceptanceDetails.acceptedBy.externalId"],
    refused: /status of 422 .*\/account\)$/,
  },
];

/** Runs in the page: one journey, and what was refused on the way. `click` is a press of a button by the browser. */
export async function drive({ customer, wrong, change, click }) {
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
  const type = "payment_services_terms";
  const agreement = (await agreements.list()).find((each) => each.type === type);
  const { sha256: documentSha256 } = await agreements.document(agreement);
  const acceptedBy =
    customer.type === "BUSINESS" ? { entity: "BENEFICIAL_OWNER", externalId: "owner-1" } : { entity: "CUSTOMER" };
  const { locale } = agreement;
  await agreements.accept({ customerId: id, type, documentSha256, locale, mode: "CLICKWRAP", click, acceptedBy });
  let opened = await noting(() => accounts.open({ customerId: id, isCustomerOwned: false }));
  if (!opened) {
    await update(change);
    opened = await accounts.open({ customerId: id, isCustomerOwned: false });
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
