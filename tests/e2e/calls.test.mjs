// The calls by themselves, against the real gateway and the sandbox: what each sends is what is taken, and what comes back
// has the form that the package's types promise.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { call, codeOf, openBare, startBare } from "./support/bare.mjs";
import { visit } from "./support/browser.mjs";
import { PERSON } from "./support/person.mjs";

let stack;
let browser;
let stop;
before(async () => {
  ({ stack, browser, stop } = await startBare());
});
after(() => stop?.());

const ADDRESS = {
  line1: PERSON.line1,
  city: PERSON.city,
  state: PERSON.state,
  postalCode: PERSON.postalCode,
};

/** Somebody whose checks end as the last four digits say. */
const somebody = (last4 = "3921") => ({
  firstName: PERSON.firstName,
  lastName: PERSON.lastName,
  email: PERSON.email,
  phone: PERSON.phone,
  address: ADDRESS,
  dateOfBirth: "1987-03-14",
  governmentId: { type: "ssn", value: `548-67-${last4}` },
});

/** A test with a visitor of its own, whose calls are `sdk("people.get", …)`. */
function visitor(name, work) {
  test(name, async () => {
    const { page, observer, close } = await visit(browser, { origin: stack.url });
    await openBare(page, stack);
    await work((path, ...args) => call(page, path, ...args), { page, observer });
    await close();
  });
}

/** An account with its person. */
async function person(sdk, last4, providedId = stack.kit.provided_ids.dda) {
  const account = await sdk("accounts.create", { providedId });
  const made = await sdk("people.create", { accountId: account.id, ...somebody(last4) });
  return { accountId: account.id, personId: made.id, made };
}

/** The same, as far as the account being active. */
async function active(sdk, providedId = stack.kit.provided_ids.dda) {
  const ids = await person(sdk, "3921", providedId);
  const agreements = await sdk("agreements.search", { providedId });
  for (const agreement of agreements) {
    const { sha256 } = await sdk("agreements.document", agreement);
    const input = { personId: ids.personId, agreementId: agreement.id, documentSha256: sha256, locale: "en-US" };
    await sdk("agreements.accept", input);
  }
  const questions = await sdk("expectedUse.get", ids.personId);
  if (questions.length > 0) {
    const answers = questions.map(({ id, options }) => ({ questionId: id, optionId: options[0].id }));
    await sdk("expectedUse.answer", { personId: ids.personId, answers });
  }
  assert.equal((await sdk("accounts.get", ids.accountId)).accountState, "active");
  return { ...ids, agreements };
}

/** A physical card with its PIN set. */
async function activeCard(sdk, { accountId, personId }) {
  const [brand] = await sdk("cards.brands", personId);
  const order = { accountId, personId, brandName: brand.brandName, address: ADDRESS };
  const card = await sdk("cards.orderPhysical", order);
  assert.equal(card.status, "unactivated");
  await stack.controls.ship(card.id);
  const { cvc } = await stack.controls.card(card.id);
  const { id } = await sdk("cards.verify", { cardId: card.id, cvc });
  return sdk("cards.setPin", { cardId: card.id, verificationId: id, pin: PERSON.pin });
}

visitor("an account has a context, and a child inherits it", async (sdk) => {
  const { accountId } = await person(sdk);
  const parent = await sdk("accounts.get", accountId);
  assert.equal(parent.type, "dda");
  assert.equal(parent.providedId, stack.kit.provided_ids.dda);
  assert.ok(parent.accountContext.backingBank);
  assert.match(parent.balance.available, /^-?\d+\.\d\d$/);
  const child = await sdk("accounts.create", { parentAccountId: accountId });
  assert.notEqual(child.id, accountId);
  assert.equal(child.providedId, parent.providedId);
  assert.deepEqual(child.accountContext, parent.accountContext);
  assert.equal(await codeOf(sdk("accounts.get", "01890000-0000-7000-8000-000000000000")), "account_not_found");
});

