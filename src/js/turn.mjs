// @ts-check
// Tabs of one browser take turns.

/** A tab that was put to sleep in the middle of its turn holds nobody up for longer. */
const LONGEST_WAIT_MS = 5000;

/**
 * Does work that no other tab of this origin does at the same time, so that each finds what the one before has made: of tabs
 * that connect first at once one opens the session, since two would be two bindings at the gateway. Where there are no
 * locks, or the other tab takes too long, the idempotency keys that are kept still stand against doing a write twice.
 * @template T
 * @param {string} name of the work: only what has the same name waits
 * @param {import("./call.mjs").Limited} checked its signal and its time limit end the wait too
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(name, { signal, timeoutMs }, work) {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return work();
  const wait = new AbortController();
  const end = () => wait.abort();
  const timer = setTimeout(end, Math.min(timeoutMs, LONGEST_WAIT_MS));
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  let begun = false;
  try {
    return await locks.request(`portico-${name}`, { signal: wait.signal }, () => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    // What was aborted says so by itself.
    return await work();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}
