// `portico.passport` in a real browser, against the real gateway and the sandbox.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBare, startBare } from "./support/bare.mjs";
import { visit } from "./support/browser.mjs";
import { accept, BY_CUSTOMER, BY_OWNER, call, DEPOSIT, failed, firm, paths, person } from "./support/passport-sdk.mjs";

const MEBIBYTE = 1024 * 1024;

let stack;
let browser;
let stop;
before(async () => {
  ({ stack, browser, stop } = await startBare());
});
after(() => stop?.());

/** A test with a visitor of its own, whose calls are `sdk("customers.create", …)`. */
function visitor(name, work) {
  test(name, async () => {
    const { page, close } = await visit(browser, { origin: stack.url });
    await openBare(page, stack);
    await work((path, ...args) => call(page, path, args), page);
    await close();
  });
}

for (const [kind, customer, by] of [
  ["an individual", person, BY_CUSTOMER],
  ["a business", firm, BY_OWNER],
]) {
  for (const [account, options] of [
    ["deposit", DEPOSIT],
    ["clearing", {}],
  ]) {
    visitor(`${kind} opens a ${account} account, and hears that it is active`, async (sdk, page) => {
      const sent = [];
      page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
      const { id: customerId, externalId } = await sdk("customers.create", customer());
      assert.match(externalId, /^[\da-f-]{36}$/);
      const [receipt] = await accept(sdk, { customerId }, by);
      assert.deepEqual(receipt.acceptedBy.entity, by.entity);
      const opened = await sdk("accounts.open", { customerId, nickName: "Till", purpose: "Operating", ...options });
      assert.equal(opened.warnings, undefined, "the gateway says who accepted, where and when");
      const settled = await sdk("accounts.waitForOutcome", { customerId, accountId: opened.id });
      const read = await sdk("accounts.get", { customerExternalId: externalId, accountExternalId: opened.externalId });
      assert.deepEqual([read.id, read.status], [settled.id, settled.status]);
      assert.deepEqual(
        [settled.status, settled.isCustomerOwned, settled.isPrimary, settled.nickName, settled.id],
        ["ACTIVE", account === "deposit", true, "Till", opened.id],
      );
      for (const secret of ["219-09", "21909", "1990", "1985", "12-345", "123456789"]) {
        assert.ok(!sent.some((text) => text.includes(secret)), `${secret} left the page`);
      }
      const kept = await page.evaluate(async () => {
        const request = indexedDB.open("portico");
        await new Promise((resolve) => (request.onsuccess = resolve));
        const all = request.result.transaction("texts").objectStore("texts").getAll();
        await new Promise((resolve) => (all.onsuccess = resolve));
        return JSON.stringify(all.result);
      });
      for (const typed of ["Ada", "Byron", "Larkwell", "example.com", "Mill Lane", "555"]) {
        assert.ok(!kept.includes(typed), `${typed} is kept`);
      }
    });

    visitor(`${kind} whose checks fail has a ${account} account that is blocked`, async (sdk) => {
      const { id: customerId } = await sdk("customers.create", customer("0004"));
      await accept(sdk, { customerId }, by);
      const { id: accountId } = await sdk("accounts.open", { customerId, ...options });
      const settled = await sdk("accounts.waitForOutcome", { customerId, accountId });
      assert.deepEqual([settled.status, settled.statusReason], ["BLOCKED", "BLOCKED_BY_KYC"]);
      await failed(sdk("accounts.update", { customerId, accountId, nickName: "x" }), "passport_refused", "EC-BL-9007");
    });
  }

  visitor(
    `what ${kind} lacks for a deposit account is told at once before a document leaves, and mended`,
    async (sdk, page) => {
      const input = customer();
      const part = input.individual ?? input.business;
      const lacking = input.individual ? ["dob", "mobilePhone"] : ["ein", "businessCategory"];
      const mending = Object.fromEntries(lacking.map((name) => [name, part[name]]));
      lacking.forEach((name) => delete part[name]);
      if (input.business) delete part.beneficialOwner[0].dob;
      const { id: customerId } = await sdk("customers.create", input);
      await accept(sdk, { customerId }, by);
      let sent = 0;
      page.on("request", (request) => (sent += request.method() === "POST"));
      const error = await failed(sdk("accounts.open", { customerId, ...DEPOSIT }), "validation_failed");
      const root = input.individual ? "individual" : "business";
      const missing = lacking.map((name) => `${root}.${name}`);
      if (input.business) missing.push("business.beneficialOwner[0].dob");
      assert.deepEqual([paths(error), sent], [missing, 0]);
      const owner = { beneficialOwner: [{ externalId: "ada", dob: "1985-01-31" }] };
      await sdk("customers.update", { id: customerId, [root]: { ...mending, ...(input.business && owner) } });
      const { id: accountId } = await sdk("accounts.open", { customerId, ...DEPOSIT });
      assert.equal((await sdk("accounts.waitForOutcome", { customerId, accountId })).status, "ACTIVE");
    },
  );
}

