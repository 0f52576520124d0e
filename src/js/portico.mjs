// @ts-check
// The client as index.d.ts promises it, around the wasm's.

import { callOptions, checkDocument, id, soon, text, within, wrong } from "./call.mjs";
import { encryptValue } from "./document-worker.js";
import { byWebCrypto, invalidOption } from "./errors.mjs";
import { callsOnDemand, onDemand } from "./on-demand.mjs";
import { OnboardingFacade } from "./onboarding.mjs";
import { withBytes } from "./scratch.mjs";
import { inTurn } from "./turn.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */

// As they stand, in the package too: a bundler's own loader would keep one that failed.
const documents = onDemand(() => import(/* webpackIgnore: true */ "./documents.mjs"));
const passportScript = onDemand(() => import(/* webpackIgnore: true */ "./passport.mjs"));
const identityDocuments = onDemand(() => import(/* webpackIgnore: true */ "./identity-documents.mjs"));

/** How many agreements the wasm keeps ready. */
const AHEAD = 4;

/** A client. Made by createPortico alone. */
export class PorticoFacade extends EventTarget {
  #line;
  #target;
  /** @type {import("./index.d.ts").ConnectionState} */
  #state = "new";
  /** Those that the page holds on to. @type {Set<WeakRef<OnboardingFacade>>} */
  #onboardings = new Set();
  /** What was last read of a scan. @type {import("./answers.d.ts").IdentityScan | undefined} */
  #scan;

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
    const sendDocuments = async (/** @type {any} */ input, /** @type {CallOptions} */ options) => {
      const checked = callOptions(options);
      const { sendIdentityDocuments } = await identityDocuments(checked);
      return sendIdentityDocuments(input, checked, {
        answer,
        seal: (parts, purpose, checked) => this.#sealed(parts, purpose, checked),
        attach: (blobs) => line.attach(blobs),
      });
    };
    const identityScan = async (/** @type {unknown} */ personId, /** @type {CallOptions} */ options) => {
      const [before, { expiresAt = "" } = {}] = [this.#scan?.identityScanId, this.#scan];
      this.#scan = await answer("people.identityScan", text({ personId: id("personId", personId) }), options);
      // Another one: the last was over.
      if (before !== this.#scan?.identityScanId && Date.parse(expiresAt) <= Date.now()) this.#expire("identity_scan");
      return this.#scan;
    };
    Object.assign(this, namespaces(answer, { people: { sendDocuments, identityScan } }));
    /** @type {ReturnType<typeof import("./passport.mjs").passport> | undefined} */
    let calls;
    this.passport = callsOnDemand(PASSPORT, async (checked) => {
      const { CALLS: rows, passport } = await passportScript(checked);
      if (!calls) await this.#call({ operation: "learn" }, rows);
      return (calls ??= passport({
        answer,
        encode: (document, checked) => this.#inWorker(document, async () => ({}), checked),
        attach: (blobs) => line.attach(blobs),
        recall: () => line.recall(),
        keep: (marks) => line.keep(marks),
      }));
    });
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

  /** @param {import("./index.d.ts").ConnectOptions} [options] */
  async connect(options) {
    const checked = callOptions(options);
    const ticket = options?.ticket === undefined ? "" : id("ticket", options.ticket);
    return JSON.parse(await inTurn("connect", checked, () => this.#call({ operation: "connect" }, ticket, checked)));
  }

  /** @param {CallOptions} [options] */
  async disconnect(options) {
    const checked = callOptions(options);
    await this.#line.keep();
    await this.#call({ operation: "disconnect" }, "", checked);
  }

  /** @param {import("./index.d.ts").OnboardingOptions & CallOptions} options */
  async onboarding(options) {
    const checked = callOptions(options);
    const { providedId, locale = pageLanguage(), features } = options ?? {};
    const target = await this.#call({ operation: "onboarding" }, text({ providedId, locale, features }), checked);
    const onboarding = new OnboardingFacade(this.#line, Number(target), /** @type {any} */ (this).people);
    this.#onboardings.add(new WeakRef(onboarding));
    return onboarding;
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
    // What can be aborted may be aborted already: that is asked in a call.
    if (value.length < this.#line.encryptsFrom && !checked.signal) {
      const sealed = withBytes(value, (bytes) => this.#line.seal(this.#target, purpose, bytes));
      if (sealed) return sealed;
    }
    const encrypted = async () => {
      const begun = await this.#line.begin(this.#target, purpose, checked);
      return withBytes(value, (bytes) => byWebCrypto(encryptValue(begun, bytes)));
    };
    const { signal, timeoutMs = this.#line.timeoutMs } = checked;
    return signal ? within(encrypted, signal, timeoutMs) : soon(encrypted(), timeoutMs);
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
    return this.#inWorker(document, async () => this.#line.begin(this.#target, purpose, checked), checked);
  }

  /**
   * @param {import("./document-worker.js").Task["document"]} document
   * @param {import("./documents.mjs").Work["prepare"]} prepare
   * @param {CallOptions} checked
   */
  async #inWorker(document, prepare, checked) {
    const { sealDocument } = await documents(checked);
    return sealDocument({
      document,
      prepare,
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

  /** @param {string} what */
  #expire(what) {
    for (const held of this.#onboardings) {
      const onboarding = held.deref();
      if (onboarding) onboarding.dispatchEvent(new CustomEvent("expired", { detail: { what } }));
      else this.#onboardings.delete(held);
    }
  }

  /**
   * @param {string} type
   * @param {string} detail
   */
  #tell(type, detail) {
    if (type !== "statechange") {
      const record = JSON.parse(detail);
      this.dispatchEvent(new CustomEvent(type, { detail: record }));
      if (record.code in EXPIRED) this.#expire(EXPIRED[record.code]);
    } else if (detail !== this.#state) {
      this.#state = /** @type {import("./index.d.ts").ConnectionState} */ (detail);
      this.dispatchEvent(new CustomEvent(type, { detail: { state: this.#state } }));
    }
  }
}

/** What the code of a call says of what was open. @type {Record<string, string>} */
const EXPIRED = {
  session_expired: "session",
  login_required: "session",
  identity_questions_expired: "identity_questions",
};

/** The calls of `portico.passport`. */
const PASSPORT = {
  customers: "create get update",
  agreements: "list document accept",
  accounts: "open list get update close waitForOutcome",
};

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
