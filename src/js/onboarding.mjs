// @ts-check
// An onboarding as index.d.ts promises it, around the wasm's.

import { callOptions, text, wrong } from "./call.mjs";
import { invalidOption } from "./errors.mjs";
import { inTurn } from "./turn.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

/** Of these the documents are there, and nothing is to be sent. */
const SENT = /^(documents_already_sent|kyc_step_not_due)$/;

/** An onboarding. Made by portico.onboarding() alone. */
export class OnboardingFacade extends EventTarget {
  #line;
  #target;
  #people;
  /** The text of the step that was told last. */
  #text = "";
  /** @type {import("./index.d.ts").Step} */
  #step = { kind: "person_details" };

  /**
   * @param {import("./line.mjs").Line} line
   * @param {number} target
   * @param {import("./calls.d.ts").People} people
   */
  constructor(line, target, people) {
    super();
    this.#line = line;
    this.#target = target;
    this.#people = people;
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
    const checked = callOptions(options);
    return inTurn("submit", checked, async () => {
      /** @type {object} */
      let argument = input;
      // What is a document never becomes a text here.
      if (input?.kind === "provide_documents") {
        if (this.#step.kind === input.kind) await this.#send(input, this.#step.requests, checked);
        argument = { kind: input.kind };
      }
      return this.#call("submit", text(argument), checked, input?.kind);
    });
  }

  /** @param {CallOptions} [options] */
  async refresh(options) {
    return this.#call("refresh", "", callOptions(options));
  }

  async forget() {
    await this.#call("forget");
  }

  /**
   * @param {Extract<import("./index.d.ts").StepInput, { kind: "provide_documents" }>} input
   * @param {import("./answers.d.ts").DocumentRequest[]} requests
   * @param {CallOptions} checked
   */
  async #send({ documentRequestId, documents }, requests, checked) {
    const request = requests.find(({ id }) => id === documentRequestId);
    if (!request) throw invalidOption([wrong("documentRequestId", "the id of a request of this step")]);
    const { purpose, status } = request;
    const replace = status !== "requested";
    try {
      await this.#people.sendDocuments({ documentRequestId, purpose, documents, replace }, checked);
    } catch (error) {
      if (!SENT.test(/** @type {any} */ (error).code)) throw error;
    }
  }

  /**
   * @param {string} operation
   * @param {string} [argument]
   * @param {CallOptions} [checked]
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
