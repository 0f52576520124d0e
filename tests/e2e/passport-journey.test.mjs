// The second journey: from customer data to an open account. {individual, business} × {deposit, clearing} × {all well,
// data missing and mended, blocked}: ten of the twelve through the screens. The two that are left send what no screen
// lets pass, by the SDK's calls in the same page.
//
// All of them run on one pair of servers, which say all that they can say. At the end every place is searched for what was
// typed: SSN, EIN and birth dates are nowhere but sealed, contact data only in the bodies of the calls that carry it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  acceptAgreement,
  chooseKind,
  fieldsInError,
  fillCompany,
  fillCompanyAndChangeOwners,
  fillIndividual,
  fillScreen,
  readAgreement,
  waitForScreen,
} from "./support/account-walk.mjs";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { click } from "./support/click.mjs";
import { COMPANY, INDIVIDUAL, OWNER } from "./support/company.mjs";
import { find } from "./support/encodings.mjs";
import { looker } from "./support/look.mjs";
import { JOURNEYS, drive, watchBlobs, watchEvents } from "./support/passport-drive.mjs";
import {
  BLOCKED_COMPANY,
  BLOCKED_OWNER,
  BLOCKED_PERSON,
  CARRIERS,
  CONTACT,
  PARTNER,
  SEALED,
  leaks,
} from "./support/passport-marks.mjs";
import { browserPlaces, filePlaces, place, placesOfExchange } from "./support/places.mjs";
import { press } from "./support/walk.mjs";

let stack;
let browser;
/** Whatever somebody else could read of all journeys. */
const places = [];
/** Bodies that the debugger does not see: those with a document. */
const blobs = [];

