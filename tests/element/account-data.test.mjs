import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

import { addTexts, hasText } from "../../src/js/element/texts/index.mjs";
import { dropSecrets, emptyDraft, emptySubject } from "../../www/account/draft.mjs";
import { formatEin } from "../../www/account/field-parts.mjs";
import { customerChange, customerInput } from "../../www/account/input.mjs";
import { placeOf } from "../../www/account/paths.mjs";
import { agreementPdf, wrap } from "../../www/account/pdf.mjs";
import { check, checkOwners } from "../../www/account/rules.mjs";
import { SCREENS, stepsOf } from "../../www/account/screens.mjs";
import { errors } from "../../www/account/texts/errors.mjs";
import { screens } from "../../www/account/texts/screens.mjs";

for (const source of [screens, errors]) addTexts(source);

/** A subject with some values and an address. */
function subject(values, address = {}, externalId = "") {
  const made = emptySubject(externalId);
  Object.assign(made.values, values);
  Object.assign(made.address, address);
  return made;
}

const ADDRESS = { line1: " 12 Mill Lane ", city: "Austin", state: "TX", postalCode: "78701" };

test("each of the platform's paths that can be missing has its place on a screen", async () => {
  const source = await readFile(new URL("../../crates/model/src/passport/requirement.rs", import.meta.url), "utf8");
  const names = (list) => {
    const found = new RegExp(`const ${list}: &\\[&str\\] = &\\[([^\\]]+)\\]`).exec(source);
    return [...found[1].matchAll(/"(\w+)"/g)].map(([, name]) => name);
  };
  const rows = [
    ["individual", names("INDIVIDUAL"), "individual", SCREENS.individual],
    ["business", names("BUSINESS"), "business", SCREENS.business],
    ["business.beneficialOwner[3]", names("OWNER"), 3, SCREENS.owner],
  ];
  for (const [prefix, fields, of, shown] of rows) {
    assert.ok(fields.length >= 5);
    for (const field of fields) {
      const place = placeOf(`${prefix}.${field}`);
      assert.equal(place?.of, of, field);
      assert.ok(
        shown.some((screen) => screen.fields.includes(place.field)),
        `${prefix}.${field} is on a screen`,
      );
      assert.ok(hasText(`error-${place.field.replaceAll(".", "-")}-required`), `${place.field} has words`);
    }
  }
});

test("a path into an address finds its field, and one that no screen has finds none", () => {
  assert.deepEqual(placeOf("individual.mailingAddress[0].zip"), { of: "individual", field: "address.postalCode" });
  assert.deepEqual(placeOf("business.beneficialOwner[12].dob"), { of: 12, field: "dob" });
  for (const path of ["linkedDocument", "externalId", "individual", "business.beneficialOwner[0]"]) {
    assert.equal(placeOf(path), undefined, path);
  }
});

test("a screen tells what is wrong beyond doubt, and leaves the rest to the SDK", () => {
  const person = subject({ firstName: " ", email: "ada", mobilePhone: "555-0142", ssn: "219-09-123", dobYear: "1990" });
  for (const [field, code, mayBeEmpty] of [
    ["firstName", "required", false],
    ["middleName", undefined, false],
    ["email", "email_form", true],
    ["mobilePhone", "phone_form", true],
    ["ssn", "ssn_form", true],
    ["dob", "required", true],
    ["ein", "required", false],
    ["ein", undefined, true],
    ["address.line1", "required", false],
    ["address.line1", undefined, true],
    ["address.line2", undefined, false],
  ]) {
    assert.equal(check(person, field, { mayBeEmpty }), code, `${field} ${mayBeEmpty}`);
  }
  for (const [share, code] of [
    ["62.5", undefined],
    ["100", undefined],
    ["25 %", undefined],
    ["101", "percentage_form"],
    ["half", "percentage_form"],
    ["-1", "percentage_form"],
  ]) {
    assert.equal(check(subject({ ownershipPercentage: share }), "ownershipPercentage"), code, share);
  }
});

test("half an address can't be left for later", () => {
  const begun = subject({}, { line1: "12 Mill Lane" });
  assert.equal(check(begun, "address.postalCode", { mayBeEmpty: true }), "required");
  assert.equal(check(subject({}), "address.postalCode", { mayBeEmpty: true }), undefined);
});

test("a company has an owner with a name, and their shares are no more than the whole", () => {
  const owner = (share) => subject({ firstName: "Ada", lastName: "Byron", ownershipPercentage: share });
  assert.equal(checkOwners([]), "required");
  assert.equal(checkOwners([subject({ firstName: "Ada" })]), "owners_incomplete");
  assert.equal(checkOwners([owner("60"), owner("50")]), "shares_too_many");
  assert.equal(checkOwners([owner("33.34"), owner("33.33"), owner("33.33")]), undefined);
});

test("what was left for later is left out of what is sent", () => {
  const draft = emptyDraft();
  draft.who = "individual";
  draft.individual = subject({ firstName: " Ada ", lastName: "Byron", dobYear: "1990", dobMonth: "5", dobDay: "7" });
  assert.deepEqual(customerInput(draft, "x"), {
    type: "INDIVIDUAL",
    externalId: "x",
    individual: { firstName: "Ada", lastName: "Byron", dob: "1990-05-07" },
  });
  draft.individual = subject({}, ADDRESS);
  assert.deepEqual(customerChange(draft), {
    individual: {
      mailingAddress: [{ addressLine1: "12 Mill Lane", city: "Austin", state: "TX", zip: "78701", isPrimary: true }],
    },
  });
});

