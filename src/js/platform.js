// @ts-check
// The browser as the core's ports: exactly what crates/core/src/ports.rs asks of a platform, and nothing of what a call
// means. A page may have patched, blocked or broken whatever is used here, so every answer is an outcome, a number, and
// nothing is thrown into the wasm. It imports nothing and ends in .js, since the binding's tests take it as it is, and
// their server knows no other ending.

/** WebCrypto or storage is missing or refused; the connection was lost. */
const FAILED = 0;
/** A sealed value that doesn't open, a signature or key of the wrong form; there is no network. */
const REFUSED = 1;
const DONE = 2;
const TRUE = 3;

/** The answer's headers that the core asks for. */
const HEADERS = ["content-type", "retry-after", "ns-request-id", "dpop-nonce", "date", "location", "warning"];
/** What setTimeout takes: anything above fires at once. */
const LONGEST_MS = 2 ** 31 - 1;
/** What getRandomValues takes at once. */
const MOST_RANDOM = 65_536;
const EC = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const AES = "AES-GCM";
const ECDH = { name: "ECDH", namedCurve: "P-256" };
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };
/** The wasm takes some 20 µs for a kilobyte; a call of WebCrypto takes 5 µs in Blink, and 50 to 200 elsewhere. */
const ENCRYPTS_FROM = "webkitRequestFileSystem" in globalThis ? 256 : 4096;

const encoder = new TextEncoder();

/** @typedef {import("./database.js").Table} Table */

/**
 * @typedef {object} Ask What the wasm waits for.
 * @property {any[]} parts the answer, part by part
 * @property {() => void} [stop] gives it up
 */

/** The number of the last ask. No number is used twice, whichever instance asks. */
let last = 0;

/** The ports of one client. */
export class Platform {
  #scope;
  #credentials;
  #wake;
  /** @type {Map<number, Ask>} */
  #asks = new Map();
  #database;
  /** @type {Promise<{ privateKey: CryptoKey, jwk: JsonWebKey }> | undefined} */
  #device;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;

  /** What is read of the device: JSON. @type {Promise<string> | string} */
  collected = "{}";
  /** Makes ready what is needed later. */
  idle = () => {};
  /** Is told of events. @type {(event: string, detail: string) => void} */
  tell = () => {};
  /**
   * Takes a content key for a call: its handle, or its bytes.
   * @type {(call: number, handle: CryptoKey | undefined, raw: Uint8Array<ArrayBuffer>) => void}
   */
  hand = () => {};
  /** Is told how a call ended: 0 refused, 1 with a text, 2 with bytes. @type {(call: number, outcome: number, answer: Uint8Array) => void} */
  finish = () => {};

  /**
   * @param {string} gateway absolute. Two gateways of one origin, such as a trial and the real one, share nothing.
   * @param {(id: number, outcome: number) => void} wake tells the wasm how an ask ended
   * @param {import("./database.js").Database} database
   */
  constructor(gateway, wake, database) {
    this.#database = database;
    this.#scope = gateway;
    // The gateway's cookie has to travel along, also to a gateway of another origin.
    const own = !gateway || globalThis.location?.origin === new URL(gateway).origin;
    this.#credentials = /** @type {RequestCredentials} */ (own ? "same-origin" : "include");
    this.#wake = wake;
  }