visitor("a second person joins an account that has a first one", async (sdk) => {
  const account = await sdk("accounts.create", { providedId: stack.kit.provided_ids.dda });
  const second = { accountId: account.id, relationship: "secondary", ...somebody("2211") };
  assert.equal(await codeOf(sdk("people.create", second)), "primary_person_required");
  const primary = await sdk("people.create", { accountId: account.id, ...somebody() });
  assert.deepEqual([primary.relationship, primary.kycStatus, primary.ofacStatus], ["primary", "approved", "approved"]);
  const secondary = await sdk("people.create", second);
  assert.equal(secondary.relationship, "secondary");
  assert.equal((await sdk("accounts.get", account.id)).primaryPersonId, primary.id);
  const read = await sdk("people.get", primary.id);
  assert.equal(read.governmentIdLast4, "3921");
  assert.deepEqual(read.accountIds, [account.id]);
  assert.ok(!JSON.stringify(read).includes(PERSON.email), "what was typed does not come back");
});

visitor("a person whose data is not whole is completed, and what was checked is locked", async (sdk) => {
  const account = await sdk("accounts.create", { providedId: stack.kit.provided_ids.dda });
  const { firstName, lastName, ...rest } = somebody();
  const made = await sdk("people.create", { accountId: account.id, firstName, lastName });
  assert.equal(made.kycStatus, "unchecked");
  assert.ok(made.workflows.some(({ steps }) => steps.some(({ step }) => step === "kyc_data")));
  const updated = await sdk("people.update", { personId: made.id, ...rest });
  assert.equal(updated.kycStatus, "approved");
  const renamed = await sdk("people.update", { personId: made.id, lastName: "Marrowfen" });
  assert.equal(renamed.id, made.id);
  const again = { personId: made.id, dateOfBirth: "1988-01-01" };
  assert.equal(await codeOf(sdk("people.update", again)), "pii_locked");
});

visitor("identity questions come sealed, wrong answers leave new ones, and right ones approve", async (sdk) => {
  const { personId, made } = await person(sdk, "0001");
  assert.equal(made.kycStatus, "conditional");
  const answerAll = async (isRight) => {
    const { questions, expiresAt } = await sdk("people.identityQuestions", personId);
    assert.ok(questions.length > 0 && Date.parse(expiresAt) > Date.now());
    const answers = questions.map(({ id, answerOptions }) => ({
      questionId: id,
      answerId: answerOptions.find(({ text }) => (text === "Correct") === isRight).answerId,
    }));
    return { answers, ids: questions.map(({ id }) => id) };
  };
  const first = await answerAll(false);
  assert.equal(
    (await sdk("people.answerIdentityQuestions", { personId, answers: first.answers })).kycStatus,
    "conditional",
  );
  const second = await answerAll(true);
  assert.notDeepEqual(second.ids, first.ids);
  const strange = [{ questionId: "another", answerId: "another" }];
  assert.equal(
    await codeOf(sdk("people.answerIdentityQuestions", { personId, answers: strange })),
    "validation_failed",
  );
  assert.equal(
    (await sdk("people.answerIdentityQuestions", { personId, answers: second.answers })).kycStatus,
    "approved",
  );
});

visitor("the third wrong set of answers rejects", async (sdk) => {
  const { personId } = await person(sdk, "0001");
  const statuses = [];
  for (let set = 0; set < 3; set += 1) {
    const { questions } = await sdk("people.identityQuestions", personId);
    const answers = questions.map(({ id, answerOptions }) => ({
      questionId: id,
      answerId: answerOptions.find(({ text }) => text !== "Correct").answerId,
    }));
    statuses.push((await sdk("people.answerIdentityQuestions", { personId, answers })).kycStatus);
  }
  assert.deepEqual(statuses, ["conditional", "conditional", "rejected"]);
});

visitor("a scan waits, fails once, and passes with a new one", async (sdk) => {
  const { personId } = await person(sdk, "0003");
  const scan = await sdk("people.identityScan", personId);
  assert.equal(scan.status, "waiting");
  assert.ok(Date.parse(scan.expiresAt) > Date.now());
  await stack.controls.finishScan(scan.identityScanId, "failed");
  const next = await sdk("people.identityScan", personId);
  assert.notEqual(next.identityScanId, scan.identityScanId);
  await stack.controls.finishScan(next.identityScanId, "passed");
  assert.equal((await sdk("people.get", personId)).kycStatus, "approved");
});

