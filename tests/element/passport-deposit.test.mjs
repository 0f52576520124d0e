// @ts-check
// What the package's script misses in a customer is what the platform misses: crates/model/cases/deposit.json.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { missingForDeposit } from "../../src/js/passport.mjs";

/** @type {[any, string[]][]} */
const cases = JSON.parse(readFileSync(new URL("../../crates/model/cases/deposit.json", import.meta.url), "utf8"));

test("every case of the shared table is judged as the platform judges it", () => {
  assert.ok(cases.length > 250);
  for (const [customer, missing] of cases) assert.deepEqual(missingForDeposit(customer), missing);
});

test("of numbers the last four digits are enough, which is what comes back of them", () => {
  for (const [customer, missing] of cases) {
    const text = JSON.stringify(customer).replaceAll('"ssn":', '"ssnLast4":').replaceAll('"ein":', '"einLast4":');
    assert.deepEqual(missingForDeposit(JSON.parse(text)), missing);
  }
});
