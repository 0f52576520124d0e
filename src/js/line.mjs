// @ts-check
// The line to the wasm: every call has a number, goes out as bytes, and comes to an end whatever happens.

import { callOptions, LONGEST_MS } from "./call.mjs";
import { Database } from "./database.js";
import { byWebCrypto, internalFault, PorticoError } from "./errors.mjs";
import { begin, bury, onDeath, seal, start, wake } from "./loader.mjs";
import { Platform } from "./platform.js";
import { withBytes } from "./scratch.mjs";

/** What the core's own time limit is given before this one, which only a broken instance reaches. */
const GRACE_MS = 5000;

/** The number of the last call. No number is used twice, whichever instance answers. */
let last = 0;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Tells the wasm of onboardings that the page let go of. @type {FinalizationRegistry<() => void>} */
const unused = new FinalizationRegistry((free) => free());

/**
 * @typedef {object} Head What a call is.
 * @property {string} operation
 * @property {number} [target] the client or onboarding, by its number
 * @property {string} [use] what a value is sealed for
 */

/**
 * A key for AES-GCM that can't be read. Its bytes are wiped.
 * @param {CryptoKey | Uint8Array<ArrayBuffer>} key
 */
const contentKey = async (key) =>
  key instanceof Uint8Array
    ? crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]).finally(() => key.fill(0))
    : key;

