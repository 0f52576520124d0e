import type { Onboarding, Portico, Step } from "../index.js";

/**
 * Registers `<portico-onboarding>` and the elements of its steps. Importing this module registers nothing. Safe to call
 * twice.
 */
export function define(): void;

/**
 * `<portico-onboarding>`: the whole onboarding as one element. It connects, asks the platform where this person stands,
 * and shows the step that is due until the account is open.
 *
 * It connects when `client` is there, and goes on when `providedId` is. What a person types stays in memory: a reload goes on at the
 * same step with empty fields.
 */
export class PorticoOnboarding extends HTMLElement {
  /** A client, connected or not; or what makes one, so that the element shows why it can't be made and tries again. */
  client: Portico | (() => Promise<Portico>) | undefined;
  /** For a page whose customers sign in: what asks the partner's server to vouch for them. */
  ticket: TicketSource | undefined;
  /** Attribute `provided-id`: the context that the account stems from. */
  providedId: string;
  /** Attribute `locale`: the language of the texts that are accepted. The page's language when empty. */
  locale: string;
  /** Attribute `letterbox`: address of the sandbox's letterbox, in demos. Empty elsewhere: no link is shown. */
  letterbox: string;
  /** Attribute `support-phone`: whom to call, as it is to be read. */
  supportPhone: string;
  /** Attribute `features`: offers what the account can do beside, as the last step. */
  features: boolean;
  /** The onboarding that is under way. Absent before the first answer. */
  readonly onboarding: Onboarding | undefined;

  addEventListener<K extends keyof PorticoOnboardingEventMap>(
    type: K,
    listener: (this: PorticoOnboarding, event: PorticoOnboardingEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * Gives a ticket for `connect({ ticket })`, or nothing where this browser's session goes on. It is asked whenever the element
 * connects: `expired` after a session has ended, so that nothing but a new ticket leads back.
 */
export type TicketSource = (portico: Portico, why: "start" | "expired") => Promise<string | undefined>;

/** What the element dispatches beside the events that every element has. */
export interface PorticoOnboardingEventMap extends HTMLElementEventMap {
  "portico-progress": CustomEvent<PorticoProgress>;
  /** A scan of an identity document waits: for a page that starts the platform's own scanner. The event bubbles. */
  "portico-identity-scan": CustomEvent<{ identityScanId: string }>;
}

/** Where a person stands, as they count it. The event bubbles. */
export interface PorticoProgress {
  /** The platform's step, or `connecting` or `trouble`. */
  kind: Step["kind"] | "connecting" | "trouble";
  /** From 1; 0 before the first step and after the last. */
  current: number;
  total: number;
  steps: {
    /** `contact`, `address`, `identity`, `agreements`, `use`, `card`, `activate` or `features`. */
    id: string;
    /** Its short name, for people. */
    label: string;
    state: "done" | "current" | "todo";
  }[];
}

declare global {
  interface HTMLElementTagNameMap {
    "portico-onboarding": PorticoOnboarding;
  }
  interface HTMLElementEventMap {
    "portico-progress": CustomEvent<PorticoProgress>;
    "portico-identity-scan": CustomEvent<{ identityScanId: string }>;
  }
}
