// Unique marks in every field of a person, and a search for them in every place that somebody else could read.
//
// Sealed class (birth date, SSN, CVC, PIN): nowhere, in no form. Contact class (names, e-mail, phone, address): only in the
// bodies of the calls that carry them. A CVC has three digits, a PIN four and a ZIP code five, which turn up by chance in any
// long number: those are looked for as whole values only (JSON, form, element text, or behind their name), and in all the
// other forms as the JSON member that carries them.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser, visit } from "./support/browser.mjs";
import { find, findShort } from "./support/encodings.mjs";
import { CONTACT, leaks, PIN_NAMES, placesOf, webhookPlaces } from "./support/marks.mjs";
import { PERSON } from "./support/person.mjs";
import { browserPlaces, filePlaces, place } from "./support/places.mjs";
import { startStack } from "./support/stack.mjs";
import { cardId, walkTo } from "./support/walk.mjs";

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser?.close());

test("nothing of a customer is found where it does not belong", async (t) => {
  // The servers say all that they can say: a log that is silent only by its level would prove little.
  const stack = await startStack({ t, log: "trace" });
  const visitor = await visit(browser, { origin: stack.url });
  const { page, context, observer } = visitor;
  const places = [];
  let cvc;
  await walkTo(page, stack, "complete", {
    onArrival: async (screen) => {
      if (screen === "activate_card") ({ cvc } = await stack.controls.card(await cardId(page)));
      places.push(...(await browserPlaces(page, context, `at ${screen}`)));
    },
  });
  // The developers' panel shows calls and what of them was sealed: its text is a place like any other.
  await page.getByRole("button", { name: "For developers" }).click();
  const panel = page.locator('aside[aria-label="Developers"]');
  await panel.locator("[data-call]").first().waitFor();
  places.push(place("the developers' panel", await panel.innerText()));
  await delivered(stack);
  await observer.settle();
  await page.reload();
  await page.locator('[data-step="complete"]').waitFor();
  places.push(...(await browserPlaces(page, context, "after a reload")));
  await observer.settle();

  assert.ok(observer.exchanges.length > 20, "the calls were written down");
  assert.ok(
    observer.exchanges.some(({ url, received }) => url.includes("/netspend/people/") && received.length > 0),
    "and their answers",
  );
  places.push(...observer.exchanges.flatMap(placesOf));
  places.push(place("the console", observer.consoleLines.join("\n")));
  places.push(...webhookPlaces(stack));
  assert.ok(stack.webhooks.length > 0, "the partner was told of the account");

  // While the servers run, and once more when they have ended and written all they had to write.
  places.push(...(await filePlaces(stack.dir, "running")));
  await stack.stopServers();
  places.push(...(await filePlaces(stack.dir, "stopped")));
  const names = places.map(({ name }) => name);
  for (const file of ["sandbox.log", "gateway.log", "sandbox/sandbox.db", "gateway/gateway.db"]) {
    assert.ok(
      names.some((name) => name.includes(file)),
      `${file} was read`,
    );
  }

  assert.deepEqual(leaks(places, { cvcs: [cvc] }), []);
  assert.deepEqual(observer.trouble(), []);
  await visitor.close();
});

test("the contact data of a customer is sent in the calls that carry it, so the search sees what is there", async (t) => {
  const stack = await startStack({ t });
  const visitor = await visit(browser, { origin: stack.url });
  const { page, observer } = visitor;
  await walkTo(page, stack, "await_card");
  await observer.settle();
  const sent = (path) =>
    observer.exchanges
      .filter(({ method, url }) => method === "POST" && new URL(url).pathname.endsWith(path))
      .map(({ sent }) => sent ?? Buffer.alloc(0));
  const [people] = sent("/netspend/people");
  for (const name of ["first name", "last name", "e-mail", "street", "city"]) {
    assert.ok(
      CONTACT[name].some((mark) => find(mark, people)),
      `${name} is in the body of POST people`,
    );
  }
  const [order] = sent("/netspend/cards/physical");
  assert.ok(find(PERSON.line1, order), "the street is in the order");
  assert.ok(!find(PERSON.lastName, order), "and the name is not");
  await visitor.close();
});

