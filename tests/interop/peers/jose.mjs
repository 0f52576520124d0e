// npm's `jose` as a peer: `node jose.mjs seal|open`, one JSON line in, one out, in order.
import { createInterface } from "node:readline";
import { CompactEncrypt, compactDecrypt, importJWK } from "jose";

const ENC = "A256GCM";
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const keys = new Map();

/** The key of a JWK, imported once. */
function imported(jwk, alg) {
  const name = JSON.stringify(jwk);
  if (!keys.has(name)) keys.set(name, importJWK(jwk, alg));
  return keys.get(name);
}

async function seal({ jwk, header, apu, apv, plaintext_b64: plaintext }) {
  const encrypt = new CompactEncrypt(bytes(plaintext)).setProtectedHeader(header);
  if (apu) encrypt.setKeyManagementParameters({ apu: bytes(apu), apv: bytes(apv) });
  return { jwe: await encrypt.encrypt(await imported(jwk, header.alg)) };
}

/** What a key is for, as the contract has it: nothing else may be asked for by a header. */
const algorithm = ({ kty }) => ({ OKP: "ECDH-ES", EC: "ECDH-ES", RSA: "RSA-OAEP-256", oct: "dir" })[kty];

async function open({ jwk_private: jwk, plaintext_b64: expected, jwe, use, sid }) {
  const alg = algorithm(jwk);
  try {
    const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [ENC] };
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, await imported(jwk, alg), options);
    if (Buffer.compare(plaintext, bytes(expected)) !== 0) return { ok: false, why: "another plaintext" };
    if (protectedHeader.use !== use) return { ok: false, why: "another use" };
    if ((protectedHeader.sid ?? null) !== (sid ?? null)) return { ok: false, why: "another sid" };
    return { ok: true };
  } catch (error) {
    return { ok: false, why: `${error.code ?? error.name}: ${error.message}` };
  }
}

const work = { seal, open }[process.argv[2]];
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await work(JSON.parse(line)))}\n`);
}
