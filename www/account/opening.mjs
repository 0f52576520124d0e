// @ts-check
import { customerChange, customerInput } from "./input.mjs";
import { forget, keep, recall } from "./kept.mjs";

/**
 * @typedef {import("@portico/web-sdk").Passport} Passport
 * @typedef {import("@portico/web-sdk").PassportAgreement} PassportAgreement
 * @typedef {import("@portico/web-sdk").AcceptedBy} AcceptedBy
 * @typedef {import("./draft.mjs").Draft} Draft
 * @typedef {{ signal: AbortSignal }} Options
 * @typedef {{ externalId: string, name: string }} Owner
 */

/** How long the first look at the checks takes at most; after it a person is told that it takes longer. */
const PATIENCE_MS = 45_000;

/**
 * One account on its way: the SDK's calls in their order, and the ids that a reload needs. It shows nothing and keeps
 * nothing that was typed.
 */
export class Opening {
  #passport;
  #newId;
  /** @type {import("./kept.mjs").Kept | undefined} */
  #kept;
  /** Whether the platform knows the customer. */
  #isCustomer = false;
  /** Whether a create was sent: it may have arrived even if its answer did not. */
  #wasSent = false;
  /** @type {Owner[]} those who can accept for a business */
  owners = [];
  /** @type {{ content: Blob | Uint8Array } | undefined} the signed agreement */
  signed = undefined;

  /**
   * @param {Passport} passport
   * @param {() => string} [newId] makes an external id
   */
  constructor(passport, newId = () => crypto.randomUUID()) {
    this.#passport = passport;
    this.#newId = newId;
  }

  get who() {
    return this.#kept?.who;
  }

  get what() {
    return this.#kept?.what;
  }

  get isCustomer() {
    return this.#isCustomer;
  }

  get accountId() {
    return this.#kept?.accountId;
  }

  /** Goes on where an earlier visit stopped, as far as the platform still knows it. @param {Options} options */
  async resume(options) {
    const kept = recall();
    if (!kept) return;
    const customer = await this.#find(kept.customer, options);
    if (!customer) return forget();
    this.#kept = kept;
    this.#isCustomer = true;
    this.owners = (customer.business?.beneficialOwner ?? []).flatMap(({ externalId, firstName, lastName }) =>
      externalId ? [{ externalId, name: [firstName, lastName].filter(Boolean).join(" ") }] : [],
    );
    if (!this.accountId) await this.#findAccount(options);
  }

  /** Whether the platform still knows the customer: a visit that ended takes it along. @param {Options} options */
  async isStillThere(options) {
    return !this.#kept || !this.#isCustomer || Boolean(await this.#find(this.#kept.customer, options));
  }

  /** Begins anew: nothing of this account is known any more. */
  forget() {
    forget();
    this.#kept = undefined;
    this.#isCustomer = false;
    this.#wasSent = false;
    this.owners = [];
    this.signed = undefined;
  }

