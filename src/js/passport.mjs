// @ts-check
// `portico.passport`: the calls of the Passport-style platform. What is checked, sealed and sent stands in the wasm's table;
// here are a page's names for it, documents, and whatever takes more than one call.

export { CALLS } from "./passport-calls.mjs";

/** @type {import("./on-demand.mjs").Tools} */
let lent;
/** @param {import("./on-demand.mjs").Tools} tools */
export const lend = (tools) => void (lent = tools);

/** @typedef {import("./call.mjs").Limited} Limited */

/** The longest pause between two looks at an account whose checks are waited for, in milliseconds. */
const LONGEST_PAUSE_MS = 8_000;

const PDF = "%PDF-";
const [DEPOSIT, CLEARING] = ["passport_account_agreement", "payment_services_terms"];

/**
 * @typedef {object} Means What a client lends for this.
 * @property {(operation: string, argument: string, options: import("./index.d.ts").CallOptions) => Promise<any>} answer
 * @property {(document: Blob | Uint8Array<ArrayBuffer>, checked: Limited) => Promise<Blob>} encode as base64
 * @property {(blobs: Blob[]) => { names: string[], release: () => void }} attach
 * @property {() => Promise<string | undefined>} recall the acceptances that this browser keeps
 * @property {(marks: string) => Promise<void>} keep
 */

/**
 * The calls, whose options were checked.
 * @param {Means} means
 */
