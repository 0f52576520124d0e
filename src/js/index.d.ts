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
  MicroApps,
  NewPerson,
  People,
} from "./calls.js";
import type { Agreement, Brand, Card, Question, Session } from "./answers.js";
import type { Device, SignalGroups } from "./device.js";

export * from "./answers.js";
export * from "./calls.js";
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
  /** Which groups of device signals are read: see docs/device-signals.md. All of them when absent. */
  signals?: SignalGroups;
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

  readonly device: Device;
  readonly accounts: Accounts;
  readonly people: People;
  readonly agreements: Agreements;
  readonly expectedUse: ExpectedUse;
  readonly cards: Cards;
  readonly features: Features;
  readonly microapps: MicroApps;

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

/**
 * Why a call failed. Never holds what a person typed. `message` is a sentence where the SDK itself says no; for a platform's code it
 * names docs/errors.md, where each code has its paragraphs.
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
  /** What is wrong with each field, in the names of this file: `address.postalCode`. */
  readonly errors: readonly { field: string; code: string; detail: string }[];
  /** With `device_not_authentic`: `stale_nonce` or `refused`. */
  readonly reason?: string;
  /** With `verification_failed`: how many tries are left. */
  readonly attemptsLeft?: number;
}
