// A customer with `jose` for a device: as far as an active account, whose activation the platform tells its partner.

import { createHash, randomBytes } from "node:crypto";
import { CompactEncrypt, SignJWT, base64url, compactDecrypt, exportJWK, generateKeyPair, importJWK } from "jose";

/** Opens a prepaid account for a new customer, up to the last step, and gives its id and what is left: `finish()`. */
export async function prepareAccount(url, kit) {
  const { accountId, acceptAll } = await makeCustomer(url, kit);
  return { accountId, finish: await acceptAll({ butLast: true }) };
}

/**
 * A customer with a prepaid account and a person whose checks end as the last four digits of the SSN say, and the means to
 * go on: `send` for calls, `seal` for what the platform alone may read, `acceptAll` for the agreements.
 */
export async function makeCustomer(url, kit, { ssn = "219091234" } = {}) {
  const platform = `${url}/netspend-api/v1`;
  const basic = Buffer.from(`${kit.api_key}:${kit.api_secret}`).toString("base64");
  const token = await call(`${platform}/oauth/accesstoken`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const headers = { authorization: `Bearer ${token.access_token}`, "content-type": "application/json" };
  const send = (method, path, body) =>
    call(`${platform}${path}`, { method, headers, body: body && JSON.stringify(body) });

  const init = await send("GET", "/sessions/init");
  const now = () => Math.floor(Date.now() / 1000);
  const jwk = init.jwks.find(({ crv }) => crv === "P-256");
  const key = await importJWK(jwk, "ECDH-ES");
  const seal = (text, use, sid) =>
    new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({
        alg: "ECDH-ES",
        enc: "A256GCM",
        kid: jwk.kid,
        iat: now(),
        jti: base64url.encode(randomBytes(16)),
        use,
        ...(sid && { sid }),
      })
      .encrypt(key);

  const device = await generateKeyPair("ES256");
  const replyKey = randomBytes(32);
  const { kty, crv, x, y } = await exportJWK(device.publicKey);
  const statement = await new SignJWT({
    v: 1,
    sdk_id: kit.sdk_id,
    aud: kit.platform_key,
    origin: "http://localhost",
    nonce: init.nonce,
    iat: now(),
    reply_key: { kty: "oct", k: base64url.encode(replyKey) },
    device: { time_zone: { value: "America/Chicago" } },
  })
    .setProtectedHeader({ alg: "ES256", typ: "device+jwt", jwk: { kty, crv, x, y } })
    .sign(device.privateKey);
  const session = await send("POST", "/sessions", { encrypted_data: await seal(statement, "device") });
  await compactDecrypt(session.encrypted_data, replyKey);
  headers["ns-session-id"] = session.id;

  const provided_id = kit.provided_ids.gpr;
  const account = await send("POST", "/accounts", { provided_id });
  const secrets = { date_of_birth: "1990-05-17", government_id: { type: "ssn", value: ssn } };
  const person = await send("POST", "/people", {
    first_name: "Ada",
    last_name: "Byron",
    relationship: "primary",
    identity_context: { type: "account", account_id: account.id },
    address: { line1: "12 Mill Lane", city: "Austin", state: "TX", postal_code: "78701", country: "US" },
    encrypted_data: await seal(JSON.stringify(secrets), `person:${account.id}`, session.id),
  });
  await send("PATCH", `/sessions/${session.id}`, { source_type: "person", source_id: person.id });
  const accept = async ({ id, documents }) => {
    const text = await (await fetch(url + new URL(documents[0].files[0].url).pathname)).arrayBuffer();
    return send("PUT", `/people/${person.id}/agreements/${id}`, {
      accepted_at: new Date().toISOString(),
      locale: "en-US",
      document_sha256: createHash("sha256").update(Buffer.from(text)).digest("hex"),
      acceptance_mode: "CLICKWRAP",
    });
  };
  return {
    accountId: account.id,
    personId: person.id,
    send,
    seal: (text, use) => seal(text, use, session.id),
    /** Accepts all agreements; with `butLast` all but one, and gives what accepts that one. */
    async acceptAll({ butLast = false } = {}) {
      const { agreements } = await send("POST", "/agreements/search", { provided_id });
      const last = agreements.pop();
      for (const agreement of agreements) await accept(agreement);
      if (butLast) return () => accept(last);
      return accept(last);
    },
  };
}

async function call(url, options) {
  const answer = await fetch(url, options);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${options.method} ${url}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
