// A real browser's statement is good once, for the nonce that it names, for five minutes, and for its own key.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Caller } from "./support/caller.mjs";
import { servePartner, startPartner } from "./support/partner.mjs";
import { startSite } from "./support/site.mjs";
import { launch } from "./support/visitors.mjs";

const FIVE_MINUTES = 5 * 60;

let site;
let server;
let browser;
before(async (t) => {
  [site, server, browser] = await Promise.all([startSite(t), servePartner(), launch("chromium")]);
  await browser.page.goto(`${server.origin}/device/partner.html`);
});
after(async () => {
  await browser?.end();
  await server?.close();
});

/** A statement of the browser for what the platform gave. */
const state = (init) =>
  browser.page.evaluate(
    (init, sdkId, platformKey) =>
      import("/device/partner.mjs").then(({ makeStatement }) => makeStatement(init, sdkId, platformKey)),
    init,
    site.kit.sdk_id,
    site.kit.platform_key,
  );

const refusal = ({ status, body: { code, reason } }) => [status, code, reason];
const STALE = [403, "device_not_authentic", "stale_nonce"];
/** The sealed value itself is good once, and for five minutes. */
const UNSEALABLE = [422, "unsealable", undefined];

test("a statement opens one session, and none when it is sent again", async () => {
  const partner = await startPartner(site);
  const statement = await state(await partner.init());
  const first = await partner.open(statement);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(refusal(await partner.open(statement)), UNSEALABLE);
  const fresh = await state(await partner.init());
  assert.equal((await partner.open(fresh)).status, 201, "the same device opens another with a fresh one");
});

test("a statement whose nonce another statement has used opens none", async () => {
  const partner = await startPartner(site);
  const init = await partner.init();
  const [one, other] = [await state(init), await state(init)];
  assert.equal((await partner.open(one)).status, 201);
  assert.deepEqual(refusal(await partner.open(other)), STALE);
});

test("a statement with a nonce that the platform never gave opens none", async () => {
  const partner = await startPartner(site);
  const [init, other] = [await partner.init(), await partner.init()];
  const statement = await state({ ...init, nonce: `${other.nonce.slice(0, -4)}AAAA` });
  assert.deepEqual(refusal(await partner.open(statement)), STALE);
});

test("a statement that was captured opens none from another browser", async () => {
  const partner = await startPartner(site);
  const statement = await state(await partner.init());
  const thief = await Caller.create(site);
  const { status, body } = await thief.post("/sessions", { device_data: statement });
  assert.deepEqual([status, body.code], [403, "device_not_authentic"]);
  assert.equal(body.id, undefined);
  assert.equal(body.encrypted_data, undefined);
});

// Last: nothing turns the clock back.
test("a statement that was kept for five minutes opens none", async () => {
  const partner = await startPartner(site);
  const init = await partner.init();
  const statement = await state(init);
  // Made and sealed as if it were five minutes later: the nonce alone is too old then.
  const later = new Date(Date.parse(init.now) + (FIVE_MINUTES + 1) * 1000).toISOString();
  const postdated = await state({ ...init, now: later });
  await site.controls.advanceClock(FIVE_MINUTES + 1);
  assert.deepEqual(refusal(await partner.open(statement)), UNSEALABLE);
  assert.deepEqual(refusal(await partner.open(postdated)), STALE);
});
