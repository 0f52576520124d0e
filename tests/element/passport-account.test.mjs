// @ts-check
// An account reads the same in whichever of the guide's forms the platform answers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inOneForm } from "../../src/js/passport.mjs";

const acceptanceDetails = { ipAddress: "203.0.113.7", acceptedBy: { entity: "CUSTOMER" } };
const how = { acceptanceMode: "ESIGN", acceptanceDetails };
const linked = { purpose: "AUTHORIZATION", document: { type: "SPAA", base64encodedContent: "JVBERi0=" } };
const otherSpelling = { purpose: "AUTHORIZATION", document: { type: "SPAA", base64EncodedContent: "JVBERi0=" } };

test("one document or a list, either spelling, and an acceptance inside or beside it", () => {
  const one = { id: 7, linkedDocument: [{ ...linked, ...how }] };
  for (const account of [
    { id: 7, linkedDocument: { ...linked, ...how } },
    { id: 7, linkedDocument: [{ ...otherSpelling, ...how }] },
    { id: 7, linkedDocument: linked, ...how },
    { id: 7, linkedDocument: [otherSpelling], ...how },
    { id: 7, linkedDocument: [{ ...linked, acceptanceMode: "ESIGN" }], acceptanceDetails },
  ]) {
    assert.deepEqual(inOneForm(account), one);
  }
});

test("what stands inside counts before what stands beside, for each document by itself", () => {
  const account = { linkedDocument: [linked, { ...linked, acceptanceMode: "WETSIGN" }], acceptanceMode: "CLICKWRAP" };
  const modes = inOneForm(account).linkedDocument.map((/** @type {any} */ document) => document.acceptanceMode);
  assert.deepEqual(modes, ["CLICKWRAP", "WETSIGN"]);
});

test("an account without a document is as it came", () => {
  for (const account of [{ id: 7 }, { id: 7, ...how }]) assert.deepEqual(inOneForm(account), account);
});
