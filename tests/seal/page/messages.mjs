// Random messages between this browser's SDK and the servers' side.

import * as jose from "/npm/jose/dist/webapi/index.js";
import { numbers, openSession } from "./session.mjs";

const LONGEST = 4096;
const NAMES = { X25519: "ECDH-ES X25519", "P-256": "ECDH-ES P-256", RSA: "RSA-OAEP-256" };

let pages;
let next;

/** Opens a session for each suite. The messages follow from the seed. */
export async function begin(seed) {
  next = numbers(seed);
  pages = [];
  for (const suite of Object.keys(NAMES)) {
    const { portico, platform, grant } = await openSession(suite);
    pages.push({ suite, portico, sid: grant.sessionId, key: await platform.privateText() });
  }
}

/** Seals so many messages, texts and bytes in turn, with agreements ready and without. */
export async function seal(count) {
  const lines = [];
  for (let index = 0; index < count; index += 1) {
    const { suite, portico, sid, key } = pages[index % pages.length];
    const text = Array.from({ length: next() % (LONGEST / 4) }, () =>
      String.fromCodePoint(32 + (next() % 0x2000)),
    ).join("");
    const plaintext = new TextEncoder().encode(text);
    const use = `document:${next().toString(16)}`;
    if (next() % 4 === 0) await portico.prepare();
    const jwe = await portico.seal(next() % 2 ? text : plaintext, { use });
    lines.push({ suite: NAMES[suite], key, plaintext_b64: jose.base64url.encode(plaintext), jwe, use, sid });
  }
  return lines;
}

/** Opens a session that the servers' side seals for. */
export async function beginAs(key, sid) {
  const session = { sessionKey: jose.base64url.decode(key), sessionId: sid };
  pages = [await openSession("X25519", session)];
}

/** Whether each opens as what it was. */
export async function open(lines) {
  const [{ portico }] = pages;
  const opened = lines.map(async ({ jwe, use, plaintext_b64 }) => {
    const value = await portico.open(jwe, { use });
    return jose.base64url.encode(value) === plaintext_b64 ? { ok: true } : { ok: false, why: "another plaintext" };
  });
  return Promise.all(opened.map((answer) => answer.catch(({ code }) => ({ ok: false, why: code }))));
}
