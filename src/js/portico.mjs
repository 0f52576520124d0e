// @ts-check
// The client as index.d.ts promises it, around the wasm's.

import { callOptions, id, text, wrong } from "./call.mjs";
import { encryptValue } from "./document-worker.js";
import { checkDocument, sealDocument } from "./documents.mjs";
import { byWebCrypto, invalidOption } from "./errors.mjs";
import { OnboardingFacade } from "./onboarding.mjs";
import { withBytes } from "./scratch.mjs";
import { collect } from "./signals.js";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

/** How many agreements the wasm keeps ready. */
const AHEAD = 4;

/** A client. Made by createPortico alone. */
export class PorticoFacade extends EventTarget {
  #line;
  #target;
  /** @type {import("./index.d.ts").ConnectionState} */
  #state = "new";

  /**
   * @param {import("./line.mjs").Line} line
   * @param {number} target
   */
  constructor(line, target) {
    super();
    this.#line = line;
    this.#target = target;
    line.listen(
      (type, detail) => this.#tell(type, detail),
      // What fails here is done when it is needed.
      () => void this.#call({ operation: "prepare" }).catch(() => {}),
    );
    Object.assign(
      this,
      namespaces(async (operation, argument, options) =>
        JSON.parse(await this.#call({ operation }, argument, callOptions(options))),
      ),
    );
    this.device = Object.freeze({ thumbprint: () => this.#call({ operation: "thumbprint" }) });
    const client = this;
    this.session = Object.freeze({
      get state() {
        return client.#state === "initializing" || client.#state === "ready" ? client.#state : "uninitialized";
      },
      initialize: (/** @type {unknown} */ keys) => this.#initialize(keys),
    });
  }

  get state() {
    return this.#state;
  }

  /** @param {CallOptions} [options] */
  async connect(options) {
    const checked = callOptions(options);
    return JSON.parse(await this.#call({ operation: "connect" }, collect(), checked));
  }

  /** @param {CallOptions} [options] */
  async disconnect(options) {
    await this.#call({ operation: "disconnect" }, "", callOptions(options));
  }

  /** @param {import("./index.d.ts").OnboardingOptions & CallOptions} options */
  async onboarding(options) {
    const checked = callOptions(options);
    const { providedId, locale = pageLanguage() } = options ?? {};
    const target = await this.#call({ operation: "onboarding" }, text({ providedId, locale }), checked);
    return new OnboardingFacade(this.#line, Number(target));
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
    if (value.length >= this.#line.encryptsFrom) {
      const begun = await this.#line.begin(this.#target, purpose, checked);
      return withBytes(value, (bytes) => byWebCrypto(encryptValue(begun, bytes)));
    }
    // What can be aborted may be aborted already: that is asked in a call.
    const sealed = checked.signal
      ? undefined
      : withBytes(value, (bytes) => this.#line.seal(this.#target, purpose, bytes));
    return sealed ?? (await this.#call({ operation: "seal", use: purpose }, value, checked));
  }

  /**
   * @param {unknown} document
   * @param {{ use: string } & CallOptions} options
   */
  async sealDocument(document, options) {
    const checked = callOptions(options);
    const purpose = use(options);
    return sealDocument({
      document: checkDocument(document),
      prepare: () => this.#line.begin(this.#target, purpose, checked),
      signal: checked.signal,
      timeoutMs: checked.timeoutMs ?? this.#line.timeoutMs,
      tell: (detail) => this.dispatchEvent(new CustomEvent("document", { detail })),
    });
  }

  /** @returns {Promise<void>} */
  async prepare() {
    for (let agreements = 0; agreements < AHEAD; agreements += 1) await this.#call({ operation: "prepare" });
  }

  /** @param {unknown} keys */
  async #initialize(keys) {
    const { target, deviceData } = JSON.parse(
      await this.#call({ operation: "initialize" }, text({ data: text(keys), device: collect() })),
    );
    const open = async (/** @type {unknown} */ encryptedData) => {
      await this.#line.call({ operation: "open", target: Number(target) }, id("encryptedData", encryptedData));
    };
    const handshake = Object.freeze({ deviceData, open });
    this.#line.holds(handshake, Number(target));
    return handshake;
  }

  /**
   * @param {string} sealed
   * @param {{ use: string } & CallOptions} options
   */
  async open(sealed, options) {
    const checked = callOptions(options);
    const purpose = use(options);
    if (typeof sealed !== "string") throw invalidOption([wrong("sealed", "a string")]);
    return this.#call({ operation: "open", use: purpose }, sealed, checked);
  }

  /**
   * @param {import("./line.mjs").Head} head
   * @param {string | Uint8Array} [argument]
   * @param {CallOptions} [checked]
   */
  #call(head, argument, checked) {
    return this.#line.call({ ...head, target: this.#target }, argument, checked);
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
