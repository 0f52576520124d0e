// @ts-check
// Encrypts a document, and writes the sealed value around it, or writes it as base64; tells what a worker sees of the browser. One file that
// imports nothing: it is the script of the package's workers, and where workers are blocked, the page imports it. It holds
// no rule of its own: key and header come from the wasm.

/**
 * @typedef {object} Task A document, and what it is sealed with; without that, it is encoded.
 * @property {Blob | Uint8Array<ArrayBuffer> | Part[]} document bytes are wiped
 * @property {string} [head] protected header and encrypted key, the first two parts of the compact form (RFC 7516 section 7.1)
 * @property {CryptoKey} [key] AES-256-GCM, can't be read, good for one value
 */

/** @typedef {{ head: string, key: CryptoKey }} Sealing What one value is sealed with. */

/**
 * @typedef {string | Blob | Uint8Array<ArrayBuffer>} Part A part of a text. What is no text becomes one in base64.
 */

/** The workers' names: what they are for. A page's own worker that imports the package has neither. */
export const DOCUMENT = "portico-document";
export const DEVICE = "portico-device";

const encoder = new TextEncoder();
/** For a protected header. */
const room = new Uint8Array(2048);
/** Groups of three bytes, so that the texts of the slices join into one. */
const SLICE = 3 * 128 * 1024;
/** GCM's tag, which WebCrypto appends. */
const TAG = 16;

/**
 * Seals a value.
 * @param {Sealing} task
 * @param {Uint8Array} value
 * @returns {Promise<string>} in compact form
 */
export async function encryptValue(task, value) {
  const { iv, sealed } = await encrypt(task, value);
  return [task.head, iv, base64url(sealed.subarray(0, -TAG)), base64url(sealed.subarray(-TAG))].join(".");
}

/**
 * Seals or encodes a document.
 * @param {Task} task
 * @param {(stage: import("./index.d.ts").DocumentStage, loaded: number) => void} tell bytes that the stage has done
 * @param {() => Promise<void> | void} [pause] called between slices
 * @returns {Promise<Blob>} in compact form, or base64
 */
export async function encryptDocument(task, tell, pause = () => {}) {
  const { document, head, key } = task;
  tell("read", 0);
  const plain = Array.isArray(document) ? await join(document) : await bytesOf(document);
  if (key) tell("encrypt", 0);
  const { iv, sealed } = key
    ? await encrypt(/** @type {Sealing} */ (task), plain).finally(() => plain.fill(0))
    : { iv: "", sealed: plain };
  const end = sealed.length - (key ? TAG : 0);
  /** @type {BlobPart[]} */
  const parts = key ? [`${head}.${iv}.`] : [];
  for (let from = 0; from < end; from += SLICE) {
    tell("encode", from);
    parts.push(letters(sealed.subarray(from, Math.min(from + SLICE, end)), !key));
    await pause();
  }
  if (!key) plain.fill(0);
  else parts.push(".", base64url(sealed.subarray(end)));
  return new Blob(parts, { type: key ? "application/jose" : "text/plain" });
}

/** @param {Blob | Uint8Array<ArrayBuffer>} document */
const bytesOf = async (document) =>
  document instanceof Blob ? new Uint8Array(await document.arrayBuffer()) : document;

/** @param {Part[]} parts */
async function join(parts) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  for (const part of parts) {
    if (typeof part === "string") pieces.push(encoder.encode(part));
    else {
      const bytes = await bytesOf(part);
      pieces.push(letters(bytes, true));
      bytes.fill(0);
    }
  }
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
    piece.fill(0);
  }
  return whole;
}

/** IVs, drawn many at a time: one by one they take as long as the encryption. None is used twice. */
const IVS = new Uint8Array(12 * 64);
let drawn = IVS.length;

/**
 * @param {Sealing} task
 * @param {Uint8Array} plain
 * @returns {Promise<{ iv: string, sealed: Uint8Array }>} ciphertext and tag
 */
async function encrypt({ head, key }, plain) {
  if (drawn >= IVS.length) {
    crypto.getRandomValues(IVS);
    drawn = 0;
  }
  const iv = IVS.slice(drawn, (drawn += 12));
  const header = head.slice(0, head.indexOf("."));
  // Room that is there costs half of what new room does. WebCrypto copies all of it before it gives the promise.
  const additionalData =
    header.length > room.length ? encoder.encode(header) : room.subarray(0, encoder.encodeInto(header, room).written);
  const parameters = { name: "AES-GCM", iv, additionalData };
  const encrypted = await crypto.subtle.encrypt(parameters, key, /** @type {BufferSource} */ (plain));
  return { iv: base64url(iv), sealed: new Uint8Array(encrypted) };
}

/**
 * base64url without padding (RFC 4648 section 5). Newer engines have it.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function base64url(bytes) {
  const native = /** @type {{ toBase64?: (options: object) => string }} */ (bytes);
  return native.toBase64?.({ alphabet: "base64url", omitPadding: true }) ?? new TextDecoder().decode(letters(bytes));
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Two letters for each twelve bits. @type {Map<string, Uint16Array>} */
const pairs = new Map();

/**
 * The same as bytes: a Blob takes those in a quarter of the time that it takes for a text.
 * @param {Uint8Array} bytes
 * @param {boolean} [plain] base64 with its own two letters and padding (RFC 4648 section 4)
 * @returns {Uint8Array<ArrayBuffer>}
 */
function letters(bytes, plain) {
  const alphabet = plain ? LETTERS.replace("-_", "+/") : LETTERS;
  const two =
    pairs.get(alphabet) ??
    Uint16Array.from({ length: 4096 }, (_, bits) => {
      // Typed arrays are little-endian wherever browsers run.
      return alphabet.charCodeAt(bits >> 6) | (alphabet.charCodeAt(bits & 63) << 8);
    });
  pairs.set(alphabet, two);
  const text = new Uint16Array(2 * Math.ceil(bytes.length / 3));
  for (let from = 0, to = 0; to < text.length; from += 3, to += 2) {
    // Past the end a byte reads as undefined, which counts as 0.
    const group = (bytes[from] << 16) | (bytes[from + 1] << 8) | bytes[from + 2];
    text[to] = two[group >> 12];
    text[to + 1] = two[group & 4095];
  }
  const end = Math.ceil((bytes.length * 4) / 3);
  return plain ? new Uint8Array(text.buffer).fill(61, end) : new Uint8Array(text.buffer, 0, end);
}

const scope = /** @type {any} */ (globalThis);
const isWorker = typeof scope.importScripts === "function";
if (isWorker && scope.name === DEVICE) {
  const { userAgent, platform, hardwareConcurrency, language, userAgentData } = scope.navigator;
  postMessage({
    user_agent: userAgent,
    platform,
    cores: hardwareConcurrency,
    language,
    time_zone: scope.Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    brands: userAgentData?.brands?.length,
  });
} else if (isWorker && scope.name === DOCUMENT) {
  addEventListener("message", async ({ data }) => {
    try {
      const sealed = await encryptDocument(data, (stage, loaded) => postMessage({ stage, loaded }));
      postMessage({ sealed });
    } catch {
      // Why is not said: a file that can't be read any more, or no memory for it.
      postMessage({ failed: true });
    }
  });
  postMessage({ ready: true });
}
