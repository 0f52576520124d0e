// @ts-check
// Seals a document away from the page: in a worker of the package, and where workers are blocked, on the page.

import { wrong } from "./call.mjs";
import { DOCUMENT, encryptDocument } from "./document-worker.js";
import { invalidOption, PorticoError } from "./errors.mjs";
import { openWorker } from "./worker.js";

/** The largest document, in bytes: 25 MiB. */
export const LARGEST = 25 * 1024 * 1024;

/** What a worker is given to start. A policy may block it without a word. */
const START_LIMIT_MS = 3000;

/** @typedef {(progress: import("./index.d.ts").DocumentProgress) => void} Tell */
/** @typedef {import("./document-worker.js").Task} Task */

/**
 * @typedef {object} Work One document.
 * @property {Task["document"]} document
 * @property {() => Promise<Omit<Task, "document">>} prepare asks the wasm for header and key
 * @property {AbortSignal | undefined} signal the caller's
 * @property {number} timeoutMs
 * @property {Tell} tell
 */

/**
 * The document, checked. Bytes are copied: a page may reuse its own, and ours are wiped. They are not made a Blob, since
 * a browser may write that to disk.
 * @param {unknown} document
 * @returns {Blob | Uint8Array<ArrayBuffer>}
 */
export function checkDocument(document) {
  const bytes = document instanceof Uint8Array;
  if (!bytes && !(document instanceof Blob)) {
    throw invalidOption([wrong("document", "a File, a Blob or a Uint8Array")]);
  }
  if ((bytes ? document.length : document.size) > LARGEST) throw invalidOption([wrong("document", "at most 25 MiB")]);
  return bytes ? document.slice() : document;
}

/**
 * Seals one document.
 * @param {Work} work
 * @returns {Promise<Blob>}
 */
export async function sealDocument({ document, prepare, signal, timeoutMs, tell }) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(ended("timeout", "The time limit of the call is over.")), timeoutMs);
  const stop = () => limit.abort(ended("aborted", "The call was aborted."));
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  // Both at once: the worker's script comes while the key is agreed.
  const starting = startWorker(limit.signal);
  try {
    limit.signal.throwIfAborted();
    const task = { ...(await prepare()), document };
    const worker = await starting;
    limit.signal.throwIfAborted();
    return await (worker ? inWorker(worker, task, limit.signal, tell) : onPage(task, limit.signal, tell));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    // Whatever happened: with the worker goes all that it held.
    starting.then((worker) => worker?.terminate());
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Worker | undefined>} undefined where workers are blocked
 */
async function startWorker(signal) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    const started = openWorker(DOCUMENT);
    worker = started;
    const ready = await new Promise((resolve) => {
      started.onmessage = ({ data }) => resolve(data?.ready === true);
      started.onerror = (event) => {
        // Told as the code of the call: the console stays silent.
        event.preventDefault();
        resolve(false);
      };
      timer = setTimeout(resolve, START_LIMIT_MS, false);
      signal.addEventListener("abort", () => resolve(false), { once: true });
    });
    if (ready) return worker;
  } catch {
    // No workers here, a policy against them, or a script of another origin.
  } finally {
    clearTimeout(timer);
  }
  worker?.terminate();
}

/**
 * @param {Worker} worker
 * @param {Task} task
 * @param {AbortSignal} signal
 * @param {Tell} tell
 * @returns {Promise<Blob>}
 */
function inWorker(worker, task, signal, tell) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.onerror = () => reject(unreadable());
    worker.onmessage = ({ data }) => {
      if (data.sealed) resolve(data.sealed);
      else if (data.failed) reject(unreadable());
      else tell({ stage: data.stage, loaded: data.loaded, total, where: "worker" });
    };
    const { document } = task;
    const total = sizeOf(document);
    const bytes = [document].flat().filter((part) => part instanceof Uint8Array);
    worker.postMessage(task, [...new Set(bytes.map((part) => part.buffer))]);
  });
}

/**
 * @param {Task} task
 * @param {AbortSignal} signal
 * @param {Tell} tell
 * @returns {Promise<Blob>}
 */
async function onPage(task, signal, tell) {
  const total = sizeOf(task.document);
  const pause = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  };
  /** @type {(stage: import("./index.d.ts").DocumentStage, loaded: number) => void} */
  const report = (stage, loaded) => tell({ stage, loaded, total, where: "page" });
  try {
    return await encryptDocument(task, report, pause);
  } catch (error) {
    throw signal.aborted ? error : unreadable();
  }
}

/** @param {Task["document"]} document */
const sizeOf = (document) =>
  [document].flat().reduce((size, part) => size + (part instanceof Blob ? part.size : part.length), 0);

/**
 * @param {string} code
 * @param {string} message
 */
const ended = (code, message) => new PorticoError({ code, message });

const unreadable = () =>
  new PorticoError({
    code: "document_unreadable",
    message: "The document could not be read: the file may have been moved or changed since it was chosen.",
  });
