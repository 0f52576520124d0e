// @ts-check

/** @typedef {import("lit").ReactiveController} ReactiveController */

/** How long to wait between two looks, in seconds: short at first, never more than a minute. */
const PAUSES_S = [5, 10, 20, 40, 60];

/**
 * Looks from time to time whether the platform has gone on, as long as somebody looks at the page. Coming back to the page,
 * and coming back online, begins with the short pauses again.
 * @implements {ReactiveController}
 */
export class Looking {
  /** Looks since the pauses were short. */
  looks = 0;
  #look;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #watches = false;

  /**
   * @param {import("lit").ReactiveControllerHost} host
   * @param {() => Promise<void>} look one that nobody asked for: what it throws is dropped, since the next may do better
   */
  constructor(host, look) {
    this.#look = look;
    host.addController(this);
  }

  hostConnected() {
    this.#watches = true;
    document.addEventListener("visibilitychange", this.again);
    globalThis.addEventListener("online", this.again);
    this.#schedule();
  }

  hostDisconnected() {
    this.#watches = false;
    document.removeEventListener("visibilitychange", this.again);
    globalThis.removeEventListener("online", this.again);
    clearTimeout(this.#timer);
  }

  /** Somebody looks by themselves, or may: the pauses are short again. */
  again = () => {
    this.looks = 0;
    this.#schedule();
  };

  #schedule() {
    clearTimeout(this.#timer);
    if (document.hidden || !this.#watches) return;
    const pause = PAUSES_S[Math.min(this.looks, PAUSES_S.length - 1)] ?? 60;
    this.#timer = setTimeout(() => void this.#run(), pause * 1000);
  }

  async #run() {
    this.looks += 1;
    try {
      await this.#look();
    } catch {
      // The button shows what is wrong.
    }
    this.#schedule();
  }
}