/** Sends images that are made in the page: a JPEG's first bytes and then nothing but zeros. */
function sendDocuments(page, input, sizes) {
  return page.evaluate(
    async ([input, sizes]) => {
      const image = (size) => {
        const bytes = new Uint8Array(size);
        bytes.set([0xff, 0xd8, 0xff, 0xe0]);
        return new File([bytes], "front.jpg", { type: "image/jpeg" });
      };
      const stages = new Set();
      const listen = ({ detail }) => stages.add(detail.stage);
      portico.addEventListener("document", listen);
      try {
        const documents = sizes.map(([front, back]) => ({
          documentType: "drivers_license",
          country: "US",
          frontImage: image(front),
          ...(back && { backImage: image(back) }),
        }));
        const value = await portico.people.sendDocuments({ ...input, documents });
        return { value, stages: [...stages] };
      } catch ({ code, errors, message }) {
        return { code: code ?? message, errors };
      } finally {
        portico.removeEventListener("document", listen);
      }
    },
    [input, sizes],
  );
}

visitor("documents are sealed and sent, replaced while they are reviewed, and accepted", async (sdk, { page }) => {
  const { personId } = await person(sdk, "0002");
  const [request] = await sdk("people.documentRequests", personId);
  assert.deepEqual([request.status, request.purpose], ["requested", "identity"]);
  assert.ok(request.documentTypes.includes("drivers_license"));
  const input = { documentRequestId: request.id, purpose: request.purpose };

  const early = await sendDocuments(page, { ...input, replace: true }, [[400]]);
  assert.equal(early.code, "documents_not_sent");
  const large = await sendDocuments(page, input, [[10 * 1024 * 1024 + 1]]);
  assert.deepEqual([large.code, large.errors[0].field], ["invalid_option", "documents.0.frontImage"]);
  const sent = await sendDocuments(page, input, [[3_000_000, 2_000_000]]);
  assert.equal(sent.value?.status, "under_review", JSON.stringify(sent));
  assert.deepEqual(sent.stages.sort(), ["encode", "encrypt", "read"]);
  assert.equal((await sendDocuments(page, input, [[400]])).code, "documents_already_sent");
  assert.equal((await sendDocuments(page, { ...input, replace: true }, [[400]])).value.status, "under_review");

  await stack.controls.reviewDocuments(request.id, "rejected");
  assert.equal((await sdk("people.documentRequests", personId))[0].status, "rejected");
  assert.equal((await sendDocuments(page, { ...input, replace: true }, [[400]])).value.status, "under_review");
  await stack.controls.reviewDocuments(request.id, "accepted");
  assert.equal((await sdk("people.get", personId)).kycStatus, "approved");
});

visitor("an agreement is read by itself, and what was accepted is listed", async (sdk) => {
  const { personId, agreements } = await active(sdk);
  const [first] = agreements;
  const read = await sdk("agreements.get", first.id);
  assert.deepEqual([read.id, read.type, read.description], [first.id, first.type, first.description]);
  const accepted = await sdk("agreements.accepted", personId);
  assert.deepEqual(accepted.map(({ id }) => id).sort(), agreements.map(({ id }) => id).sort());
  assert.ok(accepted.every(({ acceptedAt }) => Date.parse(acceptedAt) <= Date.now() + 1000));
  // Once more changes nothing, and the receipt names the first time.
  const { sha256 } = await sdk("agreements.document", first);
  const input = { personId, agreementId: first.id, documentSha256: sha256, locale: "en-US" };
  const receipt = await sdk("agreements.accept", input);
  assert.equal(receipt.documentSha256, sha256);
  assert.equal(receipt.acceptanceMode, "CLICKWRAP");
  const changed = { ...input, documentSha256: "0".repeat(64) };
  assert.equal(await codeOf(sdk("agreements.accept", changed)), "validation_failed");
});

visitor("expected use is asked of a DDA alone", async (sdk) => {
  const { personId } = await person(sdk, "3921", stack.kit.provided_ids.gpr);
  assert.deepEqual(await sdk("expectedUse.get", personId), []);
  const answer = { personId, answers: [{ questionId: "any", optionId: "any" }] };
  assert.equal(await codeOf(sdk("expectedUse.answer", answer)), "expected_use_not_applicable");
});

