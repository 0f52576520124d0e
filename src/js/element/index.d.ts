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
  /** Attribute `provided-id`: the context that the account stems from. */
  providedId: string;
  /** Attribute `locale`: the language of the texts that are accepted. The page's language when empty. */
  locale: string;
  /** Attribute `letterbox`: address of the sandbox's letterbox, in demos. Empty elsewhere: no link is shown. */
  letterbox: string;
  /** Attribute `support-phone`: whom to call, as it is to be read. */
  supportPhone: string;
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

/** What the element dispatches beside the events that every element has. */
export interface PorticoOnboardingEventMap extends HTMLElementEventMap {
  "portico-progress": CustomEvent<PorticoProgress>;
}

/** Where a person stands, as they count it. The event bubbles. */
export interface PorticoProgress {
  /** The platform's step, or `connecting` or `trouble`. */
  kind: Step["kind"] | "connecting" | "trouble";
  /** From 1; 0 before the first step and after the last. */
  current: number;
  total: number;
  steps: {
    /** `contact`, `address`, `identity`, `agreements`, `use`, `card` or `activate`. */
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
  }
}