export function passport({ answer, encode, attach, recall, keep }) {
  const { PorticoError, inTurn, invalidOption, text, wrong } = lent;
  /** @type {(operation: string, argument: any, options: import("./index.d.ts").CallOptions) => Promise<any>} */
  const call = (operation, argument, options) => answer(`passport.${operation}`, text(argument), options);
  /** @type {(operation: string, name: (input: any) => any) => (input: any, options: Limited) => Promise<any>} */
  const plain = (operation, name) => async (input, options) => call(operation, name(input), options);
  /** @type {typeof plain} */
  const change = (operation, name) => async (input, options) => write(operation, name(input), options);

  /**
   * A write. Where its answer is lost, what it made is looked for, and it is never sent again.
   * @param {string} operation
   * @param {any} argument
   * @param {Limited} options also of the looking
   * @param {[string, any]} [find] reads what it makes
   */
  async function write(operation, argument, options, find) {
    const { externalId } = argument;
    try {
      const { id, warning } = await call(operation, argument, options);
      const warnings = warning && [...warning.matchAll(/"(.*?)"/g)].map(([, told]) => told);
      return id && { id, externalId, ...(warnings && { warnings }) };
    } catch (/** @type {any} */ error) {
      // A no is an answer, and what never left is not lost.
      if (!error.retryable || error.status < 500 || error.code === "offline") throw error;
      const found = find && (await call(...find, options).catch(() => {}));
      if (found) return { id: found.id, externalId };
      throw new PorticoError({ code: "outcome_unknown", status: error.status, reason: externalId });
    }
  }

  /** @type {(input: any, options: import("./index.d.ts").CallOptions) => Promise<any>} */
  const read = async (input, options) => inOneForm(await call("accounts.get", ofAccount(input), options));

  /** Acceptances are kept one after the other. */
  let keeping = Promise.resolve();

  return Object.freeze({
    customers: Object.freeze({
      create: async (/** @type {any} */ input, /** @type {Limited} */ options) => {
        const { externalId = crypto.randomUUID(), ...rest } = input ?? {};
        const find = ["customers.get", { by: "externalId", key: externalId }];
        return write("customers.create", { ...rest, externalId }, options, /** @type {any} */ (find));
      },
      get: plain("customers.get", (input) => named("", input?.id, input?.externalId)),
      update: change("customers.update", (input) => {
        const { id, externalId, ...rest } = input ?? {};
        // Beside an id, an externalId is one to be set.
        return { ...rest, externalId: id && externalId, ...named("", id, externalId) };
      }),
    }),
    agreements: Object.freeze({
      list: async (/** @type {Limited} */ options) => call("agreements.list", {}, options),
      document: async (/** @type {any} */ agreement, /** @type {Limited} */ options) =>
        answer("agreements.document", text({ documents: [{ files: [agreement] }] }), options),
      accept: async (/** @type {any} */ input, /** @type {Limited} */ options) => {
        const { by, key, mode, click, ...rest } = ofCustomer(input);
        if (mode !== "WETSIGN" && !isClick(click)) throw invalidOption([wrong("click", "the event of a real click")]);
        // Under both of the customer's ids, since an account may be opened by either.
        const { id, externalId } = await call("customers.get", { by, key }, options);
        const receipt = await call("agreements.accept", { ...rest, customer: { id }, acceptanceMode: mode }, options);
        // Other tabs of this browser keep theirs in the same place.
        keeping = keeping.then(() =>
          inTurn("acceptances", options, async () => {
            const marks = [id, externalId].map((name) => mark(rest.type, name));
            await keep([(await recall()) ?? "", ...marks].join(""));
          }),
        );
        await keeping;
        return receipt;
      },
    }),
    accounts: Object.freeze({
      open: async (/** @type {any} */ input, /** @type {Limited} */ checked) => {
        const { linkedDocument, acceptedBy, externalId = crypto.randomUUID(), ...rest } = ofCustomer(input);
        const { by, key, isCustomerOwned } = rest;
        if (isCustomerOwned && !linkedDocument) throw invalidOption([wrong("linkedDocument", "the signed agreement")]);
        const document = linkedDocument && (await checkPdf(linkedDocument.content));
        const accepted = mark(isCustomerOwned ? DEPOSIT : CLEARING, key);
        if (!(await recall())?.includes(accepted)) throw new PorticoError({ code: "agreement_not_accepted" });
        // Before a document of many megabytes is on its way.
        const missing = isCustomerOwned ? missingForDeposit(await call("customers.check", { by, key }, checked)) : [];
        if (missing.length) {
          const errors = missing.map((field) => ({ field, code: "required", detail: "see docs/errors.md" }));
          throw new PorticoError({ code: "validation_failed", errors });
        }
        const { names, release } = attach(document ? [await encode(document, checked)] : []);
        const [base64encodedContent] = names;
        const argument = {
          ...rest,
          externalId,
          linkedDocument: document && { document: { base64encodedContent } },
          acceptanceDetails: acceptedBy && { acceptedBy },
        };
        const find = ["accounts.get", { by, key, accountBy: "externalId", accountKey: externalId }];
        return write("accounts.open", argument, checked, /** @type {any} */ (find)).finally(release);
      },
      list: async (/** @type {any} */ input, /** @type {Limited} */ options) =>
        (await call("accounts.list", ofCustomer(input), options)).map(inOneForm),
      get: read,
      update: change("accounts.update", ofAccount),
      close: change("accounts.close", ofAccount),
      waitForOutcome: async (/** @type {any} */ input, /** @type {Limited} */ { signal, timeoutMs }) => {
        const limit = new AbortController();
        const stop = () => limit.abort();
        const timer = setTimeout(stop, timeoutMs);
        signal?.addEventListener("abort", stop);
        try {
          for (let pause = 250; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            if (signal?.aborted) stop();
            const account = await read(input, { signal: limit.signal });
            if (account.status !== "INACTIVE") return account;
            await new Promise((resolve) => {
              setTimeout(resolve, pause);
              // The next look ends it.
              limit.signal.addEventListener("abort", resolve);
            });
          }
        } catch (error) {
          throw limit.signal.aborted && !signal?.aborted ? new PorticoError({ code: "timed_out" }) : error;
        } finally {
          clearTimeout(timer);
          signal?.removeEventListener("abort", stop);
        }
      },
    }),
  });
}

/** What the platform has to know of whom before a deposit account can be opened (the guide's step 2). */
const NEEDED = {
  individual: "firstName lastName ssn dob mailingAddress mobilePhone email",
  business:
    "legalName ein stateOfIncorporation dateOfIncorporation doingBusinessAs phone email businessCategory beneficialOwner",
  owner: "firstName lastName ssn dob mailingAddress",
};

