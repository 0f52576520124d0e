// @ts-check
// Scripts that are loaded when they are first used, each a file of its own. What every page loads is one module, whose
// inside has no names for others: it lends them what they need of it.

import { callOptions, checkDocument, id, text, within, wrong } from "./call.mjs";
import { failed, invalidOption, PorticoError } from "./errors.mjs";
import { openWorker } from "./worker.js";

const tools = { PorticoError, callOptions, checkDocument, failed, id, invalidOption, openWorker, text, within, wrong };

/** @typedef {typeof tools} Tools What is lent. */

/** What a script is given to come, in milliseconds, where its call has no limit of its own. */
const LIMIT_MS = 30_000;

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

/**
 * A script when it is needed, within the limits of the call that needs it. One that did not come is asked for again by the
 * next call.
 * @template {{ lend: (tools: Tools) => void }} T
 * @param {() => Promise<T>} load
 * @returns {(checked: CallOptions) => Promise<T>}
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
  return ({ signal, timeoutMs = LIMIT_MS }) => within(script, signal, timeoutMs);
}

/**
 * Calls whose script is loaded with the first of them.
 * @param {Record<string, string>} names of the calls, apart by spaces, by their namespace
 * @param {(checked: CallOptions) => Promise<any>} find
 */
export const callsOnDemand = (names, find) =>
  Object.freeze(
    Object.fromEntries(
      Object.entries(names).map(([space, calls]) => {
        /** @type {(name: string) => (input: any, options?: CallOptions) => Promise<any>} */
        const make = (name) => async (input, options) => {
          const found = await find(callOptions(options));
          return found[space][name](input, options);
        };
        return [space, Object.freeze(Object.fromEntries(calls.split(" ").map((name) => [name, make(name)])))];
      }),
    ),
  );