  /**
   * One request. The outcome is the answer's status; its parts are the headers, name and value in turn, and its body.
   * @param {string} method
   * @param {string} url
   * @param {string} headers as JSON
   * @param {string} [body]
   */
  send(method, url, headers, body) {
    return this.#ask(async (ask) => {
      const failure = globalThis.navigator?.onLine === false ? REFUSED : FAILED;
      try {
        const controller = new AbortController();
        ask.stop = () => controller.abort();
        const request = new Request(url, {
          method,
          headers: JSON.parse(headers),
          body,
          credentials: this.#credentials,
          redirect: "error",
          cache: "no-store",
          signal: controller.signal,
        });
        const response = await fetch(request);
        // A patched fetch may give anything.
        if (!(response instanceof Response)) return failure;
        for (const name of HEADERS) {
          const value = response.headers.get(name);
          if (value !== null) ask.parts.push(name, value);
        }
        ask.parts.push(undefined, new Uint8Array(await response.arrayBuffer()));
        return response.status;
      } catch {
        // Whatever was thrown is dropped: its text may hold the page's data, and says nothing that we can rely on.
        return failure;
      }
    });
  }

  /** @param {number} milliseconds */
  sleep(milliseconds) {
    return this.#ask(
      (ask) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.min(milliseconds, LONGEST_MS), DONE);
          ask.stop = () => clearTimeout(timer);
        }),
    );
  }

  /** Ends when the signal tells of an abort. @param {AbortSignal} signal one that did not yet */
  aborted(signal) {
    return this.#told(signal, "abort");
  }

  /** Ends when the browser says that it has a network. */
  online() {
    return this.#told(globalThis, "online", globalThis.navigator?.onLine !== false);
  }

  /** @param {EventTarget} by @param {string} type @param {boolean} [already] */
  #told(by, type, already) {
    return this.#ask(
      (ask) =>
        new Promise((resolve) => {
          const told = () => resolve(DONE);
          if (already) told();
          by.addEventListener(type, told);
          // What outlives thousands of calls keeps none of them.
          ask.stop = () => by.removeEventListener(type, told);
        }),
    );
  }

  /** @param {Table} table @param {string} name */
  get(table, name) {
    return this.#ask(async () => {
      const kept = await this.#database.get(table, this.#scoped(name));
      return kept === undefined ? FAILED : [kept];
    });
  }

  /**
   * Keeps a value, or forgets the one under this name. Where there is a `before`, only if that is it, and gives what was.
   * @param {Table} table
   * @param {string} name
   * @param {any} value
   * @param {string} [before]
   */
  put(table, name, value, before) {
    return this.#ask(async () => [await this.#database.put(table, this.#scoped(name), value, before)]);
  }

  /** The public half of the device's key: `crv`, `x` and `y`. */
  deviceKey() {
    return this.#ask(async () => {
      // Not the whole of it: WebCrypto adds members such as `ext` that would only lengthen every proof.
      const { crv, x, y } = (await this.pair()).jwk;
      return [crv, x, y];
    });
  }

  /** JSON of what was read of the device. */
  signals() {
    return this.#ask(async () => [await this.collected]);
  }

  /** @param {Uint8Array} message */
  sign(message) {
    return this.#ask(async () => {
      // The wasm's memory is not ours to read after the first await, and a statement holds a key.
      const copy = message.slice();
      try {
        return [new Uint8Array(await crypto.subtle.sign(EC, (await this.pair()).privateKey, copy))];
      } finally {
        copy.fill(0);
      }
    });
  }

  /** @param {string} jwk @param {Uint8Array} message @param {Uint8Array} signature */
  verify(jwk, message, signature) {
    return this.#ask(async () => {
      const { subtle } = crypto;
      const [signed, by] = [message.slice(), signature.slice()];
      const imported = subtle.importKey("jwk", JSON.parse(jwk), EC, false, ["verify"]);
      return imported.then((key) => subtle.verify(EC, key, by, signed)).then((fits) => (fits ? TRUE : DONE), refused);
    });
  }

  /**
   * An AES key.
   * @param {Uint8Array} raw
   * @param {KeyUsage} usage
   */
  importKey(raw, usage) {
    return this.#ask(async () => {
      const copy = raw.slice();
      try {
        return [await crypto.subtle.importKey("raw", copy, AES, false, [usage])];
      } finally {
        // The one copy outside the wasm's memory.
        copy.fill(0);
      }
    });
  }

  /**
   * @param {CryptoKey} key
   * @param {Uint8Array<ArrayBuffer>} iv
   * @param {Uint8Array<ArrayBuffer>} additionalData
   * @param {Uint8Array<ArrayBuffer>} ciphertext
   */
  open(key, iv, additionalData, ciphertext) {
    return this.#ask(async () => {
      // WebCrypto copies all of them before it gives the promise.
      const opened = crypto.subtle.decrypt({ name: AES, iv, additionalData }, key, ciphertext);
      return opened.then((plain) => [new Uint8Array(plain)], refused);
    });
  }

  /** The platform's key, for `agree`. @param {string} jwk */
  importPublicKey(jwk) {
    return this.#ask(async () => {
      const key = JSON.parse(jwk);
      const imported = crypto.subtle.importKey("jwk", key, key.n ? RSA : ECDH, false, key.n ? ["encrypt"] : []);
      return imported.then((taken) => [taken], refused);
    });
  }

  /**
   * A secret and what tells it to the platform: 32 bytes of randomness and the same wrapped, or what P-256 agrees and our
   * public key.
   * @param {CryptoKey} key
   */
  agree(key) {
    return this.#ask(async () => {
      const { subtle } = crypto;
      if (key.algorithm.name === RSA.name) {
        const secret = crypto.getRandomValues(new Uint8Array(32));
        return [secret, new Uint8Array(await subtle.encrypt(RSA, key, secret))];
      }
      const ours = await subtle.generateKey(ECDH, false, ["deriveBits"]);
      const told = await Promise.all([
        subtle.deriveBits({ ...ECDH, public: key }, ours.privateKey, 256),
        subtle.exportKey("raw", ours.publicKey),
      ]);
      return told.map((bytes) => new Uint8Array(bytes));
    });
  }

  /**
   * @param {CryptoKey} key
   * @param {Uint8Array<ArrayBuffer>} iv
   * @param {Uint8Array<ArrayBuffer>} additionalData
   * @param {Uint8Array<ArrayBuffer>} plaintext
   */
  encrypt(key, iv, additionalData, plaintext) {
    return this.#ask(async () => {
      const parameters = { name: AES, iv, additionalData };
      // WebCrypto reads the wasm's memory before it gives the promise: there is no copy in between.
      return [new Uint8Array(await crypto.subtle.encrypt(parameters, key, plaintext))];
    });
  }

  /** From how many bytes on WebCrypto encrypts faster than the wasm. */
  encryptsFrom() {
    return ENCRYPTS_FROM;
  }

  /**
   * Has `idle` called once, when the page has nothing to do after so many milliseconds.
   * @param {number} milliseconds
   */
  whenIdle(milliseconds) {
    clearTimeout(this.#idle);
    const { requestIdleCallback = setTimeout } = globalThis;
    this.#idle = setTimeout(() => requestIdleCallback(() => this.idle()), milliseconds);
  }

  /** The next part of an answer. What was sealed is wiped here as soon as the wasm has it. @param {number} id */
  take(id) {
    const part = this.#asks.get(id)?.parts.shift();
    if (typeof part === "string") return encoder.encode(part);
    queueMicrotask(() => wipe(part));
    return part;
  }

  /** Nobody waits any more. @param {number} id */
  drop(id) {
    const ask = this.#asks.get(id);
    this.#asks.delete(id);
    try {
      ask?.stop?.();
    } catch {
      // What the page broke goes on, and nobody is told.
    }
    ask?.parts.forEach(wipe);
  }

  monotonic() {
    return performance.now();
  }

  wall() {
    return Date.now();
  }

  /** @param {string} text */
  readTime(text) {
    return Date.parse(text);
  }

  /** @param {Uint8Array<ArrayBuffer>} buffer the wasm's memory */
  random(buffer) {
    try {
      for (let at = 0; at < buffer.length; at += MOST_RANDOM) {
        crypto.getRandomValues(buffer.subarray(at, at + MOST_RANDOM));
      }
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {(ask: Ask) => Promise<number | any[]>} begin gives the outcome; the parts, where it is done
   * @returns {number} the ask's number
   */
  #ask(begin) {
    const id = ++last;
    /** @type {Ask} */
    const ask = { parts: [] };
    this.#asks.set(id, ask);
    const end = (/** @type {number | any[]} */ told) => {
      const parts = Array.isArray(told);
      if (parts) ask.parts = told;
      if (this.#asks.has(id)) this.#wake(id, parts ? DONE : told);
      else ask.parts.forEach(wipe);
    };
    begin(ask).then(end, () => end(FAILED));
    return id;
  }

  /** @param {string} name */
  #scoped(name) {
    return `${this.#scope} ${name}`;
  }

  /**
   * P-256 for ES256, made once for this origin and gateway, never readable. Whoever asks early, before it is needed, has it
   * made meanwhile.
   */
  pair() {
    return (this.#device ??= this.#kept().catch((error) => {
      this.#device = undefined;
      throw error;
    }));
  }

  async #kept() {
    this.#database.begin();
    // Made before it is known whether there is one: it takes less than asking twice.
    const made = await crypto.subtle.generateKey(EC, false, ["sign", "verify"]);
    /** @type {CryptoKeyPair} */
    const { privateKey, publicKey } = await this.#database.putIfAbsent("keys", this.#scoped("device"), made);
    return { privateKey, jwk: await crypto.subtle.exportKey("jwk", publicKey) };
  }
}

const refused = () => REFUSED;

/** @param {unknown} part */
const wipe = (part) => part instanceof Uint8Array && part.fill(0);