visitor("a business without owners opens no deposit account", async (sdk) => {
  const input = firm();
  input.business.beneficialOwner = [];
  const { id: customerId } = await sdk("customers.create", input);
  await accept(sdk, { customerId }, BY_OWNER);
  const error = await failed(sdk("accounts.open", { customerId, ...DEPOSIT }), "validation_failed");
  assert.deepEqual(paths(error), ["business.beneficialOwner"]);
  assert.deepEqual(await sdk("accounts.list", { customerId }), []);
});

visitor("no account is opened before its own agreement was accepted, and nothing is sent", async (sdk, page) => {
  const { id: customerId, externalId: customerExternalId } = await sdk("customers.create", person());
  let sent = 0;
  const count = () => page.on("request", () => (sent += 1));
  count();
  await failed(sdk("accounts.open", { customerId }), "agreement_not_accepted");
  await failed(sdk("accounts.open", { customerId, ...DEPOSIT }), "agreement_not_accepted");
  assert.equal(sent, 0);
  await accept(sdk, { customerExternalId }, BY_CUSTOMER, ["payment_services_terms"]);
  sent = 0;
  await failed(sdk("accounts.open", { customerId, ...DEPOSIT }), "agreement_not_accepted");
  assert.equal(sent, 0);
  // Accepted by one id, opened by the other; also after a reload.
  await openBare(page, stack);
  await sdk("accounts.open", { customerId });
  // Who signs out leaves nothing behind.
  await page.evaluate(() => globalThis.portico.disconnect());
  await page.evaluate(() => globalThis.portico.connect());
  await failed(sdk("accounts.open", { customerId }), "agreement_not_accepted");
});

visitor(
  "a signed agreement of 25 MiB goes through a worker, and a larger one or no PDF goes nowhere",
  async (sdk, page) => {
    const { id: customerId } = await sdk("customers.create", person());
    await accept(sdk, { customerId }, BY_CUSTOMER);
    let sent = 0;
    page.on("request", (request) => (sent += request.method() === "POST"));
    for (const file of ["<html>signed</html>", "%PDF", "", " %PDF-1.7"]) {
      const open = sdk("accounts.open", { customerId, isCustomerOwned: true, linkedDocument: { file } });
      const error = await failed(open, "validation_failed", "EC-BL-9005");
      assert.deepEqual(paths(error), ["linkedDocument.document.base64encodedContent"]);
    }
    const large = { isCustomerOwned: true, linkedDocument: { pdf: 25 * MEBIBYTE + 1 } };
    await failed(sdk("accounts.open", { customerId, ...large }), "invalid_option");
    await failed(sdk("accounts.open", { customerId, isCustomerOwned: true }), "invalid_option");
    assert.equal(sent, 0);
    await page.evaluate(() => {
      globalThis.where = new Set();
      globalThis.portico.addEventListener("document", ({ detail }) =>
        globalThis.where.add(`${detail.stage} ${detail.where}`),
      );
    });
    const largest = { isCustomerOwned: true, linkedDocument: { pdf: 25 * MEBIBYTE } };
    const { id: accountId } = await sdk("accounts.open", { customerId, ...largest }, { timeoutMs: 120_000 });
    assert.deepEqual(await page.evaluate(() => [...globalThis.where]), ["read worker", "encode worker"]);
    const { linkedDocument, status } = await sdk("accounts.waitForOutcome", { customerId, accountId });
    const expected = createHash("sha256")
      .update("%PDF-1.7\n")
      .update(new Uint8Array(25 * MEBIBYTE - 9));
    assert.deepEqual(
      [status, linkedDocument[0].document.size, linkedDocument[0].document.sha256],
      ["ACTIVE", 25 * MEBIBYTE, expected.digest("hex")],
    );
    assert.equal(linkedDocument[0].acceptanceMode, "CLICKWRAP");
    assert.deepEqual(Object.keys(linkedDocument[0].acceptanceDetails).sort(), [
      "acceptedBy",
      "acceptedOn",
      "ipAddress",
    ]);
  },
);

