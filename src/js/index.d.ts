/**
 * `@portico/web-sdk`: opens accounts for a partner's customers from the partner's own page. What a thief would want is
 * sealed in this browser, and only the platform can open it.
 *
 * Importing the package does nothing: it asks for no permission, stores nothing and calls nobody.
 */

import type {
  Accounts,
  Agreements,
  Answer,
  Address,
  Cards,
  ExpectedUse,
  Features,
  IdentityAnswer,
  IdentityDocument,
  MicroApps,
  NewPerson,
  People,
} from "./calls.js";
import type { Agreement, Brand, Card, DocumentRequest, Feature, FeatureName, Question, Session } from "./answers.js";
import type { Device, SignalGroups } from "./device.js";
import type { Passport } from "./passport.js";

export * from "./answers.js";
export * from "./calls.js";
export * from "./passport.js";
export type { Device, DevicePreview, DeviceSignal, SignalGroup, SignalGroups, SignalState } from "./device.js";

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
  /** Thumbprint (RFC 7638) of the gateway's own key-signing key, which it prints when it starts. For `passport` alone. */
  gatewayKey?: string;
}

/**
 * For a partner whose own backend talks to the platform: see `Portico.session`. Calls that need a gateway end with
 * `not_connected`.
 */
export interface LowLevelOptions {
  gateway?: undefined;
  /** As with a gateway. Absent where `session.initialize` gets a bare key set. */
  platformKey?: string;
  gatewayKey?: undefined;
}

/** What all partners pass. */
export interface CommonOptions {
  /** The SDK id of the starter kit. */
  sdkId: string;
  /**
   * Time limit of each call in milliseconds, its retries included. 30,000 when absent. Calls that seal and send documents have
   * four times as long.
   */
  timeoutMs?: number;
  /** Which groups of device signals are read: see docs/device-signals.md. All of them when absent. */
  signals?: SignalGroups;
  /** Where the wasm is, when it is not beside this script. */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module;
}

/** What every call takes as its last argument. */
export interface CallOptions {
  /** Aborts the call: it then ends with the code `aborted`. */
  signal?: AbortSignal;
  /**
   * Time limit of this call in milliseconds, for all that it does: its retries, waiting for another tab, sealing documents.
   * The client's when absent.
   */
  timeoutMs?: number;
  /** A key of your own for a write. Made by the SDK when absent, one for each logical call. */
  idempotencyKey?: string;
}

/** What `connect` takes. */
export interface ConnectOptions extends CallOptions {
  /**
   * The partner's word on who the customer is: what the partner's server signed after its own login, for
   * `portico.device.thumbprint()`. Good for a minute, in this browser alone.
   */
  ticket?: string;
}

/** Where a client stands. */
export type ConnectionState = "new" | "initializing" | "ready" | "closed";

/** A client. One for a page is enough. */
export interface Portico extends EventTarget {
  readonly state: ConnectionState;

  /**
   * Opens the user session: collects device data, seals it, proves the device's key. Goes on with this browser's
   * session when it has one that still lives. Safe to call twice.
   *
   * With a `ticket`, the session is that of the customer who signed in at the partner, whoever was here before: calls that are
   * under way end with `aborted`, and onboarding goes on where this customer stopped, on any device. A ticket that is
   * refused is `invalid_ticket`. Where the visit that a ticket began has ended, calls and `connect()` end with
   * `login_required`: sign the customer in again, connect with the new ticket, and go on.
   */
  connect(options?: ConnectOptions): Promise<SessionInfo>;
  /** Signs out: ends the session and clears what this browser kept. */
  disconnect(options?: CallOptions): Promise<void>;

  /** The guided way: the next step from anywhere. Goes on where this browser's onboarding, or the ticket's customer, stopped. */
  onboarding(options: OnboardingOptions & CallOptions): Promise<Onboarding>;

  readonly device: Device;
  readonly accounts: Accounts;
  readonly people: People;
  readonly agreements: Agreements;
  readonly expectedUse: ExpectedUse;
  readonly cards: Cards;
  readonly features: Features;
  readonly microapps: MicroApps;
  readonly passport: Passport;