visitor("virtual and digital cards are active at once, and each does what it is for", async (sdk) => {
  const ids = await active(sdk);
  const { accountId, personId } = ids;
  const virtual = await sdk("cards.orderVirtual", { accountId, personId });
  assert.deepEqual([virtual.type, virtual.status], ["virtual", "active"]);
  const secrets = await sdk("cards.secrets", virtual.id);
  assert.match(secrets.pan, /^\d{16}$/);
  assert.match(secrets.cvv2, /^\d{3}$/);
  assert.ok(secrets.pan.endsWith(virtual.panLast4));
  const wallet = { cardId: virtual.id, wallet: "apple_pay" };
  assert.equal(await codeOf(sdk("cards.walletToken", wallet)), "card_not_digitizable");

  const digital = await sdk("cards.orderDigital", { accountId, personId });
  assert.deepEqual([digital.type, digital.status, digital.panLast4], ["digital", "active", undefined]);
  assert.equal(await codeOf(sdk("cards.secrets", digital.id)), "card_has_no_pan");
  const token = await sdk("cards.walletToken", { cardId: digital.id, wallet: "google_pay" });
  assert.deepEqual([token.wallet, token.status], ["google_pay", "created"]);
  const cards = (await sdk("accounts.get", accountId)).cards.map(({ type }) => type);
  assert.deepEqual(cards.sort(), ["digital", "virtual"]);
});

visitor("a card is locked, unlocked, closed and replaced", async (sdk) => {
  const ids = await active(sdk);
  const card = await activeCard(sdk, ids);
  assert.equal(card.status, "active");
  assert.equal((await sdk("cards.lock", card.id)).lockStatus, "locked");
  assert.equal((await sdk("cards.get", card.id)).lockStatus, "locked");
  assert.equal((await sdk("cards.unlock", card.id)).lockStatus, "unlocked");
  const [brand] = await sdk("cards.brands", ids.personId);
  const { accountId, personId } = ids;
  const order = { accountId, personId, brandName: brand.brandName, address: ADDRESS, replaces: card.id };
  assert.equal(await codeOf(sdk("cards.orderPhysical", order)), "card_not_closed");
  assert.equal((await sdk("cards.close", { cardId: card.id, reason: "lost" })).status, "closed");
  const replacement = await sdk("cards.orderPhysical", order);
  assert.notEqual(replacement.id, card.id);
  assert.equal(replacement.status, "unactivated");
  const secrets = await codeOf(sdk("cards.secrets", card.id));
  assert.equal(secrets, "card_closed");
});

visitor("features say what is missing, and take in who has it all", async (sdk) => {
  const ids = await active(sdk);
  const { personId } = ids;
  const missing = (list, name) => list.find(({ feature }) => feature === name).missing ?? [];
  const before = await sdk("features.list", personId);
  assert.deepEqual(before.map(({ feature }) => feature).sort(), ["bank_transfer", "me_to_me", "savings"]);
  assert.ok(missing(before, "savings").includes("card_not_activated"));
  await activeCard(sdk, ids);
  const after = await sdk("features.list", personId);
  assert.equal(after.find(({ feature }) => feature === "bank_transfer").state, "eligible");
  assert.deepEqual(missing(after, "savings"), ["e_communications_consent_missing"]);
  const consent = { personId, feature: "savings", eCommunicationsConsent: true };
  assert.equal((await sdk("features.enroll", consent)).state, "enrolled");
  for (const feature of ["bank_transfer", "me_to_me"]) {
    assert.equal((await sdk("features.enroll", { personId, feature })).state, "enrolled");
  }
});

visitor("a micro-app's passcode is made anew each time, and ends within five minutes", async (sdk) => {
  await active(sdk);
  const first = await sdk("microapps.authorizationCode");
  const second = await sdk("microapps.authorizationCode");
  assert.notEqual(first.code, second.code);
  const left = Date.parse(second.expiresAt) - Date.now();
  assert.ok(left > 0 && left <= 301_000, `${left} ms are left`);
});

visitor("no call of this page reaches what another browser made", async (sdk) => {
  const { accountId, personId } = await person(sdk, "0003");
  const other = await visit(browser, { origin: stack.url });
  await openBare(other.page, stack);
  const strange = (path, ...args) => codeOf(call(other.page, path, ...args));
  await person((path, ...args) => call(other.page, path, ...args));
  assert.equal(await strange("accounts.get", accountId), "account_not_found");
  assert.equal(await strange("people.get", personId), "person_not_found");
  assert.equal(await strange("people.identityScan", personId), "person_not_found");
  await other.close();
});
