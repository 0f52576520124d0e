import assert from "node:assert/strict";
import { test } from "node:test";

import { parseBlocks } from "../../src/js/element/agreement-text.mjs";
import { journey } from "../../src/js/element/journey.mjs";
import { listCountries } from "../../src/js/element/parts/countries.mjs";
import { checkImage } from "../../src/js/element/parts/image-field.mjs";
import { STATES } from "../../src/js/element/parts/states.mjs";
import { formatInPlace, formatSsn } from "../../src/js/element/parts/secret-field.mjs";
import { firstLook } from "../../src/js/element/steps/first-look.mjs";

test("an SSN is formatted however it is typed or pasted", () => {
  for (const [typed, shown] of [
    ["", ""],
    ["123", "123"],
    ["1234", "123-4"],
    ["123-45-", "123-45"],
    ["123456789", "123-45-6789"],
    [" 123 45 6789 ", "123-45-6789"],
    ["123456789000", "123-45-6789"],
    ["ssn: 123.45.6789", "123-45-6789"],
  ]) {
    assert.equal(formatSsn(typed), shown);
  }
});

test("the cursor stays behind the same digit when hyphens come in", () => {
  const input = {
    value: "1234",
    selectionStart: 4,
    setSelectionRange(at) {
      this.selectionStart = at;
    },
  };
  assert.equal(formatInPlace(input, formatSsn), "123-4");
  assert.equal(input.selectionStart, 5);
});

test("a screen tells what is wrong beyond doubt, and leaves the rest to the SDK", () => {
  for (const [field, value, code] of [
    ["firstName", "  ", "required"],
    ["firstName", "4da", undefined],
    ["middleName", "", undefined],
    ["email", "ada", "email_form"],
    ["email", "ada@example.com", undefined],
    ["phone", "555-0142", "phone_form"],
    ["phone", "(512) 555-0142", undefined],
    ["address.line2", "", undefined],
    ["address.postalCode", "7870", "postal_code_form"],
    ["address.postalCode", "78701-1234", undefined],
  ]) {
    assert.equal(firstLook(field, value), code, `${field} ${value}`);
  }
});

test("a person counts seven steps, or six when the account asks no questions", () => {
  const at = (kind, more) => {
    const { current, total } = journey(kind, more);
    return [current, total];
  };
  assert.deepEqual(at("connecting"), [0, 7]);
  assert.deepEqual(at("person_details", { screen: "identity" }), [3, 7]);
  assert.deepEqual(at("identity_questions"), [3, 7]);
  assert.deepEqual(at("await_card"), [7, 7]);
  assert.deepEqual(at("order_card", { withoutUse: true }), [5, 6]);
  assert.deepEqual(at("enroll_features", { features: true }), [8, 8]);
  assert.deepEqual(at("complete"), [0, 7]);
  assert.ok(journey("complete").steps.every(({ state }) => state === "done"));
  assert.ok(journey("declined").steps.every(({ state }) => state === "todo"));
});

test("a plain text becomes headings, paragraphs and lists, with every word of it", () => {
  const text = `Terms of the card

1. What this is
This is a text that goes over
two lines.

2. Lost cards
Tell us at once:
- by phone, day
  or night
- by letter

Keep it.`;
  assert.deepEqual(parseBlocks(text), [
    { kind: "heading", text: "Terms of the card" },
    { kind: "heading", text: "1. What this is" },
    { kind: "paragraph", text: "This is a text that goes over two lines." },
    { kind: "heading", text: "2. Lost cards" },
    { kind: "paragraph", text: "Tell us at once:" },
    { kind: "list", items: ["by phone, day or night", "by letter"] },
    { kind: "paragraph", text: "Keep it." },
  ]);
  assert.deepEqual(parseBlocks("The first line of a paragraph\nthat goes on here."), [
    { kind: "paragraph", text: "The first line of a paragraph that goes on here." },
  ]);
  assert.deepEqual(parseBlocks("\r\n \r\n"), []);
});

test("every state is listed once, by a code of two letters", () => {
  assert.equal(new Set(STATES.map(({ value }) => value)).size, STATES.length);
  assert.equal(STATES.length, 59);
  for (const { value, text } of STATES) assert.match(`${value} ${text}`, /^[A-Z]{2} [A-Z]/);
});

test("countries are listed once, by the codes that are in use, the United States first", () => {
  const countries = listCountries();
  const codes = countries.map(({ value }) => value);
  assert.equal(codes[0], "US");
  assert.equal(new Set(codes).size, codes.length);
  assert.equal(new Set(countries.map(({ text }) => text)).size, codes.length);
  for (const code of ["CA", "MX", "DE", "GB"]) assert.ok(codes.includes(code), code);
  for (const code of ["SU", "DD", "EU", "ZZ"]) assert.ok(!codes.includes(code), code);
});

test("an image is looked at before it is sealed: its type, its size, and that there is something in it", () => {
  for (const [type, size, code] of [
    ["image/jpeg", 1, undefined],
    ["image/png", 10 * 1024 * 1024, undefined],
    ["application/pdf", 5000, undefined],
    ["image/jpeg", 10 * 1024 * 1024 + 1, "image_too_large"],
    ["image/heic", 5000, "image_type"],
    ["", 5000, "image_type"],
    ["image/png", 0, "image_form"],
  ]) {
    assert.equal(checkImage({ type, size }), code, `${type} ${size}`);
  }
});

test("importing the element registers nothing, in Node too", async () => {
  const element = await import("../../src/js/element/index.mjs");
  assert.equal(typeof element.define, "function");
  assert.equal(globalThis.customElements?.get("portico-onboarding"), undefined);
});
