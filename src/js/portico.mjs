// @ts-check
// The client as index.d.ts promises it, around the wasm's.

import { checkDocument, id, soon, text, within, wrong } from "./call.mjs";
import { encryptValue } from "./document-worker.js";
import { byWebCrypto, invalidOption } from "./errors.mjs";
import { callsOnDemand, onDemand } from "./on-demand.mjs";
import { OnboardingFacade } from "./onboarding.mjs";
import { withBytes } from "./scratch.mjs";
import { inTurn } from "./turn.mjs";

/** @typedef {import("./index.d.ts").CallOptions} CallOptions */
/** @typedef {import("./call.mjs").Limited} Limited */

// As they stand, in the package too: a bundler's own loader would keep one that failed.
const documents = onDemand(() => import(/* webpackIgnore: true */ "./documents.mjs"));
const passportScript = onDemand(() => import(/* webpackIgnore: true */ "./passport.mjs"));
const cureScript = onDemand(() => import(/* webpackIgnore: true */ "./cures.mjs"));

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
  /** @type {(documents: any, checked: Limited) => Promise<void>} */
  #send;

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
      JSON.parse(await this.#call({ operation }, argument, line.options(options)));
    /** @type {ReturnType<typeof import("./cures.mjs").cures> | undefined} */
    let cures;
    const { people, steps } = callsOnDemand(CURES, line, async (checked) => {
      const script = await cureScript(checked);
      return (cures ??= script.cures({
        answer,
        seal: (parts, purpose, checked) => this.#sealed(parts, purpose, checked),
        attach: (blobs) => line.attach(blobs),
        now: () => Number(line.read({ operation: "now", target })),
        expire: () => this.#expire("identity_scan"),
      }));
    });
    this.#send = steps.send;
    Object.assign(this, namespaces(answer, { people }));
    /** @type {ReturnType<typeof import("./passport.mjs").passport> | undefined} */
    let calls;
    this.passport = callsOnDemand(PASSPORT, line, async (checked) => {
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
    const checked = this.#line.options(options);
    const ticket = options?.ticket === undefined ? "" : id("ticket", options.ticket);
    return JSON.parse(await inTurn("connect", checked, () => this.#call({ operation: "connect" }, ticket, checked)));
  }

  /** @param {CallOptions} [options] */
  async disconnect(options) {
    const checked = this.#line.options(options);
    await this.#line.keep();
    await this.#call({ operation: "disconnect" }, "", checked);
  }

  /** @param {import("./index.d.ts").OnboardingOptions & CallOptions} options */
  async onboarding(options) {
    const checked = this.#line.options(options);
    const { providedId, locale = pageLanguage(), features } = options ?? {};
    const target = await this.#call({ operation: "onboarding" }, text({ providedId, locale, features }), checked);
    const onboarding = new OnboardingFacade(this.#line, Number(target), this.#send);
    this.#onboardings.add(new WeakRef(onboarding));
    return onboarding;
  }

  /**
   * @param {string | Uint8Array} value
   * @param {{ use: string } & CallOptions} options
   */
  async seal(value, options) {
    const checked = this.#line.options(options);
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
    const { signal, timeoutMs } = checked;
    return signal ? within(encrypted, signal, timeoutMs) : soon(encrypted(), timeoutMs);
  }

  /**
   * @param {unknown} document
   * @param {{ use: string } & CallOptions} options
   */
  async sealDocument(document, options) {
    const checked = this.#line.options(options);
    const purpose = use(options);
    return this.#sealed(checkDocument(document), purpose, checked);
  }

  /**
   * @param {import("./document-worker.js").Task["document"]} document
   * @param {string} purpose
   * @param {Limited} checked
   */
  #sealed(document, purpose, checked) {
    return this.#inWorker(document, async () => this.#line.begin(this.#target, purpose, checked), checked);
  }

  /**
   * @param {import("./document-worker.js").Task["document"]} document
   * @param {import("./documents.mjs").Work["prepare"]} prepare
   * @param {Limited} checked
   */
  async #inWorker(document, prepare, checked) {
    const { sealDocument } = await documents(checked);
    return sealDocument({
      document,
      prepare,
      signal: checked.signal,
      timeoutMs: checked.timeoutMs,
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
    const checked = this.#line.options(options);
    const purpose = use(options);
    if (typeof sealed !== "string") throw invalidOption([wrong("sealed", "a string")]);
    return this.#call({ operation: "open", use: purpose }, sealed, checked);
  }

  /**
   * @param {import("./line.mjs").Head} head
   * @param {string | Uint8Array} [argument]
   * @param {Limited} [checked]
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

/** The calls of `portico.passport`. One with a colon takes options alone. */
const PASSPORT = {
  customers: "create get update",
  agreements: "list: document accept",
  accounts: "open list get update close waitForOutcome",
};

/** Those of the cures that take more than a request, and a step's documents. */
const CURES = { people: "sendDocuments identityScan", steps: "send" };

/** The single calls. One with a colon takes this id in the place of an object; without a name, nothing. */
const CALLS = {
  accounts: "create get:accountId",
  people: "create get:personId update identityQuestions:personId answerIdentityQuestions documentRequests:personId",
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