before(async () => {
  [stack, browser] = await startBoth({ log: "trace" });
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A visitor on the page, whose traces are kept for the search at the end. */
async function visited(name, work, { width = 1280, colorScheme = "light", refused } = {}) {
  const visitor = await visit(browser, { width, colorScheme, origin: stack.url });
  const { page, context, observer } = visitor;
  await page.exposeBinding("observeBlob", (_source, text) => blobs.push(place(`a large body of ${name}`, text)));
  await page.addInitScript(watchBlobs);
  await page.goto(`${stack.url}/account.html`);
  await page.waitForFunction(() => document.querySelector("larkwell-panel").portico);
  await page.evaluate(watchEvents);
  await work(page, observer);
  places.push(...(await browserPlaces(page, context, `after ${name}`)));
  places.push(place(`the events of ${name}`, await page.evaluate(() => globalThis.seenEvents.join("\n"))));
  await observer.settle();
  places.push(...observer.exchanges.flatMap((exchange) => placesOfExchange(exchange, CARRIERS)));
  places.push(place(`the console of ${name}`, observer.consoleLines.join("\n")));
  // The browser's console names each refusal of a call.
  assert.deepEqual(
    observer.trouble().filter((line) => !refused?.test(line)),
    [],
  );
  await visitor.close();
}

test("individual, deposit, all well: through the screens, by a click", () =>
  visited("a person's deposit account", async (page) => {
    const look = looker(page, "1280");
    await waitForScreen(page, "kind");
    await press(page, "Continue");
    await look("kind");
    await chooseKind(page, { who: "individual", what: "deposit" });
    await press(page, "Continue");
    await fillIndividual(page, INDIVIDUAL, { onArrival: look });
    await waitForScreen(page, "agreement");
    await press(page, "Accept and open the account");
    await page.locator("[data-error=read]").waitFor();
    await look("agreement");
    await acceptAgreement(page);
    await waitForScreen(page, "open");
    await look("open");
    const numbers = page.locator("[data-number]");
    assert.match(await numbers.first().innerText(), /^ends in \d{4}$/);
    await page.getByRole("button", { name: "Show Account number" }).click();
    assert.match(await numbers.first().innerText(), /^\d{16}$/);
    const { linkedDocument } = JSON.parse(blobs.find(({ bytes }) => bytes.includes("linkedDocument")).bytes.toString());
    const pdf = Buffer.from(linkedDocument.document.base64encodedContent, "base64").toString("latin1");
    assert.match(pdf, /^%PDF-1\.4\n[^]*PASSPORT ACCOUNT AGREEMENT[^]*CLICKWRAP[^]*%%EOF\n$/);
    await press(page, "For developers");
    const sealed = page.locator('[data-sealed^="passport:"]').first();
    assert.match(await sealed.innerText(), /opened by the gateway, in memory, on the way to the platform/);
    await look("panel");
  }));

test("business, deposit, data missing and then mended: all of it is told at once, and nothing is lost", () =>
  visited(
    "a company's deposit account",
    async (page, observer) => {
      const look = looker(page, "320");
      await chooseKind(page, { who: "business", what: "deposit" });
      await press(page, "Continue");
      const later = ["registration", "owner-address", "owner-identity"];
      await fillCompany(page, COMPANY, [OWNER, PARTNER], { later, onArrival: look });
      await readAgreement(page);
      await look("agreement");
      await press(page, "Accept and open the account");
      await page.locator("[data-error=acceptedBy]").waitFor();
      await page.getByRole("radio", { name: "Thessalina Ormskirkby" }).check();
      await press(page, "Accept and open the account");
      await waitForScreen(page, "missing");
      await look("missing-company");
      assert.deepEqual(await fieldsInError(page), ["dateOfIncorporation", "ein", "stateOfIncorporation"]);
      await fillScreen(page, COMPANY);
      await press(page, "Continue");
      for (const [index, owner] of [OWNER, PARTNER].entries()) {
        await page.getByText(`About ${owner.firstName} ${owner.lastName}`).waitFor();
        await look(`missing-owner-${index + 1}`);
        const address = ["line1", "city", "state", "postalCode"].map((name) => `address.${name}`);
        assert.deepEqual(await fieldsInError(page), [...address, "dob", "ssn"].sort());
        await fillScreen(page, owner);
        await press(page, index === 0 ? "Continue" : "Save and open the account");
      }
      await waitForScreen(page, "open");
      await look("open");
      await observer.settle();
      const sent = (path) =>
        observer.exchanges.filter(({ method, url }) => method === "POST" && path.test(new URL(url).pathname)).length;
      assert.equal(sent(/\/agreements\/[a-z_]+\/receipts$/), 1, "the agreement was accepted once");
      assert.equal(sent(/\/customer$/), 1, "the customer was made once");
    },
    { width: 320 },
  ));

test("individual, deposit, blocked: a signed page by upload, and a kind no without the rule", () =>
  visited(
    "a person who is blocked",
    async (page) => {
      const look = looker(page, "1280-dark");
      await chooseKind(page, { who: "individual", what: "deposit" });
      await look("kind");
      await press(page, "Continue");
      await fillIndividual(page, BLOCKED_PERSON, { onArrival: look });
      await readAgreement(page);
      await page.getByRole("radio", { name: "On paper" }).check();
      await press(page, "Hand in and open the account");
      assert.deepEqual(await fieldsInError(page), ["signedAgreement"]);
      const file = page.locator("input[type=file]");
      await file.setInputFiles({ name: "signed.pdf", mimeType: "application/pdf", buffer: Buffer.from("no PDF") });
      await press(page, "Hand in and open the account");
      await page.getByText("This file is not a PDF").first().waitFor();
      await look("agreement");
      await file.setInputFiles({
        name: "signed.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from("%PDF-1.7\nink"),
      });
      await press(page, "Hand in and open the account");
      await waitForScreen(page, "blocked");
      await look("blocked");
      assert.doesNotMatch(await page.locator("body").innerText(), /KYC|compliance|BLOCKED/i);
    },
    { colorScheme: "dark" },
  ));

test("business, clearing, all well: with an owner who is changed and one who is taken away", () =>
  visited(
    "a company's clearing account",
    async (page) => {
      const look = looker(page, "320-dark");
      await chooseKind(page, { who: "business", what: "clearing" });
      await press(page, "Continue");
      await fillCompanyAndChangeOwners(page, COMPANY, OWNER, PARTNER);
      await waitForScreen(page, "agreement");
      await page.getByRole("heading", { level: 2, name: "Payment Services Terms & Conditions" }).waitFor();
      assert.equal(await page.getByRole("radio").count(), 0, "one owner, one way to sign: nothing to choose");
      await look("agreement");
      await acceptAgreement(page);
      await waitForScreen(page, "open");
      await look("open");
    },
    { width: 320, colorScheme: "dark" },
  ));

test("business, clearing, blocked: through the screens", () =>
  visited("a company that is blocked", async (page) => {
    await chooseKind(page, { who: "business", what: "clearing" });
    await press(page, "Continue");
    await fillCompany(page, BLOCKED_COMPANY, [OWNER]);
    await acceptAgreement(page);
    await waitForScreen(page, "blocked");
    await press(page, "Open another account");
    await waitForScreen(page, "kind");
  }));

const LATER = ["contact", "address", "identity"];
const ADDRESS = ["address.city", "address.line1", "address.postalCode", "address.state"];

// The other cells whose way the screens can go: what is typed, what is told as missing, and how it ends.
for (const [name, fill, ends = "open", missing = undefined] of [
  [
    "individual, deposit, data missing and then mended",
    (page) => fillIndividual(page, INDIVIDUAL, { later: LATER }),
    "open",
    [...ADDRESS, "dob", "email", "mobilePhone", "ssn"],
  ],
  ["individual, clearing, all well", (page) => fillIndividual(page, INDIVIDUAL)],
  ["individual, clearing, blocked", (page) => fillIndividual(page, BLOCKED_PERSON), "blocked"],
  ["business, deposit, all well", (page) => fillCompany(page, COMPANY, [OWNER])],
  ["business, deposit, blocked", (page) => fillCompany(page, COMPANY, [BLOCKED_OWNER]), "blocked"],
]) {
  test(`${name}: through the screens`, () =>
    visited(name, async (page) => {
      const [who, what] = name.split(", ");
      await chooseKind(page, { who, what });
      await press(page, "Continue");
      await fill(page);
      await acceptAgreement(page);
      if (missing) {
        await waitForScreen(page, "missing");
        assert.deepEqual(await fieldsInError(page), missing);
        await fillScreen(page, INDIVIDUAL);
        await press(page, "Save and open the account");
      }
      await waitForScreen(page, ends);
    }));
}

for (const { name, refused, ...journey } of JOURNEYS) {
  const run = async (page) => {
    const { told, account } = await page.evaluate(drive, { ...journey, click: await click(page) });
    assert.deepEqual(
      told.map(({ code, fields }) => [code, [...fields].sort()]),
      [["validation_failed", [...journey.missing].sort()]],
    );
    assert.deepEqual([account.status, account.isCustomerOwned], ["ACTIVE", false]);
  };
  test(`${name}: by the calls of the SDK`, () => visited(name, run, { refused }));
}

test("a script's click accepts nothing", () =>
  visited("a page with a script that clicks", async (page, observer) => {
    await chooseKind(page, { who: "individual", what: "clearing" });
    await press(page, "Continue");
    await fillIndividual(page, INDIVIDUAL, { later: LATER });
    await readAgreement(page);
    await page.getByRole("button", { name: "Accept and open the account" }).evaluate((button) => button.click());
    await observer.settle();
    assert.ok(!observer.exchanges.some(({ url }) => url.includes("/receipts")));
    await acceptAgreement(page);
    await waitForScreen(page, "open");
  }));

test("a reload goes on at the agreement, and then at the open account", () =>
  visited("a visit with reloads", async (page) => {
    await chooseKind(page, { who: "individual", what: "clearing" });
    await press(page, "Continue");
    await fillIndividual(page, INDIVIDUAL);
    await waitForScreen(page, "agreement");
    await page.reload();
    await acceptAgreement(page);
    await waitForScreen(page, "open");
    const id = await page.locator("[data-account]").innerText();
    await page.reload();
    await waitForScreen(page, "open");
    assert.equal(await page.locator("[data-account]").innerText(), id);
    await page.evaluate(watchEvents);
  }));

test("going back loses nothing", () =>
  visited("a visit that goes back", async (page) => {
    await chooseKind(page, { who: "individual", what: "deposit" });
    await press(page, "Continue");
    await waitForScreen(page, "name");
    await fillScreen(page, INDIVIDUAL);
    await press(page, "Continue");
    await waitForScreen(page, "contact");
    await press(page, "Back");
    await waitForScreen(page, "name");
    await press(page, "Back");
    await waitForScreen(page, "kind");
    assert.ok(await page.locator("input[name=what][value=deposit]").isChecked());
    await press(page, "Continue");
    await waitForScreen(page, "name");
    assert.equal(await page.locator("input[name=firstName]").inputValue(), INDIVIDUAL.firstName);
  }));

test("a visit that has ended begins anew, with what was typed but for the sealed data", () =>
  visited(
    "a visit that ended",
    async (page) => {
      await chooseKind(page, { who: "individual", what: "clearing" });
      await press(page, "Continue");
      await fillIndividual(page, INDIVIDUAL);
      await readAgreement(page);
      await page.context().clearCookies();
      await press(page, "Accept and open the account");
      await page.locator("[data-step=details] [data-notice=customer_not_found]").waitFor();
      await waitForScreen(page, "name");
      assert.equal(await page.locator("input[name=lastName]").inputValue(), INDIVIDUAL.lastName);
      for (const screen of ["name", "contact", "address"]) {
        await waitForScreen(page, screen);
        await press(page, "Continue");
      }
      await waitForScreen(page, "identity");
      assert.equal(await page.locator("input[name=ssn]").inputValue(), "", "what was sealed is forgotten");
      await fillScreen(page, INDIVIDUAL);
      await press(page, "Save my details");
      await acceptAgreement(page);
      await waitForScreen(page, "open");
    },
    // Also what was sealed for the visit that ended: the SDK seals it once more.
    { refused: /status of (401|404|422) .*\/customer/ },
  ));

test("the search finds marks that are planted on purpose in every place", async () => {
  const visitor = await visit(browser, { origin: stack.url });
  const { page, context, observer } = visitor;
  const [seen, before] = [[], blobs.length];
  await page.exposeBinding("observeBlob", (_source, text) => seen.push(place("a large body", text)));
  await page.addInitScript(watchBlobs);
  await page.goto(`${stack.url}/account.html`);
  await page.waitForFunction(() => document.querySelector("larkwell-panel").portico);
  await page.evaluate(watchEvents);
  await page.evaluate(
    async ([ein, ssn, birth, name]) => {
      const { portico } = document.querySelector("larkwell-panel");
      portico.dispatchEvent(new CustomEvent("call", { detail: { path: `/x?ssn=${ssn}` } }));
      localStorage.setItem("larkwell-account", btoa(ein));
      // A request is over for the browser once its answer is read.
      const send = async (...request) => (await fetch(...request)).text();
      await send(new Request("/healthz", { method: "POST", body: new Blob([JSON.stringify({ birth })]) }));
      await send("/portico/passport/customer/externalId/x/account", { method: "POST", body: name });
    },
    [COMPANY.ein, OWNER.ssn, SEALED["owner's birth date"][1], INDIVIDUAL.lastName],
  );
  await observer.settle();
  const planted = [
    ...seen,
    ...(await browserPlaces(page, context, "planted")),
    place("the events", await page.evaluate(() => globalThis.seenEvents.join("\n"))),
    ...observer.exchanges.flatMap((exchange) => placesOfExchange(exchange, CARRIERS)),
  ];
  const found = leaks(planted).join("\n");
  for (const where of [
    "EIN in localStorage",
    "owner's SSN in the events",
    "owner's birth date in a large body",
    "name in the body of POST /portico/passport/customer/externalId/x/account",
  ]) {
    assert.ok(found.includes(where), `${where} is searched:\n${found}`);
  }
  assert.equal(blobs.length, before, "what was planted is not taken for a leak");
  await visitor.close();
});

test("nothing of a customer is found where it does not belong", async () => {
  const sent = places.filter(({ name }) => /^the body of POST .*\/customer$/.test(name));
  assert.ok(sent.length >= 12, "the customers' bodies were written down");
  for (const marks of Object.values(CONTACT)) {
    assert.ok(
      sent.some(({ bytes }) => marks.some((mark) => find(mark, bytes))),
      `${marks[0]} was sent`,
    );
  }
  assert.ok(places.some(({ name, bytes }) => name.startsWith("the events") && bytes.includes("/passport/customer")));
  assert.ok(
    blobs.some(({ bytes }) => bytes.includes("base64encodedContent")),
    "bodies with a document were written down",
  );
  places.push(...blobs, ...(await filePlaces(stack.dir, "running")));
  await stack.stopServers();
  places.push(...(await filePlaces(stack.dir, "stopped")));
  for (const file of ["sandbox.log", "gateway.log", "sandbox/sandbox.db", "gateway/gateway.db"]) {
    assert.ok(
      places.some(({ name, bytes }) => name.includes(file) && bytes.length > 0),
      `${file} was read`,
    );
  }
  assert.deepEqual(leaks(places), []);
});