visitor(
  "an external id is used once, for customers and for accounts, and the first one stays as it is",
  async (sdk) => {
    const externalId = `crm-${Date.now()}`;
    const { id: customerId } = await sdk("customers.create", { ...person(), externalId });
    await failed(sdk("customers.create", { ...firm(), externalId }), "validation_failed", "EC-BL-9001");
    const renamed = sdk("customers.update", { id: customerId, externalId: `${externalId}-b` });
    assert.deepEqual(paths(await failed(renamed, "validation_failed", "EC-BL-9004")), ["externalId"]);
    assert.equal((await sdk("customers.get", { externalId })).individual.lastName, "Byron");

    await accept(sdk, { customerId }, BY_CUSTOMER);
    const first = await sdk("accounts.open", { customerId, externalId, nickName: "first" });
    const again = sdk("accounts.open", { customerId, externalId, nickName: "second", isPrimary: true });
    await failed(again, "validation_failed", "EC-BL-9001");
    const accountId = first.id;
    const changed = sdk("accounts.update", { customerId, accountId, externalId: `${externalId}-b` });
    await failed(changed, "validation_failed", "EC-BL-9004");
    const accounts = await sdk("accounts.list", { customerExternalId: externalId });
    assert.deepEqual(
      accounts.map(({ id, nickName, externalId }) => ({ id, nickName, externalId })),
      [{ id: accountId, nickName: "first", externalId }],
    );
  },
);

visitor("of accounts that race to be primary one is, and the first can not just lay it down", async (sdk) => {
  const { id: customerId } = await sdk("customers.create", person());
  await accept(sdk, { customerId }, BY_CUSTOMER);
  const opened = await Promise.all([0, 1, 2].map(() => sdk("accounts.open", { customerId, isPrimary: true })));
  const primaries = async () => (await sdk("accounts.list", { customerId })).filter(({ isPrimary }) => isPrimary);
  assert.equal((await primaries()).length, 1);
  await Promise.all(
    opened.map(({ id: accountId }) => sdk("accounts.update", { customerId, accountId, isPrimary: true })),
  );
  const [{ id: accountId }, ...others] = await primaries();
  assert.equal(others.length, 0);
  await failed(sdk("accounts.update", { customerId, accountId, isPrimary: false }), "validation_failed", "EC-BL-9008");
  assert.deepEqual(
    (await primaries()).map(({ id }) => id),
    [accountId],
  );
});

visitor("a closed customer opens and changes nothing, and a closed account stays closed", async (sdk) => {
  const { id: customerId } = await sdk("customers.create", person());
  await accept(sdk, { customerId }, BY_CUSTOMER);
  const { id: accountId } = await sdk("accounts.open", { customerId });
  await sdk("accounts.waitForOutcome", { customerId, accountId });
  const outstandingBalanceInstruction = { preferredMethod: "CHECK" };
  const close = (more) =>
    sdk("accounts.close", { customerId, accountId, reason: "OTHERS", outstandingBalanceInstruction, ...more });
  assert.deepEqual(paths(await failed(close(), "validation_failed", "EC-VA-0005")), ["comment"]);
  await close({ comment: "moved" });
  assert.match((await sdk("accounts.get", { customerId, accountId })).status, /^(CLOSURE_INITIATED|CLOSED)$/);
  await failed(close({ comment: "moved" }), "passport_refused", "EC-BL-9007");

  const status = await fetch(`${stack.sandboxUrl}/sandbox/passport/customers/${customerId}/status`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ status: "INACTIVE" }),
  });
  assert.ok(status.ok);
  await failed(sdk("accounts.open", { customerId }), "passport_refused", "EC-BL-9003");
  const update = sdk("customers.update", { id: customerId, individual: { email: "a@b.example" } });
  await failed(update, "passport_refused", "EC-BL-9003");
  assert.equal((await sdk("accounts.list", { customerId })).length, 1);
});