test("a company is sent with its owners, and a change names those alone who have something new", () => {
  const draft = emptyDraft();
  draft.who = "business";
  draft.business = subject({ legalName: "Larkwell", ein: "12-3456789" });
  draft.owners = [
    subject({ firstName: "Ada", lastName: "Byron", ownershipPercentage: "60 %", isControlPerson: "no" }, {}, "a"),
    subject({}, {}, "b"),
  ];
  const first = {
    externalId: "a",
    firstName: "Ada",
    lastName: "Byron",
    ownershipPercentage: 60,
    isControlPerson: false,
  };
  const input = customerInput(draft, "x");
  assert.deepEqual(input.business.beneficialOwner, [first, { externalId: "b" }]);
  assert.deepEqual(customerChange(draft).business, {
    legalName: "Larkwell",
    ein: "12-3456789",
    beneficialOwner: [first],
  });
  draft.owners = [];
  assert.deepEqual(customerChange(draft).business, { legalName: "Larkwell", ein: "12-3456789" });
});

test("what was sent sealed is forgotten, and all else is kept", () => {
  const draft = emptyDraft();
  const values = { firstName: "Ada", ssn: "219-09-1234", dobYear: "1990", dobMonth: "5", dobDay: "7" };
  draft.individual = subject(values);
  draft.business = subject({ ein: "12-3456789", legalName: "Larkwell" });
  draft.owners = [subject(values)];
  dropSecrets(draft);
  assert.doesNotMatch(JSON.stringify(draft), /219|1990|12-3456789/);
  assert.equal(draft.owners[0].values.firstName, "Ada");
  assert.equal(draft.business.values.legalName, "Larkwell");
});

test("an EIN is formatted however it is typed or pasted", () => {
  for (const [typed, shown] of [
    ["12", "12"],
    ["123", "12-3"],
    ["12-3456789", "12-3456789"],
    ["12 345 6789 0", "12-3456789"],
  ]) {
    assert.equal(formatEin(typed), shown);
  }
});

test("a person counts seven steps, whoever they are", () => {
  for (const who of ["", "individual", "business"]) {
    assert.equal(stepsOf(who).length, 7, who);
    for (const id of stepsOf(who)) assert.ok(hasText(`acct-journey-${id}`), id);
  }
});

test("every text that the second journey asks for is there, and nothing shouts", async () => {
  const folder = new URL("../../www/account/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".mjs"));
  assert.ok(names.length > 15);
  for (const name of names) {
    const source = await readFile(new URL(name, folder), "utf8");
    for (const [, id] of source.matchAll(/\bt\("([\w.-]+)"/g)) assert.ok(hasText(id), `${name}: ${id}`);
  }
  for (const screen of Object.values(SCREENS).flat()) {
    assert.ok(hasText(`acct-${screen.name}-lead`), screen.name);
    const titles =
      screen.name === "contact" ? ["contact-title-individual", "contact-title-business"] : [`${screen.name}-title`];
    for (const title of titles) assert.ok(hasText(`acct-${title}`), title);
  }
  assert.doesNotMatch(screens + errors, /!|invalid/i);
});

test("the accepted text becomes a PDF whose every object is where its table says", () => {
  const text = Array.from({ length: 120 }, (_, index) => `${index} (a) says “yes” \\ no — 漢.`).join("\n\n");
  const bytes = agreementPdf({ title: "Terms (1)", text, notes: ["receipt r-1"] });
  const file = Buffer.from(bytes).toString("latin1");
  assert.ok(file.startsWith("%PDF-1.4\n") && file.endsWith("%%EOF\n"));
  const start = Number(/startxref\n(\d+)\n/.exec(file)[1]);
  assert.equal(file.slice(start, start + 5), "xref\n");
  const offsets = [...file.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at));
  const count = Number(/\/Size (\d+)/.exec(file)[1]);
  assert.equal(offsets.length, count - 1);
  offsets.forEach((at, index) => assert.ok(file.startsWith(`${index + 1} 0 obj\n`, at), `object ${index + 1}`));
  for (const [, length, content] of file.matchAll(/\/Length (\d+) >>\nstream\n([^]*?)\nendstream/g)) {
    assert.equal(content.length, Number(length));
  }
  assert.equal([...file.matchAll(/\/Type \/Page /g)].length, Number(/\/Count (\d+)/.exec(file)[1]));
  assert.ok(file.includes("(119 \\(a\\) says \x93yes\x94 \\\\ no \x97 ?.) Tj"));
  assert.ok(file.includes("(receipt r-1) Tj"));
});

test("lines of a PDF fit, and no word is lost", () => {
  const long = `${"word ".repeat(60)}${"x".repeat(300)} end`;
  const lines = wrap(`${long} last`);
  assert.ok(lines.every((line) => line.length <= 86));
  assert.equal(lines.join("").replace(/\s/g, ""), `${long}last`.replace(/\s/g, ""));
});
