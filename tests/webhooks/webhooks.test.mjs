// What the sandbox sends, taken by two receivers that others wrote, and over kill -9 of the sandbox.

import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareAccount } from "./support/customer.mjs";
import { makeSandbox, startReceiver } from "./support/sandbox.mjs";
import { verdicts } from "./support/verdicts.mjs";

test("npm's and PyPI's standardwebhooks take every attempt, and nothing that was changed on the way", async (t) => {
  const receiver = await startReceiver(t);
  receiver.status = 500;
  const sandbox = await makeSandbox(t, receiver.url);
  const url = await sandbox.start();
  const kit = await sandbox.kit();
  const { accountId, finish } = await prepareAccount(url, kit);
  await finish();
  const first = await receiver.next();
  const events = async () => (await (await fetch(`${url}/sandbox/events`)).json()).events;
  let event;
  do [event] = await events();
  while (event.attempts === 0);
  receiver.status = 200;
  await fetch(`${url}/sandbox/events/${event.id}/resend`, { method: "POST" });
  const second = await receiver.next();

  assert.deepEqual(verdicts(kit.webhook_secret, [first, second]), { npm: [true, true], pypi: [true, true] });
  assert.equal(JSON.parse(first.body).data.id, accountId);
  assert.deepEqual([first.headers["ns-delivery-count"], second.headers["ns-delivery-count"]], ["1", "2"]);
  assert.deepEqual([second.body, second.headers["webhook-id"]], [first.body, first.headers["webhook-id"]]);

  const changed = [
    { ...first, body: first.body.replace("account.created", "account.closed") },
    { ...first, headers: { ...first.headers, "webhook-id": "evt_other" } },
    {
      ...first,
      headers: { ...first.headers, "webhook-timestamp": String(Number(first.headers["webhook-timestamp"]) + 1) },
    },
  ];
  const none = changed.map(() => false);
  assert.deepEqual(verdicts(kit.webhook_secret, changed), { npm: none, pypi: none });
  const otherSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  assert.deepEqual(verdicts(otherSecret, [first]), { npm: [false], pypi: [false] });
});

test("no event that was committed is lost when the sandbox is killed, whatever it was doing", async (t) => {
  const receiver = await startReceiver(t);
  const sandbox = await makeSandbox(t, receiver.url);
  // Answers that don't count: each event is still due when the sandbox is killed, attempted or not.
  receiver.status = 503;
  let url = await sandbox.start();
  const kit = await sandbox.kit();
  const accounts = [];
  for (let round = 0; round < 5; round++) {
    const { accountId, finish } = await prepareAccount(url, kit);
    // Committed, since it is answered. The first attempt may have been made, be under way or not have begun.
    await finish();
    await sandbox.kill();
    accounts.push(accountId);
    url = await sandbox.start();
  }
  receiver.status = 200;
  await fetch(`${url}/sandbox/clock/advance`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seconds: 3_600 }),
  });
  const missing = new Set(accounts);
  while (missing.size > 0) {
    const delivery = await receiver.next();
    const event = JSON.parse(delivery.body);
    assert.equal(event.type, "account.created");
    if (delivery.answered === 200) missing.delete(event.data.id);
  }
});
