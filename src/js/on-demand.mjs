// @ts-check
// Scripts that are loaded when they are first used, each a file of its own. What every page loads is one module, whose
// inside has no names for others: it lends them what they need of it.

import { checkDocument, id, text, within, wrong } from "./call.mjs";
import { failed, invalidOption, PorticoError } from "./errors.mjs";
import { inTurn } from "./turn.mjs";
import { openWorker } from "./worker.js";

const tools = { PorticoError, checkDocument, failed, id, inTurn, invalidOption, openWorker, text, within, wrong };

/** @typedef {typeof tools} Tools What is lent. */

/** @typedef {import("./call.mjs").Limited} Limited */

/** What the checks of an account are waited for, in milliseconds. */
const OUTCOME_MS = 300_000;

/**
 * A script when it is needed, within the limits of the call that needs it. One that did not come is asked for again by the
 * next call.
 * @template {{ lend: (tools: Tools) => void }} T
 * @param {() => Promise<T>} load
 * @returns {(checked: Limited) => Promise<T>}
 */
export function onDemand(load) {
  /** @type {Promise<T> | undefined} */
  let loaded;
  const script = () =>
    (loaded ??= load().then(
      (script) => {
        script.lend(tools);
        return script;
      },
      () => {
        loaded = undefined;
        throw failed("script_unreachable", true);
      },
    ));
  return ({ signal, timeoutMs }) => within(script, signal, timeoutMs);
}

/**
 * Calls whose script is loaded with the first of them, within their own time limit.
 * @param {Record<string, string>} names of the calls, apart by spaces, by their namespace
 * @param {import("./line.mjs").Line} line
 * @param {(checked: Limited) => Promise<any>} find
 */
export const callsOnDemand = (names, line, find) =>
  Object.freeze(
    Object.fromEntries(
      Object.entries(names).map(([space, calls]) => {
        const made = calls.split(" ").map((call) => {
          const [name, options] = call.split(":");
          const place = Number(options ?? 1);
          const make = async (/** @type {any[]} */ ...args) => {
            const limits = { waitForOutcome: OUTCOME_MS, sendDocuments: line.documentsMs };
            const checked = (args[place] = line.options(args[place], limits[/** @type {keyof limits} */ (name)]));
            return (await find(checked))[space][name](...args);
          };
          return [name, make];
        });
        return [space, Object.freeze(Object.fromEntries(made))];
      }),
    ),
  );