/** The instance behind a client, and the calls that wait for it. */
export class Line {
  #broken = false;
  #timeoutMs;
  #platform;
  #database = new Database();
  /** The name of what is kept of acceptances. */
  #receipts;
  /** @type {Map<string, Blob>} */
  #attached = new Map();
  /** The content keys that came from the wasm, by their calls. @type {Map<number, any>} */
  #keys = new Map();
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: PorticoError) => void }>} */
  #waiting = new Map();

  /**
   * @param {string} gateway absolute
   * @param {number} timeoutMs the client's time limit
   */
  constructor(gateway, timeoutMs) {
    this.#timeoutMs = timeoutMs;
    this.#receipts = `${gateway} receipts`;
    this.#platform = new Platform(gateway, (id, outcome) => this.#enter(() => wake(id, outcome)), this.#database);
    const { send } = this.#platform;
    // What is attached stays outside of the wasm until its request leaves.
    this.#platform.send = (method, url, headers, body) =>
      send.call(this.#platform, method, url, headers, /** @type {any} */ (this.#withAttached(body)));
    this.#platform.hand = (call, handle, raw) => this.#keys.set(call, handle ?? raw.slice());
    this.#platform.finish = (call, outcome, answer) => this.#finish(call, outcome, answer);
    // Made while the wasm loads. Whoever needs it is told when it can't be.
    this.#platform.pair().catch(() => {});
  }

  /**
   * There is a living instance.
   * @param {Promise<string>} collected what is read of the device: JSON
   */
  live(collected) {
    this.#platform.collected = collected;
    onDeath(() => {
      this.#broken = true;
      for (const { reject } of [...this.#waiting.values()]) reject(internalFault());
      this.#platform.tell("statechange", "closed");
    });
  }

  /** From how many bytes on a value is encrypted outside of the wasm. */
  get encryptsFrom() {
    return this.#platform.encryptsFrom();
  }

  /**
   * The options of a call, checked. Their time limit is one for all that the call does.
   * @param {import("./index.d.ts").CallOptions} [options]
   * @param {number} [limitMs] where they have none; the client's when absent
   */
  options(options, limitMs = this.#timeoutMs) {
    return callOptions(options, Math.min(limitMs, LONGEST_MS));
  }

  /** What a call has that seals and sends documents, in milliseconds. */
  get documentsMs() {
    return 4 * this.#timeoutMs;
  }

  /**
   * @param {(event: string, detail: string) => void} told
   * @param {() => void} idle makes ready what is needed later
   */
  listen(told, idle) {
    this.#platform.idle = idle;
    // Later, so that a listener may call us again without being inside a call of its own.
    this.#platform.tell = (event, detail) => queueMicrotask(() => told(event, detail));
  }

  /**
   * Makes a call.
   * @param {Head} head
   * @param {Uint8Array | string} [body] bytes are left as they are; a text's are wiped
   * @param {import("./index.d.ts").CallOptions} [options] checked
   * @returns {Promise<any>} a text or bytes; with a key, `{head, key}`
   */
  async call(head, body = "", { signal, timeoutMs, idempotencyKey } = {}) {
    if (this.#broken) throw internalFault();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const call = ++last;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(call, { resolve, reject });
        // A panic in the middle of a call settles nothing.
        timer = setTimeout(bury, (timeoutMs ?? this.#timeoutMs) + GRACE_MS);
        const abort = signal && (signal.aborted ? 0 : this.#platform.aborted(signal));
        this.#start(call, { ...head, timeoutMs, idempotencyKey, abort }, body);
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(call);
    }
  }

  /**
   * Seals a short value at once.
   * @param {number} target
   * @param {string} purpose
   * @param {Uint8Array} value
   * @returns {string | undefined} undefined: it takes a call
   */
  seal(target, purpose, value) {
    return this.#enter(() => seal(target, encoder.encode(purpose), value));
  }

  /**
   * What one value is sealed with outside of the wasm, at once where all of it is at hand.
   * @param {number} target
   * @param {string} purpose
   * @param {import("./call.mjs").Limited} options checked
   * @returns {import("./document-worker.js").Sealing | Promise<import("./document-worker.js").Sealing>}
   */
  begin(target, purpose, options) {
    const call = ++last;
    const head = options.signal
      ? undefined
      : this.#enter(() => withBytes(purpose, (bytes) => begin(this.#platform, call, target, bytes)));
    const key = this.#handed(call);
    if (head && key instanceof CryptoKey) return { head, key };
    return this.#readyKey(head ? { head, key } : this.call({ operation: "begin", target, use: purpose }, "", options));
  }

  /** @param {any} begun with a key or its bytes */
  async #readyKey(begun) {
    const { head, key } = await begun;
    return { head, key: await byWebCrypto(contentKey(key)) };
  }

  /**
   * Puts sealed documents into the requests that name them.
   * @param {Blob[]} blobs
   */
  attach(blobs) {
    const names = blobs.map(() => `attached-${crypto.randomUUID()}`);
    names.forEach((name, place) => this.#attached.set(name, blobs[place]));
    return { names, release: () => names.forEach((name) => this.#attached.delete(name)) };
  }

  /** What this browser keeps of acceptances: ids. @returns {Promise<string | undefined>} */
  recall() {
    return this.#database.get("texts", this.#receipts);
  }

  /** @param {string} [marks] absent: forget */
  keep(marks) {
    return this.#database.put("texts", this.#receipts, marks);
  }

  /** @param {string} [body] */
  #withAttached(body) {
    if (!body || !this.#attached.size) return body;
    const parts = body.split(/(?<=")(attached-[\da-f-]{36})(?=")/);
    return parts.length > 1 ? new Blob(parts.map((part) => this.#attached.get(part) ?? part)) : body;
  }

  /**
   * Reads something that is there at once.
   * @param {Head} head
   * @returns {string}
   */
  read(head) {
    const call = ++last;
    /** @type {string[]} */
    const answers = [];
    this.#waiting.set(call, { resolve: (text) => answers.push(text), reject() {} });
    this.#start(call, head, "");
    this.#waiting.delete(call);
    if (!answers.length) throw internalFault();
    return answers[0];
  }

  /**
   * Has the wasm forget `target` when the page has let go of `holder`.
   * @param {object} holder
   * @param {number} target
   */
  holds(holder, target) {
    unused.register(holder, () => this.#start(++last, { operation: "free", target }, ""));
  }

  /**
   * The key that came with a call. It is given once.
   * @param {number} call
   */
  #handed(call) {
    const key = this.#keys.get(call);
    this.#keys.delete(call);
    return key;
  }

  /**
   * @param {number} call
   * @param {Head & Record<string, unknown>} head
   * @param {Uint8Array | string} body
   */
  #start(call, head, body) {
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    this.#enter(() => start(this.#platform, call, encoder.encode(JSON.stringify(head)), bytes));
    if (bytes !== body) bytes.fill(0);
  }

  /**
   * Whatever comes out of the wasm by another way than an answer is a trap, and the instance is dead.
   * @template T
   * @param {() => T} enter
   * @returns {T | undefined}
   */
  #enter(enter) {
    try {
      if (!this.#broken) return enter();
    } catch {
      bury();
    }
  }

  /**
   * @param {number} call
   * @param {number} outcome
   * @param {Uint8Array} answer the wasm's memory: gone when this returns
   */
  #finish(call, outcome, answer) {
    const waiting = this.#waiting.get(call);
    if (outcome === 2) waiting?.resolve(answer.slice());
    else if (outcome === 1) {
      const [text, key] = [decoder.decode(answer), this.#handed(call)];
      if (waiting) waiting.resolve(key ? { head: text, key } : text);
      else if (key instanceof Uint8Array) key.fill(0);
    } else waiting?.reject(new PorticoError(JSON.parse(decoder.decode(answer))));
  }
}
