/**
 * `@portico/web-sdk`: opens accounts for a partner's customers from the partner's own page. What a thief would want is
 * sealed in this browser, and only the platform can open it.
 *
 * Importing the package does nothing: it asks for no permission, stores nothing and calls nobody.
 */

/** Loads the wasm once and gives a client. Nothing is sent before `connect()`. */
export function createPortico(options: PorticoOptions): Promise<Portico>;

/** What `createPortico` takes. */
export type PorticoOptions = CommonOptions & (GatewayOptions | LowLevelOptions);

/** For a partner with the gateway. */
export interface GatewayOptions {
  /** Where the gateway is: a path of this origin such as `/portico`, or a URL. */
  gateway: string;
  /** Thumbprint (RFC 7638) of the platform's key-signing key, from the starter kit: no gateway can swap keys. */
  platformKey: string;
}

/**
 * For a partner whose own backend talks to the platform: see `Portico.session`. Calls that need a gateway end with
 * `not_connected`.
 */
export interface LowLevelOptions {
  gateway?: undefined;
  /** As with a gateway. Absent where `session.initialize` gets a bare key set. */
  platformKey?: string;
}

/** What all partners pass. */
export interface CommonOptions {
  /** The SDK id of the starter kit. */
  sdkId: string;
  /** Time limit of each call in milliseconds, its retries included. 30,000 when absent. */
  timeoutMs?: number;
  /** Where the wasm is, when it is not beside this script. */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module;
}

/** What every call takes as its last argument. */
export interface CallOptions {
  /** Aborts the call: it then ends with the code `aborted`. */
  signal?: AbortSignal;
  /** Time limit of this call in milliseconds, its retries included. */
  timeoutMs?: number;
  /** A key of your own for a write. Made by the SDK when absent, one for each logical call. */
  idempotencyKey?: string;
}

/** Where a client stands. */
export type ConnectionState = "new" | "initializing" | "ready" | "closed";

/** A client. One for a page is enough. */
export interface Portico extends EventTarget {
  readonly state: ConnectionState;

  /**
   * Opens the user session: collects device data, seals it, proves the device's key. Goes on with this browser's
   * session when it has one that still lives. Safe to call twice.
   */
  connect(options?: CallOptions): Promise<SessionInfo>;
  /** Signs out: ends the session and clears what this browser kept. */
  disconnect(options?: CallOptions): Promise<void>;

  /** The guided way: the next step from anywhere. Goes on where this browser's onboarding stopped. */
  onboarding(options: OnboardingOptions & CallOptions): Promise<Onboarding>;

  readonly device: {
    /** Thumbprint (RFC 7638) of this browser's key. */
    thumbprint(): Promise<string>;
  };
  readonly accounts: {
    create(input: { providedId: string }, options?: CallOptions): Promise<Account>;
    get(accountId: string, options?: CallOptions): Promise<Account>;
  };
  readonly people: {
    /** Seals birth date and government id, and creates the person. A failed check does not fail the call. */
    create(input: NewPerson & { accountId: string }, options?: CallOptions): Promise<Person>;
    get(personId: string, options?: CallOptions): Promise<Person>;
  };
  readonly agreements: {
    search(input: { providedId: string }, options?: CallOptions): Promise<Agreement[]>;
    get(agreementId: string, options?: CallOptions): Promise<Agreement>;
    /** The text to show, with the hash that an acceptance names. Plain text where there is one. */
    document(agreement: Agreement, options?: CallOptions): Promise<AgreementText>;
    accepted(personId: string, options?: CallOptions): Promise<Agreement[]>;
    accept(
      input: { personId: string; agreementId: string; documentSha256: string; locale: string },
      options?: CallOptions,
    ): Promise<AgreementReceipt>;
  };
  readonly expectedUse: {
    get(personId: string, options?: CallOptions): Promise<Question[]>;
    answer(input: { personId: string; answers: Answer[] }, options?: CallOptions): Promise<void>;
  };
  readonly cards: {
    brands(personId: string, options?: CallOptions): Promise<Brand[]>;
    orderPhysical(
      input: { accountId: string; personId: string; brandName: string; address: Address },
      options?: CallOptions,
    ): Promise<Card>;
    get(cardId: string, options?: CallOptions): Promise<Card>;
    /** Seals the CVC and has it checked. Three wrong ones lock the card's verification for an hour. */
    verify(input: { cardId: string; cvc: string }, options?: CallOptions): Promise<{ id: string; expiresAt: string }>;
    /** Seals the PIN, sets it and activates the card. */
    setPin(input: { cardId: string; verificationId: string; pin: string }, options?: CallOptions): Promise<Card>;
  };

  /** The session by hand, for a partner whose own backend talks to the platform. Sends nothing. */
  readonly session: {
    readonly state: "uninitialized" | "initializing" | "ready";
    /** Begins a session from what the platform's `GET /sessions/init` gave to the partner's backend. */
    initialize(keys: JwkSet | InitializationData): Promise<Handshake>;
  };

