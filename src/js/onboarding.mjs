// @ts-check
// An onboarding as index.d.ts promises it, around the wasm's.

import { text } from "./call.mjs";
import { inTurn } from "./turn.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */
/** @typedef {import("./call.mjs").Limited} Limited */

/** An onboarding. Made by portico.onboarding() alone. */
export class OnboardingFacade extends EventTarget {
  #line;
  #target;
  #send;
  /** The text of the step that was told last. */
  #text = "";
  /** @type {import("./index.d.ts").Step} */
  #step = { kind: "person_details" };

  /**
   * @param {import("./line.mjs").Line} line
   * @param {number} target
   * @param {(documents: any, checked: Limited) => Promise<void>} send sends the documents of a step
   */
  constructor(line, target, send) {
    super();
    this.#line = line;
    this.#target = target;
    this.#send = send;
    line.holds(this, target);
    this.#look();
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
    const isOfDocuments = input?.kind === "provide_documents";
    const checked = this.#line.options(options, isOfDocuments ? this.#line.documentsMs : undefined);
    return inTurn("submit", checked, async () => {
      /** @type {object} */
      let argument = input;
      // What is a document never becomes a text here.
      if (isOfDocuments) {
        if (this.#step.kind === input.kind) await this.#send({ ...input, requests: this.#step.requests }, checked);
        argument = { kind: input.kind };
      }
      return this.#call("submit", text(argument), checked, input?.kind);
    });
  }

  /** @param {CallOptions} [options] */
  async refresh(options) {
    return this.#call("refresh", "", this.#line.options(options));
  }

  async forget() {
    await this.#call("forget");
  }

  /**
   * @param {string} operation
   * @param {string} [argument]
   * @param {Limited} [checked]
   * @param {string} [kind] what is submitted
   */
  async #call(operation, argument, checked, kind) {
    try {
      await this.#line.call({ operation, target: this.#target }, argument, checked);
      if (kind) this.#tell("submitted", { kind });
    } finally {
      // Also what a call found out that failed.
      this.#look();
    }
    return this.#step;
  }

  /** Takes the step over. */
  #look() {
    const told = this.#line.read({ operation: "step", target: this.#target });
    if (told === this.#text) return;
    const previous = this.#text && this.#step.kind;
    this.#text = told;
    const step = (this.#step = JSON.parse(told));
    if (previous) this.#tell("step", { kind: step.kind, previous });
    if (previous && step.reason) this.#tell("declined", { reason: step.reason });
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