  /**
   * Makes the customer known to the platform. Safe to repeat: one whose answer was lost is looked up first.
   * @param {Draft} draft
   * @param {Options} options
   */
  async create(draft, options) {
    const { who, what } = draft;
    if (!who || !what) return;
    // Another kind of customer is another customer.
    const kept = this.#kept?.who === who ? this.#kept : { customer: this.#newId(), account: this.#newId() };
    this.#wasSent &&= kept === this.#kept;
    this.#kept = { ...kept, who, what };
    for (const owner of draft.owners) owner.externalId ||= this.#newId();
    const { customer: externalId } = this.#kept;
    const isKnown = this.#isCustomer || (this.#wasSent && (await this.#find(externalId, options)));
    keep(this.#kept);
    if (isKnown) {
      await this.#passport.customers.update({ externalId, ...customerChange(draft) }, options);
    } else {
      this.#wasSent = true;
      await this.#passport.customers.create(customerInput(draft, externalId), options);
    }
    this.#isCustomer = true;
    this.owners = draft.owners.map(({ externalId, values }) => ({
      externalId,
      name: `${values["firstName"]} ${values["lastName"]}`.trim(),
    }));
  }

  /**
   * Adds what was missing.
   * @param {Draft} draft holds only what is new
   * @param {Options} options
   */
  async mend(draft, options) {
    await this.#passport.customers.update({ externalId: this.#ids.customer, ...customerChange(draft) }, options);
  }

  /** The mandate that this account needs. @param {Options} options */
  async agreement(options) {
    const type = this.what === "deposit" ? "passport_account_agreement" : "payment_services_terms";
    const agreement = (await this.#passport.agreements.list(options)).find((found) => found.type === type);
    if (!agreement) throw new MissingAgreement();
    const document = await this.#passport.agreements.document(agreement, options);
    return { agreement, document };
  }

  /**
   * Has the acceptance recorded, with the text that was shown.
   * @param {{
   *   agreement: PassportAgreement, documentSha256: string, mode: "CLICKWRAP" | "WETSIGN", click: MouseEvent, owner?: string
   * }} by
   * @param {Options} options
   */
  accept({ agreement, documentSha256, mode, click, owner }, options) {
    /** @type {AcceptedBy} */
    const acceptedBy = owner ? { entity: "BENEFICIAL_OWNER", externalId: owner } : { entity: "CUSTOMER" };
    const { type, locale } = agreement;
    const acceptance = { type, documentSha256, locale, mode, click, acceptedBy };
    return this.#passport.agreements.accept({ customerExternalId: this.#ids.customer, ...acceptance }, options);
  }

  /**
   * Opens the account, with the signed agreement where there is one. Safe to repeat, as with `create`.
   * @param {Options} options
   */
  async open(options) {
    const { customer, account } = this.#ids;
    if (await this.#findAccount(options)) return;
    const common = { customerExternalId: customer, externalId: account };
    const { signed } = this;
    const opened =
      this.what === "deposit"
        ? await this.#passport.accounts.open(
            { ...common, isCustomerOwned: true, linkedDocument: signed ?? { content: new Uint8Array() } },
            options,
          )
        : await this.#passport.accounts.open({ ...common, isCustomerOwned: false }, options);
    this.#remember(opened.id);
  }

  /** Waits for the checks. Ends with the code `timed_out` when they take longer. @param {Options} options */
  outcome({ signal }) {
    return this.#passport.accounts.waitForOutcome(
      { customerExternalId: this.#ids.customer, accountId: Number(this.accountId) },
      { signal, timeoutMs: PATIENCE_MS },
    );
  }

  get #ids() {
    const kept = this.#kept;
    if (!kept) throw new TypeError("there is no customer yet");
    return kept;
  }

  /**
   * @param {string} externalId
   * @param {Options} options
   */
  async #find(externalId, options) {
    try {
      return await this.#passport.customers.get({ externalId }, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** An account whose answer was lost. @param {Options} options */
  async #findAccount(options) {
    const { customer, account } = this.#ids;
    const accounts = await this.#passport.accounts.list({ customerExternalId: customer }, options);
    const found = accounts.find(({ externalId }) => externalId === account);
    if (found) this.#remember(found.id);
    return Boolean(found);
  }

  /** @param {number} accountId */
  #remember(accountId) {
    this.#kept = { ...this.#ids, accountId: String(accountId) };
    keep(this.#kept);
  }
}

/** @param {unknown} error */
function isNotFound(error) {
  const { status, reason } = /** @type {Partial<import("@portico/web-sdk").PorticoError>} */ (error ?? {});
  return status === 404 || reason === "EC-BL-9002";
}

/** The gateway lists no mandate for this account: a setting is wrong. */
class MissingAgreement extends Error {
  code = "unexpected_answer";

  constructor() {
    super("the gateway has no agreement for this kind of account");
  }
}
