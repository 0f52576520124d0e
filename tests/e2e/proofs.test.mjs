// Every proof that the SDK really sends, checked by an implementation that is none of ours: jose.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from "jose";
import { startBoth } from "./support/both.mjs";
import { visit } from "./support/browser.mjs";
import { waitFor, walkOn, walkTo } from "./support/walk.mjs";

let stack;
let browser;
before(async () => {
  [stack, browser] = await startBoth();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Notes each call to the gateway with its headers as they went out, and what the answer gave. */
function listen(page) {
  const calls = [];
  page.on("requestfinished", (request) => {
    if (!new URL(request.url()).pathname.startsWith("/portico/netspend/")) return;
    const note = async () => {
      const response = await request.response();
      return {
        method: request.method(),
        url: request.url(),
        headers: await request.headersArray(),
        status: response.status(),
        nonce: await response.headerValue("dpop-nonce"),
        body: await response.json().catch(() => undefined),
      };
    };
    calls.push(note());
  });
  return () => Promise.all(calls);
}

function only(headers, name) {
  const values = headers.filter((header) => header.name.toLowerCase() === name).map((header) => header.value);
  assert.ok(values.length <= 1, `${name} was sent ${values.length} times`);
  return values[0];
}

/** RFC 9449 section 4.3, each check by its own line. Gives the proof's claims and its key's thumbprint. */
async function verify({ method, url, headers }) {
  const proof = only(headers, "dpop");
  assert.ok(proof, `${method} ${url} carries no proof`);
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: "dpop+jwt",
    algorithms: ["ES256"],
    requiredClaims: ["jti", "htm", "htu", "iat"],
    maxTokenAge: 300,
    clockTolerance: 5,
  });
  assert.deepEqual(Object.keys(decodeProtectedHeader(proof)).sort(), ["alg", "jwk", "typ"]);
  assert.deepEqual(Object.keys(protectedHeader.jwk).sort(), ["crv", "kty", "x", "y"], "the key's public part alone");
  const { origin, pathname } = new URL(url);
  assert.equal(payload.htm, method);
  assert.equal(payload.htu, origin + pathname);
  const session = only(headers, "ns-session-id");
  assert.equal(payload.ath, session && createHash("sha256").update(session).digest("base64url"));
  return { ...payload, jkt: await calculateJwkThumbprint(protectedHeader.jwk) };
}

test("jose takes each proof of a whole visit and of the reload after it: one key, each jti once, the gateway's nonces", async () => {
  const { page, close } = await visit(browser, { origin: stack.url });
  const calls = listen(page);
  await walkTo(page, stack, "expected_use");
  await page.reload();
  await waitFor(page, "expected_use");
  await walkOn(page, stack, "expected_use", "complete");
  const sent = await calls();
  await close();

  const proofs = await Promise.all(sent.map(verify));
  assert.ok(proofs.length >= 20, `${proofs.length} calls`);
  assert.equal(new Set(proofs.map((proof) => proof.jti)).size, proofs.length);

  const opened = sent.filter(
    ({ method, url, status }) => status === 201 && method === "POST" && /\/sessions$/.test(url),
  );
  assert.equal(opened.length, 1);
  assert.deepEqual([...new Set(proofs.map((proof) => proof.jkt))], [opened[0].body.device_jkt]);

  const given = new Set(sent.map((call) => call.nonce));
  const bare = sent.filter((_, index) => proofs[index].nonce === undefined);
  for (const { nonce } of proofs) assert.ok(nonce === undefined || given.has(nonce));
  // The page knows no nonce when it begins and after a reload. The first call of each takes that: no 401 is in the console.
  assert.deepEqual(
    bare.map(({ method, url, status }) => [method, new URL(url).pathname.replace(/[0-9a-f-]{36}$/, "{id}"), status]),
    [
      ["GET", "/portico/netspend/sessions/init", 200],
      ["GET", "/portico/netspend/sessions/{id}", 200],
    ],
  );
  const refused = sent.filter(({ status }) => status === 401);
  assert.deepEqual(
    refused.map(({ body }) => body.code),
    [],
    "nothing was refused",
  );
  for (const { nonce } of sent) assert.match(nonce, /^[\w-]{43}$/, "every answer brings one");
});