/**
 * The paths at which a customer lacks what a deposit account takes, as the platform itself would name them.
 * @param {any} customer as the platform answers one: of numbers, the last four digits
 * @returns {string[]}
 */
export function missingForDeposit(customer) {
  const part = customer.type === "BUSINESS" ? "business" : "individual";
  const owners = customer[part]?.beneficialOwner;
  return [
    ...missingOf(customer[part], NEEDED[part], part),
    ...(Array.isArray(owners) ? owners : []).flatMap((/** @type {any} */ owner, /** @type {number} */ place) =>
      missingOf(owner, NEEDED.owner, `business.beneficialOwner[${place}]`),
    ),
  ];
}

/** @type {(of: any, names: string, path: string) => string[]} */
const missingOf = (of, names, path) =>
  names
    .split(" ")
    .filter((name) => !isGiven(name, of?.[name]) && !isGiven(name, of?.[`${name}Last4`]))
    .map((name) => `${path}.${name}`);

/** @type {(name: string, value: any) => boolean} */
function isGiven(name, value) {
  if (typeof value === "string") return value.trim() !== "";
  if (!Array.isArray(value)) return value !== undefined && value !== null;
  return name === "mailingAddress" ? value.some((address) => address?.isPrimary === true) : value.length > 0;
}

/**
 * Whether the browser made this event, as it does of a press by mouse, finger or key: by getters that a script can't put
 * over one of its own. A submit event shows nothing, since `requestSubmit()` makes a trusted one.
 * @param {any} event
 */
function isClick(event) {
  try {
    return Reflect.get(Event.prototype, "type", event) === "click" && event.isTrusted;
  } catch {
    return false;
  }
}

/**
 * An account in one form, whichever of those that the guide knows it came in: its linked documents as a list, each with the
 * way it was accepted, and its content by one name.
 * @param {any} account
 */
export function inOneForm(account) {
  const { linkedDocument, acceptanceMode, acceptanceDetails, ...rest } = account;
  const beside = { ...(acceptanceMode && { acceptanceMode }), ...(acceptanceDetails && { acceptanceDetails }) };
  if (!linkedDocument) return account;
  const documents = [linkedDocument].flat().map(({ document = {}, ...linked }) => {
    const { base64EncodedContent, ...one } = document;
    return {
      ...beside,
      ...linked,
      document: base64EncodedContent === undefined ? one : { base64encodedContent: base64EncodedContent, ...one },
    };
  });
  return { ...rest, linkedDocument: documents };
}

/** What is kept of an acceptance: ids alone. @param {string} type @param {any} key */
const mark = (type, key) => `${type} ${key}\n`;

/**
 * By which of its ids something is named, as the wasm takes it.
 * @param {string} what
 * @param {unknown} number
 * @param {unknown} external
 */
function named(what, number, external) {
  const [by, key] = what ? [`${what}By`, `${what}Key`] : ["by", "key"];
  return Number.isSafeInteger(number)
    ? { [by]: "id", [key]: `${number}` }
    : { [by]: "externalId", [key]: lent.id(`${what}Id`, external) };
}

/** @param {any} input */
function ofCustomer(input) {
  const { customerId, customerExternalId, ...rest } = input ?? {};
  return { ...rest, ...named("", customerId, customerExternalId) };
}

/** @param {any} input */
function ofAccount(input) {
  const { accountId, accountExternalId, ...rest } = ofCustomer(input);
  return { ...rest, ...named("account", accountId, accountExternalId) };
}

/** @param {unknown} content */
async function checkPdf(content) {
  const document = lent.checkDocument(content);
  // What can't be read is told when all of it is.
  const begins = await new Blob([/** @type {any} */ (document).slice(0, PDF.length)]).text().catch(() => PDF);
  if (begins === PDF) return document;
  // As the platform itself would tell it.
  const [field, code] = ["linkedDocument.document.base64encodedContent", "EC-BL-9005"];
  const errors = [{ field, code, detail: "The document is no PDF." }];
  throw new lent.PorticoError({ code: "validation_failed", reason: code, errors });
}
