// Writes the seeds of the corpus: real messages and forgeries of each kind. What fuzzing found beside them stays.
// Run from the repository's root: node fuzz/seeds.mjs
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { CompactSign, importJWK } from "jose";

const fixtures = JSON.parse(readFileSync("crates/unseal/tests/fixtures/jose.json", "utf8"));
const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** One file for each text. Only signatures are other ones each time, since ES256 is random. */
function seed(target, texts) {
  mkdirSync(`fuzz/corpus/${target}`, { recursive: true });
  texts.forEach((text, index) => writeFileSync(`fuzz/corpus/${target}/seed-${String(index).padStart(2, "0")}`, text));
}

const sealed = [...fixtures.fixtures.map((one) => one.sealed), fixtures.dir.sealed];
/** A sealed value with its header's text changed. */
const header = (jwe, change) => {
  const [protectedHeader, ...rest] = jwe.split(".");
  return [encode(change(Buffer.from(protectedHeader, "base64url").toString())), ...rest].join(".");
};
const forgeries = sealed.flatMap((jwe) => [
  header(jwe, (text) => text.replace("{", '{"crit":["exp"],')),
  header(jwe, (text) => text.replace("{", '{"zip":"DEF",')),
  header(jwe, (text) => text.replace("{", '{"enc":"A128GCM",')),
  header(jwe, (text) => text.replace("A256GCM", "A128CBC-HS256")),
  header(jwe, (text) => text.replace(/"alg":"[^"]+"/, '"alg":"none"')),
  header(jwe, (text) => text.replace(/"x":"[^"]+"/, `"x":"${"A".repeat(43)}"`)),
  header(jwe, (text) => text.replace(/"crv":"[^"]+"/, '"crv":"P-521"')),
  header(jwe, (text) => text.replace("{", `{"sid":"s","use":"pin:c","apu":"QWxpY2U","apv":"Qm9i",`)),
  `${jwe}=`,
  `${jwe}.AA`,
  jwe.split(".").slice(0, 4).join("."),
]);
seed("unseal_jwe", [...sealed, ...forgeries, "....", ""]);

const claims = { alg: "dir", enc: "A256GCM", kid: "reply", iat: 1_800_000_000, jti: "j", use: "session" };
const answer = (changes) => [
  encode({ ...claims, ...changes }),
  "",
  encode("a".repeat(12)),
  "AAAA",
  encode("b".repeat(16)),
];
seed("core_jwe", [
  ...[{}, { sid: "s" }, { crit: ["exp"] }, { zip: "DEF" }, { iat: 1 }, { jti: "" }, { alg: "ECDH-ES" }].map((changes) =>
    answer(changes).join("."),
  ),
  answer({}).with(4, "AA").join("."),
  answer({}).with(1, "AA").join("."),
  answer({}).with(2, "AA==").join("."),
  ...sealed,
]);

const publicKeys = fixtures.fixtures.map((one, index) => ({
  ...one.public,
  use: "enc",
  alg: index === 2 ? "RSA-OAEP-256" : "ECDH-ES",
  kid: `k${index}`,
}));
const oct = { kty: "oct", k: fixtures.dir.k };
seed(
  "unseal_jwk",
  [...publicKeys, oct, { kty: "oct", k: "AA" }, { ...oct, k: `${oct.k}=` }, { kty: "OKP", crv: "X25519" }]
    .map((key) => JSON.stringify(key))
    .concat([
      '{"kty":"oct","kty":"oct"}',
      '{"\\u006bty":"oct","k":"AA"}',
      "[]",
      ...fixtures.fixtures.map((one) => one.secret),
    ]),
);
const [x25519, p256, rsa] = publicKeys;
const sets = [
  ...publicKeys.map((key) => [key]),
  publicKeys,
  [x25519, x25519],
  [x25519, { ...p256, kid: x25519.kid }],
  [{ ...x25519, x: "A".repeat(43) }],
  [{ ...p256, y: p256.x }],
  [{ ...rsa, n: rsa.n.slice(0, 86) }],
  [{ ...rsa, e: "AA" }],
  [{ ...x25519, use: "sig" }],
  [{ ...x25519, alg: "RSA-OAEP" }],
  [{ ...x25519, d: x25519.x }],
  [],
];
const jwk = fixtures.fixtures[1].public;
const privateKey = await importJWK({ ...jwk, d: fixtures.fixtures[1].secret }, "ES256");
const sign = (typ, payload) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "ES256", typ, jwk })
    .sign(privateKey);
const set = await sign("jwk-set+jwt", { keys: publicKeys });
seed("core_jwk", [
  ...sets.map((keys) => JSON.stringify({ keys })),
  JSON.stringify(publicKeys),
  JSON.stringify({ jwks_jws: set, nonce: "n", now: "2027-01-15T08:00:00Z", jwks: publicKeys }),
  JSON.stringify({ jwks_jws: "a.b.c" }),
]);
const statements = [set, await sign("device+jwt", { v: 1 }), await sign("dpop+jwt", { htm: "POST" })];
seed("unseal_jws", [
  ...statements,
  ...statements.flatMap((jws) => [
    header(jws, (text) => text.replace("ES256", "none")),
    header(jws, (text) => text.replace("{", '{"crit":[],')),
    header(jws, (text) => text.replace('"kty"', '"d":"AA","kty"')),
    `${jws}=`,
  ]),
  "..",
]);
seed("core_json", [
  ...sets.map((keys) => JSON.stringify({ keys })),
  '{"a":1,"a":2}',
  '{"a":1,"\\u0061":2}',
  '["\\ud83d\\udd11","\\ud800","ü",1e999,-0,0.10,18446744073709551616,-9223372036854775808]',
  "[".repeat(64) + "]".repeat(64),
  " { } ",
  "\ufeff{}",
  "nul",
]);
