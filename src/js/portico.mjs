// @ts-check
// The client as index.d.ts promises it, around the wasm's.

import { callOptions, id, text, wrong } from "./call.mjs";
import { encryptValue } from "./document-worker.js";
import { checkDocument, sealDocument } from "./documents.mjs";
import { byWebCrypto, invalidOption } from "./errors.mjs";
import { sendIdentityDocuments } from "./identity-documents.mjs";
import { OnboardingFacade } from "./onboarding.mjs";
import { withBytes } from "./scratch.mjs";

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
   * @param {Promise<import("./device.d.ts").DevicePreview>} collected
   */
  constructor(line, target, collected) {
    super();
    this.#line = line;
    this.#target = target;
    line.listen(
      (type, detail) => this.#tell(type, detail),
      // What fails here is done when it is needed.
      () => void this.#call({ operation: "prepare" }).catch(() => {}),
    );
    /** @type {(operation: string, argument: string, options?: CallOptions) => Promise<any>} */
    const answer = async (operation, argument, options) =>
      JSON.parse(await this.#call({ operation }, argument, callOptions(options)));
    const sendDocuments = (/** @type {any} */ input, /** @type {CallOptions} */ options) =>
      sendIdentityDocuments(input, callOptions(options), {
        answer,
        seal: (parts, purpose, checked) => this.#sealed(parts, purpose, checked),
        attach: (blobs) => line.attach(blobs),
      });
    Object.assign(this, namespaces(answer, { people: { sendDocuments } }));
    this.device = Object.freeze({
      thumbprint: () => this.#call({ operation: "thumbprint" }),
      preview: async () => structuredClone(await collected),
    });
    const client = this;
    this.session = Object.freeze({
      get state() {
        return client.#state === "initializing" || client.#state === "ready" ? client.#state : "uninitialized";
      },
      current: (/** @type {CallOptions} */ options) => answer("sessions.current", "{}", options),
      initialize: (/** @type {unknown} */ keys) => this.#initialize(keys),
    });
  }

  get state() {
    return this.#state;
  }

  /** @param {CallOptions} [options] */
  async connect(options) {
    const checked = callOptions(options);
    return JSON.parse(await this.#call({ operation: "connect" }, "", checked));
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
    return this.#sealed(checkDocument(document), purpose, checked);
  }

  /**
   * @param {import("./document-worker.js").Task["document"]} document
   * @param {string} purpose
   * @param {CallOptions} checked
   */
  #sealed(document, purpose, checked) {
    return sealDocument({
      document,
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
    const { target, deviceData } = JSON.parse(await this.#call({ operation: "initialize" }, text(keys)));
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

/** The single calls. One with a colon takes this id in the place of an object; without a name, nothing. */
const CALLS = {
  accounts: "create get:accountId",
  people:
    "create get:personId update identityQuestions:personId answerIdentityQuestions identityScan:personId documentRequests:personId",
  agreements: "search get:agreementId document accepted:personId accept",
  expectedUse: "get:personId answer",
  cards:
    "brands:personId orderPhysical orderVirtual orderDigital get:cardId verify setPin secrets:cardId lock:cardId unlock:cardId close walletToken",
  features: "list:personId enroll",
  microapps: "authorizationCode:",
};

/**
 * The calls by themselves.
 * @param {(operation: string, argument: string, options?: CallOptions) => Promise<any>} answer
 * @param {Record<string, Record<string, unknown>>} more calls that take more than one request of the wasm
 */
function namespaces(answer, more) {
  /** @param {string} operation @param {string | undefined} field */
  const make = (operation, field) => async (/** @type {any} */ value, /** @type {CallOptions} */ options) => {
    if (field === "") return answer(operation, "{}", value);
    return answer(operation, text(field ? { [field]: id(field, value) } : value), options);
  };
  return Object.fromEntries(
    Object.entries(CALLS).map(([space, calls]) => {
      const made = calls.split(" ").map((call) => {
        const [name, field] = call.split(":");
        return [name, make(`${space}.${name}`, field)];
      });
      return [space, Object.freeze({ ...Object.fromEntries(made), ...more[space] })];
    }),
  );
}

/** @param {{ use: string }} options */
const use = (options) => id("use", options?.use);

/** A worker has no document; a document may not say its language. */
const pageLanguage = () => globalThis.document?.documentElement?.lang || globalThis.navigator?.language || "en-US";
