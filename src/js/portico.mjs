// @ts-check
// The client as index.d.ts promises it, around the wasm's.

import { callOptions, id, text, wrong } from "./call.mjs";
import { invalidOption } from "./errors.mjs";
import { OnboardingFacade } from "./onboarding.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */
/** @typedef {import("./call.mjs").Line} Line */

/** A client. Made by createPortico alone. */
export class PorticoFacade extends EventTarget {
  #wasm;
  #line;
  /** @type {import("./index.d.ts").ConnectionState} */
  #state = "new";

  /**
   * @param {(observer: (type: string, detail: string) => void) => import("./portico.js").Portico} make
   * @param {(broke: () => void) => Line} connect
   */
  constructor(make, connect) {
    super();
    // Events are dispatched later, so that a listener may call us again without being inside a call of its own.
    this.#wasm = make((type, detail) => queueMicrotask(() => this.#tell(type, detail)));
    this.#line = connect(() => this.#tell("statechange", "closed"));
    Object.assign(
      this,
      namespaces((operation, argument, options) => this.#answer(operation, argument, options)),
    );
    this.device = Object.freeze({ thumbprint: () => this.#line.call(() => this.#wasm.thumbprint()) });
  }

  get state() {
    return this.#state;
  }

  /** @param {CallOptions} [options] */
  async connect(options) {
    const checked = callOptions(options);
    return JSON.parse(await this.#line.call(() => this.#wasm.connect(checked), checked.timeoutMs));
  }

  /** @param {CallOptions} [options] */
  async disconnect(options) {
    const checked = callOptions(options);
    await this.#line.call(() => this.#wasm.disconnect(checked), checked.timeoutMs);
  }

  /** @param {import("./index.d.ts").OnboardingOptions & CallOptions} options */
  async onboarding(options) {
    const checked = callOptions(options);
    const { providedId, locale = pageLanguage() } = options ?? {};
    const input = text({ providedId, locale });
    const wasm = await this.#line.call(() => this.#wasm.onboarding(input, checked), checked.timeoutMs);
    return new OnboardingFacade(wasm, this.#line);
  }

  /**
   * @param {string | Uint8Array} value
   * @param {{ use: string } & CallOptions} options
   */
  async seal(value, options) {
    const checked = callOptions(options);
    const purpose = use(options);
    if (typeof value !== "string" && !(value instanceof Uint8Array)) {
      throw invalidOption([wrong("value", "a string or a Uint8Array")]);
    }
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return this.#line.call(() => this.#wasm.seal(bytes, purpose, checked), checked.timeoutMs);
  }

  /**
   * @param {string} sealed
   * @param {{ use: string } & CallOptions} options
   */
  async open(sealed, options) {
    const checked = callOptions(options);
    const purpose = use(options);
    if (typeof sealed !== "string") throw invalidOption([wrong("sealed", "a string")]);
    return this.#line.call(() => this.#wasm.open(sealed, purpose, checked), checked.timeoutMs);
  }

  /**
   * @param {string} operation
   * @param {string} argument
   * @param {CallOptions} [options]
   */
  async #answer(operation, argument, options) {
    const checked = callOptions(options);
    return JSON.parse(await this.#line.call(() => this.#wasm.call(operation, argument, checked), checked.timeoutMs));
  }

  /**
   * @param {string} type
   * @param {string} detail
   */
  #tell(type, detail) {
    if (type !== "statechange") {
      this.dispatchEvent(new CustomEvent(type, { detail: JSON.parse(detail) }));
    } else if (detail !== this.#state) {
      this.#state = /** @type {import("./index.d.ts").ConnectionState} */ (detail);
      this.dispatchEvent(new CustomEvent(type, { detail: { state: this.#state } }));
    }
  }
}

/**
 * The calls by themselves.
 * @param {(operation: string, argument: string, options?: CallOptions) => Promise<any>} answer
 */
function namespaces(answer) {
  /** @param {string} operation */
  const withInput = (operation) => async (/** @type {unknown} */ input, /** @type {CallOptions} */ options) =>
    answer(operation, text(input), options);
  /** @param {string} operation @param {string} field */
  const withId = (operation, field) => async (/** @type {unknown} */ value, /** @type {CallOptions} */ options) =>
    answer(operation, text({ [field]: id(field, value) }), options);
  const answerExpectedUse = withInput("expectedUse.answer");
  return {
    accounts: Object.freeze({ create: withInput("accounts.create"), get: withId("accounts.get", "accountId") }),
    people: Object.freeze({ create: withInput("people.create"), get: withId("people.get", "personId") }),
    agreements: Object.freeze({
      search: withInput("agreements.search"),
      get: withId("agreements.get", "agreementId"),
      document: withInput("agreements.document"),
      accepted: withId("agreements.accepted", "personId"),
      accept: withInput("agreements.accept"),
    }),
    expectedUse: Object.freeze({
      get: withId("expectedUse.get", "personId"),
      answer: async (/** @type {unknown} */ input, /** @type {CallOptions} */ options) => {
        await answerExpectedUse(input, options);
      },
    }),
    cards: Object.freeze({
      brands: withId("cards.brands", "personId"),
      orderPhysical: withInput("cards.orderPhysical"),
      get: withId("cards.get", "cardId"),
      verify: withInput("cards.verify"),
      setPin: withInput("cards.setPin"),
    }),
  };
}

/** @param {{ use: string }} options */
const use = (options) => id("use", options?.use);

/** A worker has no document; a document may not say its language. */
const pageLanguage = () => globalThis.document?.documentElement?.lang || globalThis.navigator?.language || "en-US";
