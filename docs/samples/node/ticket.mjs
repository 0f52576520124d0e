// Mints a ticket for a customer who has just signed in at the partner: docs/tickets.md says what each member is for.
// Node alone, no package. Copy this file into your server.

import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";

/** How long a ticket is good, in seconds. The gateway takes no longer ones. */
const LIFE = 60;

/**
 * @param {object} ticket
 * @param {import("node:crypto").KeyObject} ticket.privateKey P-256; the gateway knows its public half
 * @param {string} ticket.issuer GATEWAY_TICKET_ISSUER of the gateway
 * @param {string} ticket.audience GATEWAY_PUBLIC_URL of the gateway, with no slash at its end
 * @param {string} ticket.partnerRef your own lasting name for this customer: no e-mail address, nothing of a person
 * @param {string} ticket.jkt what the customer's page got from `portico.device.thumbprint()`
 */
export function mintTicket({ privateKey, issuer, audience, partnerRef, jkt }) {
  // A thumbprint has 43 characters. Whatever else a page sends is not worth a signature.
  if (!/^[\w-]{43}$/.test(jkt)) throw new TypeError("jkt is no thumbprint of a key");
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: audience, partner_ref: partnerRef, iat, exp: iat + LIFE, jti: randomUUID() };
  const signed = [
    { alg: "ES256", typ: "JWT" },
    { ...claims, cnf: { jkt } },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  // JWS wants the two numbers of the signature side by side, and not in DER (RFC 7518 section 3.4).
  const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** A new key: `pem` for your server alone, `jwk` for the gateway's GATEWAY_TICKET_KEY. */
export function generateTicketKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, pem: privateKey.export({ type: "pkcs8", format: "pem" }), jwk: publicJwk(privateKey) };
}

/** @param {string} pem */
export function readTicketKey(pem) {
  const privateKey = createPrivateKey(pem);
  return { privateKey, pem, jwk: publicJwk(privateKey) };
}

/** @param {import("node:crypto").KeyObject} privateKey */
const publicJwk = (privateKey) => createPublicKey(privateKey).export({ format: "jwk" });
