// @ts-check
// Seals a document away from the page: in a worker of the package, and where workers are blocked, on the page.

import { DOCUMENT, encryptDocument } from "./document-worker.js";

/** @type {import("./on-demand.mjs").Tools} */
let lent;
/** @param {import("./on-demand.mjs").Tools} tools */
export const lend = (tools) => void (lent = tools);

/** What a worker is given to start. A policy may block it without a word. */
const START_LIMIT_MS = 3000;

/** @typedef {(progress: import("./index.d.ts").DocumentProgress) => void} Tell */
/** @typedef {import("./document-worker.js").Task} Task */

/**
 * @typedef {object} Work One document.
 * @property {Task["document"]} document
 * @property {() => Promise<Omit<Task, "document">>} prepare asks the wasm for header and key, where it is to be sealed
 * @property {AbortSignal | undefined} signal the caller's
 * @property {number} timeoutMs
 * @property {Tell} tell
 */

/**
 * Seals one document.
 * @param {Work} work
 * @returns {Promise<Blob>}
 */
export function sealDocument({ document, prepare, signal, timeoutMs, tell }) {
  return lent.within(
    async (over) => {
      // Both at once: the worker's script comes while the key is agreed.
      const starting = startWorker(over);
      // With the worker goes all that it held.
      const end = () => starting.then((worker) => worker?.terminate());
      over.addEventListener("abort", end);
      try {
        const task = { ...(await prepare()), document };
        const worker = await starting;
        over.throwIfAborted();
        return await (worker ? inWorker(worker, task, tell) : onPage(task, over, tell));
      } finally {
        end();
      }
    },
    signal,
    timeoutMs,
  );
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
    const started = lent.openWorker(DOCUMENT);
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
 * @param {Tell} tell
 * @returns {Promise<Blob>}
 */
function inWorker(worker, task, tell) {
  return new Promise((resolve, reject) => {
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

const unreadable = () => lent.failed("document_unreadable");