test("the search finds marks that are planted on purpose in every place", async (t) => {
  const stack = await startStack({ t });
  const visitor = await visit(browser, { origin: stack.url });
  const { page, context, observer } = visitor;
  await page.goto(stack.url);
  await page.evaluate(plantEverywhere, { ssn: "548-67-3921", name: PERSON.lastName });
  await observer.settle();
  await writeFile(join(stack.dir, "planted.log"), Buffer.from("548-67-3921").toString("hex"));
  await fetch(stack.webhookUrl, { method: "POST", body: PERSON.email });
  const places = [...(await browserPlaces(page, context, "planted")), ...observer.exchanges.flatMap(placesOf)];
  places.push(place("the console", observer.consoleLines.join("\n")));
  places.push(...webhookPlaces(stack), ...(await filePlaces(stack.dir, "planted")));
  const found = leaks(places, { cvcs: ["917"] }).join("\n");
  for (const where of [
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "caches",
    "cookies",
    "the console",
    "URL of",
    "header of",
    "body of",
    "a webhook",
    "planted.log",
  ]) {
    assert.ok(found.includes(where), `${where} is searched:\n${found}`);
  }
  await visitor.close();
});

test("the search knows a mark in every form, and takes nothing else for it", () => {
  const bytes = Buffer.from("548-67-3921");
  const forms = {
    raw: bytes,
    base64: Buffer.from(bytes.toString("base64")),
    "base64, one byte on": Buffer.from(Buffer.from(`x548-67-3921y`).toString("base64")),
    "base64, two bytes on": Buffer.from(Buffer.from(`xx548-67-3921yy`).toString("base64url")),
    hex: Buffer.from(bytes.toString("hex")),
    "upper-case hex": Buffer.from(bytes.toString("hex").toUpperCase()),
    percent: Buffer.from([...bytes].map((byte) => `%${byte.toString(16)}`).join("")),
    "UTF-16LE": Buffer.from("548-67-3921", "utf16le"),
    "UTF-16BE": Buffer.from("548-67-3921", "utf16le").swap16(),
  };
  for (const [form, hidden] of Object.entries(forms)) {
    const haystack = Buffer.concat([Buffer.from("before "), hidden, Buffer.from(" after")]);
    assert.ok(find("548-67-3921", haystack), form);
  }
  assert.equal(find("548-67-3921", Buffer.from("548-67-3922 and 5486739")), undefined);
  for (const text of ['{"pin":"8305"}', "pin=8305", "a=1&pin=8305&b=2", '["8305"]', "<b>8305</b>", "pin: 8305"]) {
    assert.ok(findShort("8305", PIN_NAMES, Buffer.from(text)), text);
  }
  assert.ok(findShort("8305", PIN_NAMES, Buffer.from(Buffer.from('x{"pin":"8305"}').toString("base64"))), "in base64");
  assert.equal(findShort("8305", PIN_NAMES, Buffer.from('{"at":1718305123,"id":"0198305a"}')), undefined);
});

/** The webhook is sent by a worker: waits until the outbox says that it arrived. */
async function delivered(stack) {
  const deadline = Date.now() + 20_000;
  while (stack.webhooks.length === 0) {
    assert.ok(Date.now() < deadline, "account.created arrives within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs in the page: puts marks where a careless page would. */
async function plantEverywhere({ ssn, name }) {
  localStorage.setItem("draft", btoa(`{"ssn":"${ssn}"}`));
  sessionStorage.setItem("draft", name);
  document.cookie = `draft=${encodeURIComponent(ssn)}; path=/`;
  console.log(`the customer's name is ${name}`);
  const cache = await caches.open("draft");
  await cache.put("/draft", new Response(ssn));
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open("draft", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("draft");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction("draft", "readwrite");
      writing.objectStore("draft").put({ typed: new TextEncoder().encode(ssn) }, "draft");
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
  // A request is over for the browser once its answer is read.
  const send = async (url, init) => (await fetch(url, init)).text();
  await send(`/healthz?draft=${encodeURIComponent(ssn)}`);
  await send("/healthz", { headers: { "x-draft": ssn } });
  await send("/portico/draft", { method: "POST", body: JSON.stringify({ pin: "8305", ssn }) });
}
