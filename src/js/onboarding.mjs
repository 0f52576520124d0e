// @ts-check
// An onboarding as index.d.ts promises it, around the wasm's.

import { callOptions, text } from "./call.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

/** An onboarding. Made by portico.onboarding() alone. */
export class OnboardingFacade extends EventTarget {
  #line;
  #target;
  /** The text of the step that was told last. */
  #text;
  /** @type {import("./index.d.ts").Step} */
  #step;

  /**
   * @param {import("./line.mjs").Line} line
   * @param {number} target
   */
  constructor(line, target) {
    super();
    this.#line = line;
    this.#target = target;
    line.holds(this, target);
    this.#text = line.read({ operation: "step", target });
    this.#step = JSON.parse(this.#text);
  }

  get step() {
    return this.#step;
  }

  get ids() {
    return JSON.parse(this.#line.read({ operation: "ids", target: this.#target }));
  }

  /**
   * @param {import("./index.d.ts").StepInput} input
   * @param {CallOptions} [options]
   */
  async submit(input, options) {
    const checked = callOptions(options);
    return this.#moved(await this.#call("submit", text(input), checked));
  }

  /** @param {CallOptions} [options] */
  async refresh(options) {
    return this.#moved(await this.#call("refresh", "", callOptions(options)));
  }

  async forget() {
    await this.#call("forget");
  }

  /**
   * @param {string} operation
   * @param {string} [argument]
   * @param {CallOptions} [checked]
   */
  #call(operation, argument, checked) {
    return this.#line.call({ operation, target: this.#target }, argument, checked);
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