visitor("an answer that got lost is looked up by the external id, and nothing is sent twice", async (sdk, page) => {
  const posts = [];
  let reach = true;
  await page.route("**/portico/passport/customer**", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts.push(route.request().url());
    if (reach) await route.fetch();
    await route.abort();
  });
  const made = await sdk("customers.create", person());
  assert.equal((await sdk("customers.get", { externalId: made.externalId })).id, made.id);
  assert.equal(posts.length, 1);
  reach = false;
  const lost = await failed(
    sdk("customers.create", { ...person(), externalId: `lost-${made.id}` }),
    "outcome_unknown",
    `lost-${made.id}`,
  );
  assert.deepEqual([posts.length, lost.retryable], [2, false]);
  await failed(sdk("customers.update", { id: made.id, individual: { email: "a@b.example" } }), "outcome_unknown");
  assert.equal(posts.length, 3);
});

visitor("an account whose answer got lost is looked up by its external id, and opened once", async (sdk, page) => {
  const { id: customerId } = await sdk("customers.create", person());
  await accept(sdk, { customerId }, BY_CUSTOMER);
  // What the platform says it was asked.
  const line = /\bmethod=POST route="\/v1\/customer\/\{by\}\/\{key\}\/account" status=(\d+)/g;
  const told = async () => [...(await readFile(stack.logs.sandbox, "utf8")).matchAll(line)].map(([, status]) => status);
  const before = (await told()).length;
  const made = [];
  let posts = 0;
  await page.route(/\/portico\/passport\/customer\/[^/]+\/[^/]+\/account$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts += 1;
    made.push((await route.fetch()).headers().location);
    await route.abort();
  });
  const expected = [];
  for (const options of [{ nickName: "clearing" }, { nickName: "deposit", ...DEPOSIT }]) {
    const { id, externalId } = await sdk("accounts.open", { customerId, ...options });
    expected.push({ id, externalId, nickName: options.nickName });
    assert.equal(made.at(-1), `/v1/customer/id/${customerId}/account/id/${id}`);
    assert.deepEqual([posts, (await told()).slice(before).length], [expected.length, expected.length]);
  }
  assert.deepEqual((await told()).slice(before), ["201", "201"]);
  const accounts = await sdk("accounts.list", { customerId });
  assert.deepEqual(
    accounts.map(({ id, externalId, nickName }) => ({ id, externalId, nickName })),
    expected,
  );
});

visitor("whoever waits for checks under review is told that they took too long, and can stop", async (sdk, page) => {
  const { id: customerId } = await sdk("customers.create", person("0006"));
  await accept(sdk, { customerId }, BY_CUSTOMER);
  const { id: accountId } = await sdk("accounts.open", { customerId });
  await failed(sdk("accounts.waitForOutcome", { customerId, accountId }, { timeoutMs: 1500 }), "timed_out");
  const code = await page.evaluate(
    async (account) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 300);
      const waiting = globalThis.portico.passport.accounts.waitForOutcome(account, { signal: controller.signal });
      return waiting.catch((error) => error.code);
    },
    { customerId, accountId },
  );
  assert.equal(code, "aborted");
  const waiting = sdk("accounts.waitForOutcome", { customerId, accountId }, { timeoutMs: 60_000 });
  await stack.controls.advanceClock(86_400);
  assert.equal((await waiting).status, "ACTIVE");
});

visitor("an SSN in each wrong form stays in the page and in no error", async (sdk, page) => {
  const sent = [];
  page.on("request", (request) => sent.push(new URL(request.url()).pathname));
  for (const ssn of [
    "21909123",
    "219-091234",
    "219-09-12345",
    "000-09-1234",
    "666-09-1234",
    "900-09-1234",
    "219-00-1234",
    "219-09-0000",
  ]) {
    const input = person();
    input.individual.ssn = ssn;
    const error = await failed(sdk("customers.create", input), "validation_failed");
    assert.deepEqual(paths(error), ["individual.ssn"], ssn);
    assert.ok(!error.text.includes(ssn));
  }
  // The calls' own script, with the first of them, and nothing more.
  assert.deepEqual(sent, ["/sdk/passport.mjs", "/sdk/passport-calls.mjs"]);
});
