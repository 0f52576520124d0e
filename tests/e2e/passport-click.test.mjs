// An agreement that is accepted by a click is accepted by a real one, or nothing is sent; and what was accepted is kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBare, startBare } from "./support/bare.mjs";
import { visit } from "./support/browser.mjs";
import { click } from "./support/click.mjs";
import { BY_CUSTOMER, call, DEPOSIT, failed, paths, person } from "./support/passport-sdk.mjs";

let stack;
let browser;
let stop;
before(async () => {
  ({ stack, browser, stop } = await startBare());
});
after(() => stop?.());

/** A test with a customer who has read an agreement: `accept({ mode, click })`, and the requests since then. */
function reader(name, work) {
  test(name, async () => {
    const { page, close } = await visit(browser, { origin: stack.url });
    await openBare(page, stack);
    const sdk = (path, ...args) => call(page, path, args);
    const { id: customerId } = await sdk("customers.create", person());
    const [agreement] = await sdk("agreements.list");
    const { sha256: documentSha256 } = await sdk("agreements.document", agreement);
    const { type, locale } = agreement;
    const shown = { customerId, type, locale, documentSha256, acceptedBy: BY_CUSTOMER };
    const sent = [];
    page.on("request", (request) => sent.push({ path: new URL(request.url()).pathname, body: request.postData() }));
    await work((how) => sdk("agreements.accept", { ...shown, ...how }), sent, page);
    await close();
  });
}

for (const mode of ["CLICKWRAP", "ESIGN"]) {
  reader(`${mode}: what no person clicked is refused before anything is sent`, async (accept, sent) => {
    const scripted = ["by click()", "by dispatchEvent", "by requestSubmit"];
    for (const event of [undefined, null, true, { type: "click", isTrusted: true }, ...scripted]) {
      const error = await failed(accept({ mode, click: event }), "invalid_option");
      assert.deepEqual(paths(error), ["click"], String(event));
    }
    assert.deepEqual(sent, []);
  });

  reader(`${mode}: a press of the mouse or of a key accepts, and the event stays in the page`, async (accept, sent) => {
    for (const way of ["by mouse", "by Enter", "by the space bar"]) {
      const receipt = await accept({ mode, click: way });
      assert.deepEqual([receipt.acceptanceMode, receipt.acceptedBy], [mode, BY_CUSTOMER], way);
    }
    const bodies = sent
      .filter(({ path }) => path.endsWith("/receipts"))
      .map(({ body }) => Object.keys(JSON.parse(body)));
    assert.equal(bodies.length, 3);
    for (const members of bodies) assert.ok(!members.includes("click"), members.join());
  });
}

reader("what was signed by pen takes no click", async (accept) => {
  assert.equal((await accept({ mode: "WETSIGN" })).acceptanceMode, "WETSIGN");
});

reader("an acceptance whose answer got lost is repeated with the same click", async (accept, _sent, page) => {
  const event = await click(page);
  await page.route("**/receipts", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await assert.rejects(accept({ mode: "CLICKWRAP", click: event }));
  await page.unroute("**/receipts");
  assert.equal((await accept({ mode: "CLICKWRAP", click: event })).acceptanceMode, "CLICKWRAP");
});

reader("an event of a script is none of the browser's, whatever it says of itself", async (accept, sent, page) => {
  const made = await page.evaluateHandle(() =>
    Object.create(Event.prototype, { type: { value: "click" }, isTrusted: { value: true } }),
  );
  await failed(accept({ mode: "CLICKWRAP", click: made }), "invalid_option");
  assert.deepEqual(sent, []);
});

reader("two tabs that accept at the same time keep both acceptances", async (_accept, _sent, page) => {
  const other = await page.context().newPage();
  await openBare(other, stack);
  // Both answers come at once.
  let release;
  const both = new Promise((resolve) => {
    release = resolve;
  });
  let waiting = 0;
  const hold = async (route) => {
    const response = await route.fetch();
    waiting += 1;
    if (waiting === 2) release();
    await both;
    await route.fulfill({ response });
  };
  for (const tab of [page, other]) await tab.route("**/receipts", hold);
  const sdk = (path, ...args) => call(page, path, args);
  const { id: customerId } = await sdk("customers.create", person());
  const accepted = (await sdk("agreements.list")).map(async (agreement, place) => {
    const { sha256: documentSha256 } = await sdk("agreements.document", agreement);
    const { type, locale } = agreement;
    const shown = { customerId, type, locale, documentSha256, acceptedBy: BY_CUSTOMER, mode: "WETSIGN" };
    return call([page, other][place], "agreements.accept", [shown]);
  });
  assert.equal(new Set((await Promise.all(accepted)).map(({ type }) => type)).size, 2);
  // Either tab knows of both.
  const { id } = await sdk("accounts.open", { customerId, ...DEPOSIT });
  const { id: second } = await call(other, "accounts.open", [{ customerId }]);
  assert.notEqual(id, second);
});
