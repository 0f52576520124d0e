// @ts-check
// An onboarding as index.d.ts promises it, around the wasm's.

import { callOptions, text } from "./call.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

/** An onboarding. Made by portico.onboarding() alone. */
export class OnboardingFacade extends EventTarget {
  #wasm;
  #line;
  /** The text of the step that was told last. */
  #text;
  /** @type {import("./index.d.ts").Step} */
  #step;

  /**
   * @param {import("./portico.js").Onboarding} wasm
   * @param {import("./call.mjs").Line} line
   */
  constructor(wasm, line) {
    super();
    this.#wasm = wasm;
    this.#line = line;
    this.#text = line.read(() => wasm.step());
    this.#step = JSON.parse(this.#text);
  }

  get step() {
    return this.#step;
  }

  get ids() {
    return JSON.parse(this.#line.read(() => this.#wasm.ids()));
  }

  /**
   * @param {import("./index.d.ts").StepInput} input
   * @param {CallOptions} [options]
   */
  async submit(input, options) {
    const checked = callOptions(options);
    const argument = text(input);
    return this.#moved(await this.#line.call(() => this.#wasm.submit(argument, checked), checked.timeoutMs));
  }

  /** @param {CallOptions} [options] */
  async refresh(options) {
    const checked = callOptions(options);
    return this.#moved(await this.#line.call(() => this.#wasm.refresh(checked), checked.timeoutMs));
  }

  async forget() {
    await this.#line.call(() => this.#wasm.forget());
  }

  /** @param {string} step */
  #moved(step) {
    if (step !== this.#text) {
      this.#text = step;
      this.#step = JSON.parse(step);
      this.dispatchEvent(new CustomEvent("step", { detail: { step: this.#step } }));
    }
    return this.#step;
  }
}
