// Every type of event that the sandbox sends: taken by two receivers that others wrote, again after kill -9, and by the gateway.

import assert from "node:assert/strict";
import { test } from "node:test";
import { doEverything, eventsOf, TYPES } from "./support/everything.mjs";
import { freeAddress, makeSandbox, startGateway, startReceiver } from "./support/sandbox.mjs";
import { verdicts } from "./support/verdicts.mjs";

const ADMIN_TOKEN = "the-admin-token-of-the-webhook-tests";

const typeOf = ({ body }) => JSON.parse(body).type;
const typesOf = (deliveries) => [...new Set(deliveries.map(typeOf))].sort();

/** All of these are taken by both, and none of them once its type is another. */
function areSigned(secret, deliveries) {
  const all = (answer) => ({ npm: deliveries.map(() => answer), pypi: deliveries.map(() => answer) });
  assert.deepEqual(verdicts(secret, deliveries), all(true));
  const changed = deliveries.map(({ headers, body }) => ({ headers, body: body.replace('"type":"', '"type":"x') }));
  assert.deepEqual(verdicts(secret, changed), all(false));
}

/** What comes until as many events as these have been answered with 200. */
async function taken(receiver, ids) {
  const missing = new Set(ids);
  const deliveries = [];
  while (missing.size > 0) {
    const delivery = await receiver.next();
    if (delivery.answered === 200) missing.delete(delivery.headers["webhook-id"]);
    deliveries.push(delivery);
  }
  return deliveries;
}

test("each type of event is taken by npm's and PyPI's receiver", async (t) => {
  const receiver = await startReceiver(t);
  const sandbox = await makeSandbox(t, receiver.url);
  const url = await sandbox.start();
  const kit = await sandbox.kit();
  await doEverything(url, kit);
  const deliveries = await taken(
    receiver,
    (await eventsOf(url)).map(({ id }) => id),
  );
  assert.deepEqual(typesOf(deliveries), TYPES);
  areSigned(kit.webhook_secret, deliveries);
  // Ids and states, and nothing of a person.
  for (const { body } of deliveries) assert.doesNotMatch(body, /Ada|Byron|Mill|Austin|78701|1990|2190900/);
});

test("each type of event comes again after kill -9, the same and signed anew", async (t) => {
  const receiver = await startReceiver(t);
  const sandbox = await makeSandbox(t, receiver.url);
  receiver.status = 503;
  let url = await sandbox.start();
  const kit = await sandbox.kit();
  await doEverything(url, kit);
  // Each has been refused once.
  let events;
  do events = await eventsOf(url);
  while (events.some(({ attempts }) => attempts === 0));
  await sandbox.kill();
  const refused = new Map();
  while (refused.size < events.length) {
    const delivery = await receiver.next();
    assert.equal(delivery.answered, 503);
    refused.set(delivery.headers["webhook-id"], delivery);
  }
  receiver.status = 200;
  url = await sandbox.start();
  // As far as the next attempt, and not so far that a receiver finds its time wrong.
  await fetch(`${url}/sandbox/clock/advance`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seconds: 120 }),
  });
  const again = (await taken(receiver, refused.keys())).filter(({ answered }) => answered === 200);
  assert.deepEqual(typesOf(again), TYPES);
  areSigned(kit.webhook_secret, again);
  for (const { headers, body } of again) {
    const first = refused.get(headers["webhook-id"]);
    assert.equal(body, first.body);
    assert.ok(Number(headers["ns-delivery-count"]) > Number(first.headers["ns-delivery-count"]), typeOf({ body }));
    assert.notEqual(headers["webhook-signature"], first.headers["webhook-signature"]);
  }
});

test("the gateway takes each type of event from the sandbox, over kill -9, and keeps each once", async (t) => {
  const address = await freeAddress();
  const sandbox = await makeSandbox(t, `http://${address}/webhooks/netspend`);
  // Nobody is there yet: what is told now waits.
  let url = await sandbox.start();
  const kit = await sandbox.kit();
  await doEverything(url, kit);
  const told = await eventsOf(url);
  await sandbox.kill();
  url = await sandbox.start();
  await startGateway(t, { address, sandboxUrl: url, kit, adminToken: ADMIN_TOKEN });
  const resend = (id) => fetch(`${url}/sandbox/events/${id}/resend`, { method: "POST" });
  for (const { id } of told) assert.equal((await resend(id)).ok, true);
  const kept = async () => {
    const answer = await fetch(`http://${address}/webhooks/netspend/events`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    assert.equal(answer.status, 200);
    return (await answer.json()).events;
  };
  let events;
  do events = await kept();
  while (events.length < told.length);
  assert.deepEqual(typesOf(events), TYPES);
  // Once more: a receiver drops what it has.
  const all = async (is) => {
    while (!(await eventsOf(url)).every(is));
  };
  await all(({ delivered_at }) => delivered_at);
  const before = new Map((await eventsOf(url)).map(({ id, attempts }) => [id, attempts]));
  for (const { id } of told) await resend(id);
  await all(({ id, attempts, delivered_at }) => delivered_at && attempts > before.get(id));
  events = await kept();
  assert.deepEqual(events.map(({ id }) => id).sort(), told.map(({ id }) => id).sort());
});
