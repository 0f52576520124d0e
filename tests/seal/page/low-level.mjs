// A session by hand, as a partner with a backend of its own opens it.

import { makePlatform } from "./platform.mjs";

const codeOf = (promise) =>
  promise.then(
    () => "done",
    ({ code }) => code,
  );

/** The session's states on the way, what it then seals and opens, and all that was asked of the network meanwhile. */
export async function walk() {
  const { createPortico } = await import("/sdk/index.mjs");
  const portico = await createPortico({ sdkId: "PT-SANDBOX-00000000000000000000000000000000" });
  const platform = await makePlatform("P-256");
  // The signals' worker is loaded by createPortico, which does not wait for it.
  await portico.device.preview();
  const loaded = performance.getEntriesByType("resource").length;
  const states = [portico.session.state];
  const early = await codeOf(portico.seal("4071", { use: "pin:c" }));
  const { deviceData, open } = await portico.session.initialize(platform.jwks);
  states.push(portico.session.state);
  const grant = await platform.grant(deviceData);
  const foreign = await codeOf(open((await platform.grant(deviceData)).encryptedData.replace(/.$/, "~")));
  await open(grant.encryptedData);
  states.push(portico.session.state);
  const sealed = await platform.unseal(await portico.seal("4071", { use: "pin:c" }));
  const opened = await portico.open(await grant.seal("an answer", "card_secrets:c"), { use: "card_secrets:c" });
  return {
    states,
    early,
    foreign,
    sealed: [sealed.text, sealed.header.use, sealed.header.sid === grant.sessionId],
    opened: new TextDecoder().decode(opened),
    gateway: await codeOf(portico.accounts.get("a")),
    requests: performance.getEntriesByType("resource").length - loaded,
  };
}

/** The code that a longer value ends with where WebCrypto refuses, and what is said of why. */
export async function refusedByWebCrypto() {
  const { openSession } = await import("./session.mjs");
  const { portico } = await openSession();
  const { encrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.encrypt = () => Promise.reject(new TypeError("a mark"));
  const error = await portico.seal("x".repeat(10_000), { use: "pin:c" }).catch((thrown) => thrown);
  SubtleCrypto.prototype.encrypt = encrypt;
  return [error.name, error.code, error.message.includes("mark")];
}

/** The codes that longer values end with where WebCrypto never answers: by a time limit, and by an abort. */
export async function neverEncrypted() {
  const { openSession } = await import("./session.mjs");
  const { portico } = await openSession();
  const { encrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.encrypt = () => new Promise(() => {});
  const abort = new AbortController();
  const sealing = [{ timeoutMs: 20 }, { signal: abort.signal }].map((options) =>
    codeOf(portico.seal("x".repeat(10_000), { use: "pin:c", ...options })),
  );
  abort.abort();
  const codes = await Promise.all(sealing);
  SubtleCrypto.prototype.encrypt = encrypt;
  return codes;
}

/** The codes for key sets that can't be used. */
export async function refusals() {
  const { createPortico } = await import("/sdk/index.mjs");
  const portico = await createPortico({ sdkId: "PT-SANDBOX-0", platformKey: "k".repeat(43) });
  const { jwks } = await makePlatform("X25519");
  return {
    empty: await codeOf(portico.session.initialize({ keys: [] })),
    twice: await codeOf(portico.session.initialize({ keys: [...jwks.keys, ...jwks.keys] })),
    unsigned: await codeOf(
      portico.session.initialize({ jwks_jws: "a.b.c", nonce: "n", now: new Date().toISOString() }),
    ),
    nothing: await codeOf(portico.session.initialize(undefined)),
  };
}
