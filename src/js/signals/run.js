// @ts-check
// Reads all signals. Whatever one of them does, the others arrive, and its state says what it did.

import { TIMEOUT, ABSENT, BLOCKED, NOISED } from "./reading.js";
import { SIGNALS } from "./registry.js";

/** What a signal is given, and what all of them are. */
const EACH_MS = 250;
const ALL_MS = 1500;
/** Of the text that is sent: the statement around it stays below 4096 bytes. An honest device's has 1,900. */
const LARGEST = 2200;
const LONGEST_TEXT = 300;
const LONGEST_LIST = 16;

/** @typedef {import("../device.d.ts").DeviceSignal} Reading */
/** @typedef {import("../device.d.ts").DevicePreview} Preview */

/**
 * Reads the signals of the groups that are on.
 * @param {Record<string, boolean | undefined>} groups false: off
 * @param {import("./registry.js").Signal[]} [signals]
 * @returns {Promise<Preview>}
 */
export async function collect(groups, signals = SIGNALS) {
  const started = performance.now();
  const readings = signals.map(({ name, group }) => {
    /** @type {Reading} */
    const reading = {
      name,
      group: /** @type {Reading["group"]} */ (group),
      state: groups[group] === false ? "skipped" : "timeout",
      ms: 0,
    };
    return reading;
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let over = false;
  const all = async () => {
    const waiting = [];
    for (const [at, signal] of signals.entries()) {
      if (readings[at].state === "skipped") continue;
      if (signal.dear) await pause();
      if (over) return;
      waiting.push(fill(readings[at], signal));
    }
    await Promise.all(waiting);
  };
  await Promise.race([all(), new Promise((resolve) => (timer = setTimeout(resolve, ALL_MS)))]);
  clearTimeout(timer);
  over = true;
  // Copies: what comes late changes nothing.
  const told = readings.map((reading) => ({ ...reading }));
  while (written(told).length > LARGEST) {
    const size = (/** @type {Reading} */ { value }) => JSON.stringify(value)?.length ?? 0;
    const largest = told.reduce((one, other) => (size(other) > size(one) ? other : one));
    delete largest.value;
    largest.state = "error";
  }
  return { signals: told, ms: since(started) };
}

/**
 * The signals as the statement has them: JSON without what goes without saying.
 * @param {Reading[]} readings
 */
export const written = (readings) =>
  JSON.stringify(
    Object.fromEntries(
      readings.map(({ name, state, value, ms }) => [
        name,
        { state: state === "ok" ? undefined : state, value, ms: ms || undefined },
      ]),
    ),
  );

/**
 * Reads one signal into its reading.
 * @param {Reading} reading
 * @param {import("./registry.js").Signal} signal
 */
async function fill(reading, { read, like }) {
  const started = performance.now();
  /** @type {(() => void)[]} */
  const stops = [];
  try {
    let value = read((stop) => stops.push(stop));
    if (value instanceof Promise) {
      const late = new Promise((_resolve, reject) => {
        const timer = setTimeout(reject, EACH_MS, TIMEOUT);
        stops.push(() => clearTimeout(timer));
      });
      value = await Promise.race([value, late]);
    }
    const fits = fitted(like, value);
    reading.value = fits;
    reading.state = "ok";
  } catch (thrown) {
    reading.state = stateOf(thrown);
  }
  reading.ms = since(started);
  for (const stop of stops) stop();
}

/**
 * A copy of a value that is of the shape that it has to be of. Nothing else of it is looked at: it may be endless, or run
 * in circles.
 * @param {any} like
 * @param {any} value
 * @returns {any}
 */
function fitted(like, value) {
  const kind = typeof value;
  if (Array.isArray(like)) {
    const { length } = value;
    if (!Array.isArray(value) || length > LONGEST_LIST) throw value;
    return Array.from({ length }, (_, at) => fitted(like[0], value[at]));
  }
  if (like && typeof like === "object") {
    if (kind !== "object") throw value;
    const members = Object.keys(like).map((name) => [name, value[name]]);
    return Object.fromEntries(
      members.flatMap(([name, part]) => (part === undefined ? [] : [[name, fitted(like[name], part)]])),
    );
  }
  if (kind === "string" ? value.length > LONGEST_TEXT : kind !== "boolean" && !Number.isFinite(value)) throw value;
  if (like !== null && kind !== typeof like) throw value;
  // One byte for each letter, whatever a driver calls itself.
  return kind === "string" ? value.replace(/[^ -~]/g, "?") : value;
}

/**
 * Of what was thrown, nothing but this is looked at.
 * @param {any} thrown
 * @returns {Reading["state"]}
 */
function stateOf(thrown) {
  try {
    const own = [ABSENT, BLOCKED, NOISED, TIMEOUT].find((reason) => reason === thrown);
    if (own) return /** @type {any} */ (own.description);
    if (thrown instanceof DOMException && /^(Security|NotAllowed)Error$/.test(thrown.name)) return "blocked";
  } catch {
    // A thing made to throw when it is looked at.
  }
  return "error";
}

/** What a page that never rests is given before a signal is read all the same. */
const REST_MS = 30;

/**
 * Lets the page, and the answers that it waits for, go first where the browser knows of priorities. Not `scheduler.yield`,
 * which comes back before those answers.
 */
const pause = () =>
  new Promise((resolve) => {
    const { scheduler } = /** @type {any} */ (globalThis);
    scheduler?.postTask?.(resolve, { priority: "background" });
    setTimeout(resolve, scheduler?.postTask ? REST_MS : 0);
  });

/** To a tenth, as browsers blur their clocks to no finer. @param {number} started */
const since = (started) => Math.round((performance.now() - started) * 10) / 10 || 0;