  /** The session by hand, for a partner whose own backend talks to the platform. Sends nothing. */
  readonly session: {
    readonly state: "uninitialized" | "initializing" | "ready";
    /** Begins a session from what the platform's `GET /sessions/init` gave to the partner's backend. */
    initialize(keys: JwkSet | InitializationData): Promise<Handshake>;
    /** What the platform says of the session of this browser. Never its key. */
    current(options?: CallOptions): Promise<Session>;
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
  /** Offers features when the card is active, as the step `enroll_features`. */
  features?: boolean;
}

/** An onboarding. The platform's answers alone decide the next step. */
export interface Onboarding extends EventTarget {
  readonly step: Step;
  /** Absent until the first answer made them. */
  readonly ids: { accountId?: string; personId?: string; cardId?: string };
  /**
   * Does what the current step asks for and gives the next one. Where another tab or device went on meanwhile, it gives the
   * newer step and does nothing. When it fails, the step stays, or is the one that the platform now asks for.
   */
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
  /** `step` changed: read it there, since it may show an address. `previous` is the kind of the step before. */
  step: CustomEvent<{ kind: StepKind; previous: StepKind }>;
  /** What a step asks for was done. */
  submitted: CustomEvent<{ kind: StepKind }>;
  /** The platform serves this customer no further. */
  declined: CustomEvent<{ reason: DeclineReason }>;
  /** What was open is over: a session, which opens again by itself, or a cure, which begins anew. */
  expired: CustomEvent<{ what: "session" | "identity_questions" | "identity_scan" }>;
}

export type StepKind = Step["kind"];

export type DeclineReason = "kyc_rejected" | "kyc_blocked" | "ofac_rejected" | "account_closed";

/** What to do next. */
export type Step =
  /** `again`: the person exists, and the platform lacks what its checks need. */
  | { kind: "person_details"; again?: true }
  /** Open them by `portico.people.identityQuestions`. A wrong set asks again with other questions; the third ends it. */
  | { kind: "identity_questions" }
  /** Open it by `portico.people.identityScan`, and `refresh()` until it is done. */
  | { kind: "identity_scan" }
  | { kind: "provide_documents"; requests: DocumentRequest[] }
  /** `refresh()` until the platform has looked. */
  | { kind: "identity_review" }
  | { kind: "accept_agreements"; agreements: (Agreement & { accepted: boolean })[] }
  | { kind: "expected_use"; questions: Question[] }
  | { kind: "order_card"; brands: Brand[]; address?: Address }
  | { kind: "await_card"; card: Card }
  | { kind: "activate_card"; card: Card }
  /** With `onboarding({ features: true })` alone, and when there is one to enrol in. */
  | { kind: "enroll_features"; features: Feature[] }
  | { kind: "complete"; card?: Card }
  | { kind: "declined"; reason: DeclineReason };

/** What `submit` takes, by step. */
export type StepInput =
  | ({ kind: "person_details" } & NewPerson)
  | { kind: "identity_questions"; answers: IdentityAnswer[] }
  /** Documents for one of the requests, sealed in a worker. They take the place of those that were sent before. */
  | { kind: "provide_documents"; documentRequestId: string; documents: IdentityDocument[] }
  /** Records one agreement, or all that are shown. `accepted: false` ends with the code `agreement_declined`. */
  | { kind: "accept_agreements"; accepted: boolean; agreements: { id: string; documentSha256: string }[] }
  | { kind: "expected_use"; answers: Answer[] }
  | { kind: "order_card"; brandName: string; address: Address }
  | { kind: "activate_card"; cvc: string; pin: string }
  /** None of them is an answer too. Savings needs `eCommunicationsConsent: true`. */
  | { kind: "enroll_features"; features: FeatureName[]; eCommunicationsConsent?: boolean };

/**
 * Why a call failed. Never holds what a person typed. `message` names the fields of an `invalid_option` and the directive of a
 * `wasm_blocked_by_csp`; otherwise it names docs/errors.md, where each code has its paragraphs.
 */
export class PorticoError extends Error {
  constructor(details: {
    code: string;
    message?: string;
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
  /** What is wrong with each field, in the names of this file: `address.postalCode`; `individual.dob` for `passport`. */
  readonly errors: readonly { field: string; code: string; detail: string }[];
  /**
   * With `device_not_authentic`: `stale_nonce` or `refused`. For `passport`, the platform's own code such as `EC-BL-9001`;
   * with `outcome_unknown`, the `externalId` to look for.
   */
  readonly reason?: string;
  /** With `verification_failed`: how many tries are left. */
  readonly attemptsLeft?: number;
}