  /**
   * Seals a value for the platform, bound to this session and to `use`. A `Uint8Array` is only read: wipe it afterwards,
   * which no program can do with a string.
   */
  seal(value: string | Uint8Array, options: { use: string } & CallOptions): Promise<string>;
  /**
   * Seals a document of up to 25 MiB in a worker, so that the page stays free; on the page where workers are blocked.
   * Gives the sealed value in compact form. `document` events tell how far it is.
   */
  sealDocument(document: Blob | Uint8Array, options: { use: string } & CallOptions): Promise<Blob>;
  /**
   * Makes ready what sealing needs before the value is known, so that the next values are sealed at once. Idle time does
   * it by itself.
   */
  prepare(): Promise<void>;
  /** Opens what the platform sealed for this session. */
  open(sealed: string, options: { use: string } & CallOptions): Promise<Uint8Array>;

  addEventListener<K extends keyof PorticoEventMap>(
    type: K,
    listener: (event: PorticoEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof PorticoEventMap>(
    type: K,
    listener: (event: PorticoEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What a client dispatches. No event holds personal data. */
export interface PorticoEventMap {
  /** A call was answered or failed. For logs and developers' panels. */
  call: CustomEvent<CallRecord>;
  /** `state` changed. */
  statechange: CustomEvent<{ state: ConnectionState }>;
  /** A document is being sealed. */
  document: CustomEvent<DocumentProgress>;
}

/** What the sealing of a document does: reads the file, encrypts it, writes it as text. */
export type DocumentStage = "read" | "encrypt" | "encode";

/** How far a document is. */
export interface DocumentProgress {
  stage: DocumentStage;
  /** Bytes of the document that this stage has done. */
  loaded: number;
  /** Bytes of the document. */
  total: number;
  /** `page` where workers are blocked. */
  where: "worker" | "page";
}

/** The platform's public keys (RFC 7517), trusted by whoever passes them. */
export interface JwkSet {
  keys: JsonWebKey[];
}

/** What the platform's `GET /sessions/init` answers, as the partner's backend got it. */
export interface InitializationData {
  /** The key set as a JWS by the platform's key-signing key: checked against `platformKey`. */
  jwks_jws: string;
  nonce: string;
  /** RFC 3339, UTC. */
  now: string;
}

/** A session that has begun. */
export interface Handshake {
  /** For the partner's backend: the body of `POST /sessions` carries it as `device_data`. */
  deviceData: string;
  /** Takes `encrypted_data` of the platform's answer. The session is then `ready`. */
  open(encryptedData: string): Promise<void>;
}

/** One try of one call. */
export interface CallRecord {
  method: string;
  /** Path under the gateway, such as `/netspend/people`. */
  path: string;
  /** Absent when there was no answer. */
  status?: number;
  /** The error's code, absent when all went well. */
  code?: string;
  durationMs: number;
  /** 1 for the first try. */
  attempt: number;
  requestId?: string;
  /** Names of the body's clear members, never their values. */
  clear: string[];
  /** The sealed values in the body. */
  sealed: SealedRecord[];
}

/** What can be said of a sealed value without opening it. */
export interface SealedRecord {
  /** Name of the member that carries it. */
  member: string;
  /** What it is for, such as `cvc`. */
  use: string;
  alg: string;
  enc: string;
  kid: string;
  /** Length of the sealed value. */
  bytes: number;
}

export interface SessionInfo {
  id: string;
  /** RFC 3339, UTC. */
  expiresAt: string;
  /** Whether a session of an earlier page view goes on. */
  resumed: boolean;
}

export interface OnboardingOptions {
  /** The context that the account stems from, from the starter kit. */
  providedId: string;
  /** BCP 47 tag for the texts that the customer accepts. The page's language when absent. */
  locale?: string;
}

/** An onboarding. The platform's answers alone decide the next step. */
export interface Onboarding extends EventTarget {
  readonly step: Step;
  /** Absent until the first answer made them. */
  readonly ids: { accountId?: string; personId?: string; cardId?: string };
  /** Does what the current step asks for and gives the next one. */
  submit(input: StepInput, options?: CallOptions): Promise<Step>;
  /** Asks the platform where this stands: while a card is on its way, or when another tab may have gone on. */
  refresh(options?: CallOptions): Promise<Step>;
  /** Forgets this onboarding in this browser, so that the next one starts anew. */
  forget(): Promise<void>;

  addEventListener<K extends keyof OnboardingEventMap>(
    type: K,
    listener: (event: OnboardingEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof OnboardingEventMap>(
    type: K,
    listener: (event: OnboardingEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What an onboarding dispatches. */
export interface OnboardingEventMap {
  /** `step` changed. */
  step: CustomEvent<{ step: Step }>;
}

/** What to do next. */
export type Step =
  | { kind: "person_details" }
  | { kind: "identity_questions" }
  | { kind: "identity_scan" }
  | { kind: "provide_documents" }
  | { kind: "identity_review" }
  | { kind: "accept_agreements"; agreements: (Agreement & { accepted: boolean })[] }
  | { kind: "expected_use"; questions: Question[] }
  | { kind: "order_card"; brands: Brand[]; address?: Address }
  | { kind: "await_card"; card: Card }
  | { kind: "activate_card"; card: Card }
  | { kind: "complete"; card?: Card }
  | { kind: "declined"; reason: "kyc_rejected" | "kyc_blocked" | "ofac_rejected" | "account_closed" };

/** What `submit` takes, by step. */
export type StepInput =
  | ({ kind: "person_details" } & NewPerson)
  /** Records one agreement, or all that are shown. `accepted: false` ends with the code `agreement_declined`. */
  | { kind: "accept_agreements"; accepted: boolean; agreements: { id: string; documentSha256: string }[] }
  | { kind: "expected_use"; answers: Answer[] }
  | { kind: "order_card"; brandName: string; address: Address }
  | { kind: "activate_card"; cvc: string; pin: string };

/** A person as the page knows them. `dateOfBirth` and `governmentId` leave this browser sealed only. */
export interface NewPerson {
  firstName: string;
  middleName?: string;
  lastName: string;
  email: string;
  /** A US number of ten digits in any form, or E.164. */
  phone: string;
  address: Address;
  /** `YYYY-MM-DD`. 18 years or older today. */
  dateOfBirth: string;
  governmentId: { type: "ssn"; value: string };
}

export interface Address {
  line1: string;
  line2?: string;
  city: string;
  /** Two-letter code. */
  state: string;
  /** Five digits, or nine with a hyphen. */
  postalCode: string;
  /** `US` when absent. */
  country?: string;
}

export interface Account {
  id: string;
  accountState: "new" | "active" | "closed";
  type: "dda" | "gpr";
  providedId: string;
  primaryPersonId?: string;
  workflows: Workflow[];
  createdAt: string;
  balance: { available: string; currency: string };
  cards: { id: string; type: CardType; status: CardStatus }[];
}

export interface Workflow {
  name: string;
  steps: { step: string; relatedId?: string }[];
}

export interface Person {
  id: string;
  status: "inactive" | "active" | "closed";
  kycStatus: "unchecked" | "pending" | "approved" | "conditional" | "rejected" | "blocked";
  ofacStatus: "unchecked" | "approved" | "rejected";
  accountState: "new" | "active" | "closed";
  workflows: Workflow[];
}

export interface Agreement {
  id: string;
  type: "cardholder_terms" | "esign" | "privacy_policy" | string;
  /** Its title, for people. */
  description: string;
  documents: { type: string; files: { contentType: string; url: string }[] }[];
  acceptedAt?: string;
}

export interface AgreementText {
  contentType: string;
  text: string;
  /** Lower-case hex SHA-256 of exactly the bytes of `text`. */
  sha256: string;
}

export interface AgreementReceipt {
  agreementId: string;
  acceptedAt: string;
  recordedAt: string;
  locale: string;
  documentSha256: string;
  acceptanceMode: "CLICKWRAP";
}

export interface Question {
  id: string;
  text: string;
  type: "single_choice";
  options: { id: string; text: string }[];
}

export interface Answer {
  questionId: string;
  optionId: string;
}

export interface Brand {
  brandName: string;
  cardType: CardType;
  imageUrl: string;
  /** Dollars and cents, such as `"0.00"`. */
  fee: string;
}

export type CardType = "physical" | "virtual" | "digital";
export type CardStatus = "unactivated" | "active" | "closed";

export interface Card {
  id: string;
  type: CardType;
  status: CardStatus;
  lockStatus: "unlocked" | "locked";
  brandName: string;
  /** 1 to 12. */
  expMonth: number;
  expYear: number;
  /** Absent for a digital card. */
  panLast4?: string;
  shipping?: {
    status: "pending" | "shipped" | "delivered";
    carrier?: string;
    trackingNumber?: string;
    estimatedArrival?: string;
  };
}

/** Why a call failed. Never holds what a person typed. */
export class PorticoError extends Error {
  constructor(details: {
    code: string;
    message: string;
    retryable?: boolean;
    status?: number;
    requestId?: string;
    errors?: { field: string; code: string; detail: string }[];
    reason?: string;
    attemptsLeft?: number;
  });
  readonly name: "PorticoError";
  /** Stable and documented: see docs/errors.md. */
  readonly code: string;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  /** The HTTP status. Absent when there was no answer. */
  readonly status?: number;
  /** The platform's id of the request. */
  readonly requestId?: string;
  /** What is wrong with each field, in the names of this file: `address.postalCode`. */
  readonly errors: readonly { field: string; code: string; detail: string }[];
  /** With `device_not_authentic`: `stale_nonce` or `refused`. */
  readonly reason?: string;
  /** With `verification_failed`: how many tries are left. */
  readonly attemptsLeft?: number;
}
