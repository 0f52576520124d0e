// Timings of sealing, paired in one page: what ours costs, and what others cost for the same work.

import * as hpke from "/npm/@hpke/core/esm/mod.js";
import * as jose from "/npm/jose/dist/webapi/index.js";
import { fileOf } from "./documents.mjs";
import { makePlatform } from "./platform.mjs";
import { numbers, openSession } from "./session.mjs";
import { memory } from "./wasm-memory.mjs";

const USE = "person:bench";
/** Sealings in one sample: as many as agreements are kept ready. */
const BATCH = 4;

/** An object whose JSON has about so many bytes. */
const objectOf = (bytes) => ({ firstName: "Ada", note: "x".repeat(Math.max(0, bytes - 30)) });

/**
 * Median times in microseconds for one sealing of an object of so many bytes, by contender. The order is drawn anew
 * for every round.
 */
export async function values(bytes, rounds, seed) {
  const value = objectOf(bytes);
  const contenders = await makeContenders(value);
  const samples = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  const next = numbers(seed);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, prepare, seal } of shuffled(contenders, next)) {
      await prepare();
      const began = performance.now();
      for (let index = 0; index < BATCH; index += 1) await seal();
      samples[name].push(((performance.now() - began) * 1000) / BATCH);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, times]) => [name, median(times)]));
}

async function makeContenders(value) {
  const { portico, platform, grant } = await openSession();
  const header = { kid: "test-x25519", sid: grant.sessionId, use: USE };
  const ours = () => portico.seal(JSON.stringify(value), { use: USE });
  // What the package keeps ready is used up first, and idle time makes no more of it (see quiet.mjs).
  const drain = async () => {
    for (let index = 0; index < BATCH; index += 1) await ours();
  };
  const opened = JSON.parse((await platform.unseal(await ours())).text);
  if (JSON.stringify(opened) !== JSON.stringify(value)) throw new Error("what was sealed does not open as it was");
  const byJose = async (name, suite) => {
    const { publicKey, alg } = await makePlatform(suite);
    return { name, prepare: () => {}, seal: () => joseSeal(value, publicKey, alg, header) };
  };
  return [
    { name: "ours, cold", prepare: drain, seal: ours },
    { name: "ours, ready", prepare: () => portico.prepare(), seal: ours },
    await byJose("jose X25519", "X25519"),
    await byJose("jose P-256", "P-256"),
    { name: "@hpke/core X25519", prepare: () => {}, seal: await byHpke(value) },
  ];
}

function joseSeal(value, key, alg, header) {
  const iat = Math.floor(Date.now() / 1000);
  return new jose.CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg, enc: "A256GCM", iat, jti: crypto.randomUUID(), ...header })
    .encrypt(key);
}

async function byHpke(value) {
  const suite = new hpke.CipherSuite({
    kem: new hpke.DhkemX25519HkdfSha256(),
    kdf: new hpke.HkdfSha256(),
    aead: new hpke.Aes256Gcm(),
  });
  const { publicKey } = await suite.kem.generateKeyPair();
  return async () => {
    const sender = await suite.createSenderContext({ recipientPublicKey: publicKey });
    const sealed = await sender.seal(new TextEncoder().encode(JSON.stringify(value)), new Uint8Array(0));
    return `${jose.base64url.encode(new Uint8Array(sender.enc))}.${jose.base64url.encode(new Uint8Array(sealed))}`;
  };
}

/**
 * Median milliseconds for a document of so many bytes, ours in its worker and jose on the page, and the longest time for
 * which ours kept the page from doing anything else.
 */
export async function documents(bytes, rounds) {
  const { portico } = await openSession();
  const { publicKey, alg } = await makePlatform("X25519");
  const file = fileOf(bytes);
  const ours = () => portico.sealDocument(file, { use: "document:bench" });
  const theirs = async () => {
    const content = new Uint8Array(await file.arrayBuffer());
    return new jose.CompactEncrypt(content).setProtectedHeader({ alg, enc: "A256GCM" }).encrypt(publicKey);
  };
  const times = { ours: [], jose: [], block: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, seal] of round % 2
      ? [
          ["ours", ours],
          ["jose", theirs],
        ]
      : [
          ["jose", theirs],
          ["ours", ours],
        ]) {
      const watch = watchBlocks();
      const began = performance.now();
      await seal();
      times[name].push(performance.now() - began);
      const longest = watch();
      if (name === "ours") times.block.push(longest);
    }
  }
  return { ours: median(times.ours), jose: median(times.jose), longestBlock: median(times.block) };
}

/** Ticks as often as the page lets it; gives the longest time between two ticks when called. */
function watchBlocks() {
  let last = performance.now();
  let longest = 0;
  let over = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) port2.postMessage(0);
  };
  port2.postMessage(0);
  return () => {
    over = true;
    port1.close();
    return Math.max(longest, performance.now() - last);
  };
}

/** The wasm's memory in bytes, before and after sealing a value of so many bytes so many times. */
export async function growth(bytes, count) {
  const { portico } = await openSession();
  const value = new Uint8Array(bytes);
  await portico.seal(new Uint8Array(1000), { use: USE });
  const before = memory().length;
  for (let index = 0; index < count; index += 1) await portico.seal(value, { use: USE });
  return { before, after: memory().length };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function shuffled(list, next) {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = next() % (index + 1);
    [copy[index], copy[other]] = [copy[other], copy[index]];
  }
  return copy;
}
