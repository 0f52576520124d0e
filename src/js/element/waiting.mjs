// @ts-check

/** @typedef {import("lit").ReactiveController} ReactiveController */

/** Shorter waits are not shown: a flicker is worse than nothing. */
const SHOWN_AFTER_MS = 300;
/** From here on it is said in words, with a way on. */
const LONG_AFTER_MS = 10_000;
/** The last net: calls have limits of their own, but what a page gives us may never come back. */
const LIMIT_MS = 120_000;

/**
 * How long the work at hand has been going on, and the way to stop it. One piece of work at a time.
 * @implements {ReactiveController}
 */
export class Waiting {
  /** @type {"idle" | "brief" | "shown" | "long"} */
  phase = "idle";
  /** @type {import("lit").ReactiveControllerHost} */
  #host;
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /** @param {import("lit").ReactiveControllerHost} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  get busy() {
    return this.phase !== "idle";
  }

  /**
   * Runs one piece of work. Starting another one stops the first. It ends when the work does, when it is stopped, or at the
   * limit: also where the work hears of neither.
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(work) {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#set("brief");
    /** @type {Promise<never>} */
    const ended = new Promise((_resolve, reject) => {
      abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
    });
    this.#timers = [
      setTimeout(() => this.#set("shown"), SHOWN_AFTER_MS),
      setTimeout(() => this.#set("long"), LONG_AFTER_MS),
      setTimeout(() => abort.abort({ code: "timeout" }), LIMIT_MS),
    ];
    try {
      return await Promise.race([work(abort.signal), ended]);
    } finally {
      if (this.#abort === abort) this.#end();
    }
  }

  /** Aborts the work at hand. */
  stop() {
    this.#abort?.abort({ code: "aborted" });
    this.#end();
  }

  hostDisconnected() {
    this.stop();
  }

  #end() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#abort = undefined;
    if (this.phase !== "idle") this.#set("idle");
  }

  /** @param {Waiting["phase"]} phase */
  #set(phase) {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}
