// A platform in the page, made of npm jose and WebCrypto: an implementation of the wire that shares nothing with ours.

import * as jose from "/npm/jose/dist/webapi/index.js";

const SUITES = {
  X25519: { alg: "ECDH-ES", options: { crv: "X25519" } },
  "P-256": { alg: "ECDH-ES", options: { crv: "P-256" } },
  RSA: { alg: "RSA-OAEP-256", options: { modulusLength: 2048 } },
};

/** A platform that has one key, of this suite. */
export async function makePlatform(suite) {
  const { alg, options } = SUITES[suite];
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { ...options, extractable: true });
  const kid = `test-${suite.toLowerCase()}`;
  const jwk = { ...(await jose.exportJWK(publicKey)), kid, use: "enc", alg };

  const unseal = async (sealed) => {
    const { plaintext, protectedHeader } = await jose.compactDecrypt(sealed, privateKey);
    return { text: new TextDecoder().decode(plaintext), plaintext, header: protectedHeader };
  };
  return {
    jwks: { keys: [jwk] },
    publicKey,
    alg,
    unseal,
    /** The private key as the servers keep it: `d`, or PKCS #8 for RSA, in base64url. */
    async privateText() {
      if (suite !== "RSA") return (await jose.exportJWK(privateKey)).d;
      return jose.base64url.encode(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)));
    },
    /** What the platform answers to a device statement: the session's key under the reply key. */
    async grant(
      deviceData,
      { sessionKey = crypto.getRandomValues(new Uint8Array(32)), sessionId = crypto.randomUUID() } = {},
    ) {
      const { reply_key } = jose.decodeJwt((await unseal(deviceData)).text);
      const session = {
        session_id: sessionId,
        session_key: { kty: "oct", k: jose.base64url.encode(sessionKey) },
        expires_at: new Date(Date.now() + 900_000).toISOString(),
      };
      const key = jose.base64url.decode(reply_key.k);
      const encryptedData = await sealDirect(JSON.stringify(session), key, { kid: "reply", use: "session" });
      /** Seals to the client, for this session. */
      const seal = (text, use) => sealDirect(text, sessionKey, { kid: "session", use, sid: session.session_id });
      return { encryptedData, sessionId: session.session_id, seal };
    },
  };
}

function sealDirect(text, key, header) {
  const iat = Math.floor(Date.now() / 1000);
  return new jose.CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", iat, jti: crypto.randomUUID(), ...header })
    .encrypt(key);
}
