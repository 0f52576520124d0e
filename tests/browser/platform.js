// The platform's part, by WebCrypto alone: keys of every suite, and a session for whoever sends a device statement.

const { subtle } = crypto;
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
const join = (...parts) => new Uint8Array(parts.flatMap((part) => [...new Uint8Array(part)]));

const KINDS = {
  "X25519": [{ name: "X25519" }, ["deriveBits"]],
  "P-256": [{ name: "ECDH", namedCurve: "P-256" }, ["deriveBits"]],
  "RSA": [
    { name: "RSA-OAEP", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    ["encrypt", "decrypt"],
  ],
};

/** A platform with one key of `kind`. */
export async function platform(kind) {
  const [algorithm, usages] = KINDS[kind];
  const pair = await subtle.generateKey(algorithm, true, usages);
  const { kty, crv, x, y, n, e } = await subtle.exportKey("jwk", pair.publicKey);
  return { kind, algorithm, pair, jwk: { kty, crv, x, y, n, e, use: "enc", kid: "key of the day" } };
}

/** Its public key as JWK text. */
export const jwkText = ({ jwk }) => JSON.stringify(jwk);

/** The secret behind what somebody agreed on: a raw ephemeral key, or a wrapped key. */
export async function find({ kind, algorithm, pair }, told) {
  if (kind === "RSA") return new Uint8Array(await subtle.decrypt("RSA-OAEP", pair.privateKey, told));
  const theirs = await subtle.importKey("raw", told, algorithm, false, []);
  return new Uint8Array(await subtle.deriveBits({ ...algorithm, public: theirs }, pair.privateKey, 256));
}

/** Opens a JWE in compact form: `[protected header as text, plaintext]`. */
export async function open(platform, jwe) {
  const [header, wrapped, iv, ciphertext, tag] = jwe.split(".");
  const { alg, enc, epk, ...rest } = read(decode(header));
  if (alg !== (platform.kind === "RSA" ? "RSA-OAEP-256" : "ECDH-ES") || enc !== "A256GCM") throw new Error(alg);
  let raw;
  if (platform.kind === "RSA") {
    raw = await find(platform, decode(wrapped));
  } else {
    const told = epk.y ? join([4], decode(epk.x), decode(epk.y)) : decode(epk.x);
    const secret = await find(platform, told);
    // RFC 7518 section 4.6.2: round one, Z, the algorithm and two empty parties by their lengths, and 256 bits.
    const info = join([0, 0, 0, 1], secret, [0, 0, 0, 7], utf8("A256GCM"), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    raw = await subtle.digest("SHA-256", info);
  }
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const gcm = { name: "AES-GCM", iv: decode(iv), additionalData: utf8(header) };
  const plaintext = await subtle.decrypt(gcm, key, join(decode(ciphertext), decode(tag)));
  return [JSON.stringify(rest), new Uint8Array(plaintext)];
}

/** Grants the session `sid` to the sender of a device statement: `encrypted_data`. */
export async function grant(platform, deviceData, sid, iat) {
  const [, statement] = await open(platform, deviceData);
  const payload = read(decode(new TextDecoder().decode(statement).split(".")[1]));
  const sessionKey = encode(crypto.getRandomValues(new Uint8Array(32)));
  const granted = { session_id: sid, session_key: { kty: "oct", k: sessionKey }, expires_at: "2026-11-21T12:00:00Z" };
  const header = encode(utf8(JSON.stringify({ alg: "dir", enc: "A256GCM", kid: "reply", iat, jti: sid, use: "session" })));
  const key = await subtle.importKey("raw", decode(payload.reply_key.k), "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const gcm = { name: "AES-GCM", iv, additionalData: utf8(header) };
  const sealed = new Uint8Array(await subtle.encrypt(gcm, key, utf8(JSON.stringify(granted))));
  return [header, "", encode(iv), encode(sealed.slice(0, -16)), encode(sealed.slice(-16))].join(".");
}
