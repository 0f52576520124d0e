import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { emptyDraft, emptySubject } from "../../www/account/draft.mjs";
import { recall } from "../../www/account/kept.mjs";
import { Opening } from "../../www/account/opening.mjs";

const OPTIONS = { signal: new AbortController().signal };

/** Storage of one browser, which outlives a page. */
let stored;
beforeEach(() => {
  stored = new Map();
  globalThis.localStorage = {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
    removeItem: (key) => stored.delete(key),
  };
});

/** A platform that remembers what it was told. `lose` names calls whose answer gets lost once. */
function platform({ lose = [] } = {}) {
  const calls = [];
  const customers = new Map();
  const accounts = [];
  const answer = (name, value) => {
    if (!lose.includes(name)) return value;
    lose.splice(lose.indexOf(name), 1);
    throw Object.assign(new Error("lost"), { code: "outcome_unknown" });
  };
  return {
    calls,
    customers: {
      async create(input) {
        calls.push("create");
        customers.set(input.externalId, input);
        return answer("create", { id: 1, externalId: input.externalId });
      },
      async get({ externalId }) {
        const found = customers.get(externalId);
        if (!found) throw Object.assign(new Error("none"), { code: "customer_not_found", status: 404 });
        return found;
      },
      async update(input) {
        calls.push("update");
        assert.ok(customers.has(input.externalId));
      },
    },
    accounts: {
      async open(input) {
        calls.push("open");
        assert.ok(!accounts.some(({ externalId }) => externalId === input.externalId), "opened twice");
        accounts.push({ id: 7, externalId: input.externalId, input });
        return answer("open", { id: 7, externalId: input.externalId });
      },
      list: async () => accounts,
    },
    agreements: {
      async accept(input) {
        calls.push("accept");
        return { id: "r", ...input };
      },
      list: async () =>
        ["passport_account_agreement", "payment_services_terms"].map((type) => ({ type, locale: "en-US" })),
      document: async () => ({ sha256: "h", text: "", contentType: "text/plain" }),
    },
  };
}

function draft(what, who = "individual") {
  const made = emptyDraft();
  Object.assign(made, { who, what });
  Object.assign(made.individual.values, { firstName: "Ada", lastName: "Byron", ssn: "219-09-1234" });
  Object.assign(made.business.values, { legalName: "Larkwell" });
  const owner = emptySubject();
  Object.assign(owner.values, { firstName: "Ada", lastName: "Byron" });
  made.owners = who === "business" ? [owner] : [];
  return made;
}

test("a create whose answer was lost is looked up, and not sent again", async () => {
  const passport = platform({ lose: ["create"] });
  const opening = new Opening(passport);
  await assert.rejects(opening.create(draft("deposit"), OPTIONS), { code: "outcome_unknown" });
  await opening.create(draft("deposit"), OPTIONS);
  assert.deepEqual(passport.calls, ["create", "update"]);
});

test("an account whose answer was lost is found by its external id, and not opened twice", async () => {
  const passport = platform({ lose: ["open"] });
  const opening = new Opening(passport);
  await opening.create(draft("clearing"), OPTIONS);
  await assert.rejects(opening.open(OPTIONS), { code: "outcome_unknown" });
  await opening.open(OPTIONS);
  assert.equal(opening.accountId, "7");
  assert.deepEqual(passport.calls, ["create", "open"]);
});

test("the mandate is the one of this kind of account, and a clearing account links no document", async () => {
  for (const [what, type, isCustomerOwned] of [
    ["deposit", "passport_account_agreement", true],
    ["clearing", "payment_services_terms", false],
  ]) {
    const passport = platform();
    const opening = new Opening(passport);
    await opening.create(draft(what), OPTIONS);
    assert.equal((await opening.agreement(OPTIONS)).agreement.type, type);
    if (what === "deposit") opening.signed = { content: new Uint8Array([37]) };
    await opening.open(OPTIONS);
    const [{ input }] = await passport.accounts.list();
    assert.equal(input.isCustomerOwned, isCustomerOwned);
    assert.equal(input.linkedDocument?.content.length, what === "deposit" ? 1 : undefined);
    localStorage.removeItem("larkwell-account");
  }
});

test("an owner accepts for a company, and a person for themselves", async () => {
  const passport = platform();
  const opening = new Opening(passport);
  await opening.create(draft("clearing", "business"), OPTIONS);
  const [{ externalId, name }] = opening.owners;
  assert.equal(name, "Ada Byron");
  const agreement = { type: "payment_services_terms", locale: "en-US" };
  const by = { agreement, documentSha256: "h", mode: "CLICKWRAP", click: new Event("click") };
  const accepted = await opening.accept({ ...by, owner: externalId }, OPTIONS);
  assert.equal(accepted.click, by.click, "the SDK looks at the click");
  assert.deepEqual(accepted.acceptedBy, { entity: "BENEFICIAL_OWNER", externalId });
  assert.deepEqual((await opening.accept(by, OPTIONS)).acceptedBy, { entity: "CUSTOMER" });
});

test("a reload goes on where the visit stopped, by ids alone", async () => {
  const passport = platform();
  const first = new Opening(passport);
  await first.create(draft("clearing", "business"), OPTIONS);
  assert.doesNotMatch([...stored.values()].join(), /Ada|Byron|Larkwell|219-?09-?1234/);

  const second = new Opening(passport);
  await second.resume(OPTIONS);
  assert.deepEqual(
    [second.isCustomer, second.who, second.what, second.accountId],
    [true, "business", "clearing", undefined],
  );
  assert.deepEqual(second.owners, first.owners);
  await second.open(OPTIONS);

  const third = new Opening(passport);
  await third.resume(OPTIONS);
  assert.equal(third.accountId, "7");
});

test("a customer that the platform does not know any more is begun anew", async () => {
  await new Opening(platform()).create(draft("deposit"), OPTIONS);
  const opening = new Opening(platform());
  await opening.resume(OPTIONS);
  assert.equal(opening.isCustomer, false);
  assert.equal(recall(), undefined);
});

test("a platform that does not answer takes nothing of what is kept", async () => {
  await new Opening(platform()).create(draft("deposit"), OPTIONS);
  const silent = platform();
  silent.customers.get = async () => {
    throw Object.assign(new Error("down"), { code: "gateway_unreachable" });
  };
  await assert.rejects(new Opening(silent).resume(OPTIONS), { code: "gateway_unreachable" });
  assert.ok(recall());
});

test("another kind of customer is another customer", async () => {
  const passport = platform({ lose: ["create"] });
  const opening = new Opening(passport);
  await assert.rejects(opening.create(draft("deposit"), OPTIONS));
  const { customer } = recall();
  await opening.create(draft("deposit", "business"), OPTIONS);
  assert.notEqual(recall().customer, customer);
  assert.deepEqual(passport.calls, ["create", "create"]);
});

test("what is kept of another form is not believed", () => {
  for (const text of [
    "null",
    "{",
    '"x"',
    '{"who":"bank","what":"deposit","customer":"a","account":"b"}',
    '{"who":"individual"}',
  ]) {
    localStorage.setItem("larkwell-account", text);
    assert.equal(recall(), undefined, text);
  }
});
