// What the tests of `portico.passport` call, and with what.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { click } from "./click.mjs";

/**
 * A call of the SDK. In place of a document, `{ pdf: bytes }` or `{ file: text }`, which is made in the page, and in place
 * of a click how it comes about.
 */
export async function call(page, path, [input, ...options]) {
  const args = [
    typeof input?.click === "string" ? { ...input, click: await click(page, input.click) } : input,
    ...options,
  ];
  const answer = await page.evaluate(
    async ([path, args]) => {
      const linked = args[0]?.linkedDocument;
      const { pdf, file } = linked ?? {};
      if (pdf) linked.content = new File(["%PDF-1.7\n", new Uint8Array(pdf - 9)], "signed.pdf");
      if (file !== undefined) linked.content = new TextEncoder().encode(file);
      if (linked) args[0].linkedDocument = { content: linked.content };
      const [space, name] = path.split(".");
      try {
        return { value: await globalThis.portico.passport[space][name](...args) };
      } catch (error) {
        if (error.name !== "PorticoError") throw error;
        const { code, reason, status, retryable, errors, message } = error;
        return { failed: { code, reason, status, retryable, errors, text: `${message} ${JSON.stringify(errors)}` } };
      }
    },
    [path, args],
  );
  if (answer.failed) throw Object.assign(new Error(`${path}: ${JSON.stringify(answer.failed)}`), answer.failed);
  return answer.value;
}

export async function failed(promise, code, reason) {
  const error = await promise.then(
    (value) => assert.fail(`it gave ${JSON.stringify(value)}`),
    (error) => error,
  );
  assert.equal(error.code, code, error.message);
  assert.equal(error.reason, reason, error.message);
  return error;
}

export const paths = (error) => error.errors.map(({ field }) => field);

const HOME = { addressLine1: "12 Mill Lane", city: "Austin", state: "TX", zip: "78701", isPrimary: true };

export const person = (last4 = "1234") => ({
  type: "INDIVIDUAL",
  individual: {
    firstName: "Ada",
    lastName: "Byron",
    ssn: `219-09-${last4}`,
    dob: "1990-05-17",
    mailingAddress: [HOME],
    mobilePhone: "(512) 555-0123",
    email: "ada@example.com",
  },
});

export const firm = (last4 = "1234") => ({
  type: "BUSINESS",
  business: {
    legalName: "Larkwell Books LLC",
    ein: "12-3456789",
    stateOfIncorporation: "TX",
    dateOfIncorporation: "2019-02-28",
    doingBusinessAs: "Larkwell",
    phone: "5125550123",
    email: "office@example.com",
    businessCategory: "Bookshop",
    beneficialOwner: [
      {
        externalId: "ada",
        firstName: "Ada",
        lastName: "Byron",
        ssn: `219-09-${last4}`,
        dob: "1985-01-31",
        mailingAddress: [HOME],
        ownershipPercentage: 60,
      },
    ],
  },
});

export const BY_CUSTOMER = { entity: "CUSTOMER" };
export const BY_OWNER = { entity: "BENEFICIAL_OWNER", externalId: "ada" };
export const DEPOSIT = { isCustomerOwned: true, linkedDocument: { pdf: 2000 } };

/** Has the customer accept both agreements, and gives the receipts. */
export async function accept(sdk, customer, acceptedBy, types) {
  const receipts = [];
  for (const agreement of await sdk("agreements.list")) {
    if (types && !types.includes(agreement.type)) continue;
    const { text, sha256 } = await sdk("agreements.document", agreement);
    assert.equal(createHash("sha256").update(text).digest("hex"), agreement.documentSha256);
    const { type, locale } = agreement;
    const accepted = { mode: "CLICKWRAP", click: "by mouse", acceptedBy };
    const input = { ...customer, type, locale, documentSha256: sha256, ...accepted };
    receipts.push(await sdk("agreements.accept", input));
  }
  return receipts;
}
