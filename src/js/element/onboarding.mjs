// @ts-check
import { html, LitElement } from "lit";

import { weigh } from "./failure.mjs";
import { journey } from "./journey.mjs";
import { progress, progressStyle } from "./parts/progress.mjs";
import { base, theme } from "./style/theme.mjs";
import { stepView } from "./step-view.mjs";
import { Waiting } from "./waiting.mjs";

/** @typedef {import("../index.js").Portico} Portico */
/** @typedef {import("../index.js").Step} Step */

/** What goes away when the device is online again: nobody has to press a button for it. */
const PASSES = new Set(["offline", "gateway_unreachable"]);
/** A page that has not said by then what to open has forgotten it: an empty place would stay empty for ever. */
const EMPTY_AFTER_MS = 10_000;

/** `<portico-onboarding>`: opens an account, step by step, as the platform says. What the page writes is in index.d.ts. */
export class PorticoOnboarding extends LitElement {
  static styles = [theme, base, progressStyle];

  static properties = {
    client: { attribute: false },
    ticket: { attribute: false },
    providedId: { attribute: "provided-id" },
    locale: { attribute: "locale" },
    letterbox: { attribute: "letterbox" },
    supportPhone: { attribute: "support-phone" },
    features: { type: Boolean },
    trouble: { state: true },
    step: { state: true },
    screenName: { state: true },
    connecting: { state: true },
  };

  #waiting = new Waiting(this);
  /** @type {Portico | undefined} */
  #portico;
  /** @type {import("../index.js").Onboarding | undefined} */
  #onboarding;
  #withoutUse = false;
  #announced = "";
  /** Counts the customers: what was typed for one is not the next one's. */
  #customers = 0;
  /** Whether the customer who was here has to sign in again, or another one has. */
  #left = false;
  /** The partner's name for the customer whom the last ticket vouched for. @type {string | undefined} */
  #who;
  /** Counts the starts: what an earlier one still brings is not shown. */
  #starts = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #emptyTimer;
  /** The client that is made or being made, and by what. @type {{ by: unknown, client: Promise<Portico>, done?: boolean } | undefined} */
  #made;

  constructor() {
    super();
    /** @type {Portico | (() => Promise<Portico>) | undefined} */
    this.client = undefined;
    /** @type {import("./index.js").TicketSource | undefined} */
    this.ticket = undefined;
    this.providedId = "";
    this.locale = "";
    this.letterbox = "";
    this.supportPhone = "";
    this.features = false;
    /** @type {import("./failure.mjs").Failure | undefined} */
    this.trouble = undefined;
    /** @type {Step | undefined} */
    this.step = undefined;
    /** @type {import("./journey.mjs").Screen} */
    this.screenName = "contact";
    /** While the platform is asked where this person stands: a step that is there waits behind. */
    this.connecting = false;
  }

  /** The onboarding that is under way. Absent before the first answer. */
  get onboarding() {
    return this.#onboarding;
  }

  connectedCallback() {
    super.connectedCallback();
    globalThis.addEventListener("online", this.#onOnline);
    this.#watchEmpty();
    // Put back into the page after a start was cut off by taking it out: that goes on. A step that is there stays.
    if (this.hasUpdated && this.client && !this.step && !this.#waiting.busy) void this.#start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    globalThis.removeEventListener("online", this.#onOnline);
    clearTimeout(this.#emptyTimer);
    if (!this.connecting) return;
    // What was under way ends with the place that it was for, and is no trouble of anybody's.
    this.#starts += 1;
    this.connecting = false;
  }

  #onOnline = () => {
    if (this.trouble && PASSES.has(this.trouble.code)) void this.#start();
  };

  /** While a page hides the place, it is not late. */
  #watchEmpty() {
    clearTimeout(this.#emptyTimer);
    this.#emptyTimer = setTimeout(() => {
      const isEmpty = !this.step && !this.trouble && !this.#waiting.busy;
      if (isEmpty && this.checkVisibility())
        this.#fail(weigh({ code: this.client ? "context_missing" : "client_missing" }, "start"));
      else if (!this.step) this.#watchEmpty();
    }, EMPTY_AFTER_MS);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    // A client that is made here may bring the context's id along; only one that comes later starts anything by itself.
    const late = changed.has("providedId") && !this.#waiting.busy && !this.#onboarding;
    if (this.client && (changed.has("client") || late)) void this.#start();
    if (["step", "trouble", "connecting"].some((name) => changed.has(name))) void this.#focusScreen(changed);
    this.#announceProgress();
  }

  render() {
    return html`${progress(this.#journey)}
    ${stepView({
      step: this.step,
      customer: this.#customers,
      trouble: this.trouble,
      // A broken client is not used again; only a page that gives none but that one has to be loaded anew.
      reload: this.trouble?.code === "internal_fault" && typeof this.client !== "function",
      phase: this.connecting ? this.#waiting.phase : undefined,
      shared: {
        client: this.#portico,
        onboarding: this.#onboarding,
        letterbox: this.letterbox,
        supportPhone: this.supportPhone,
      },
      on: {
        done: () => this.#take(this.#onboarding?.step),
        behind: () => this.#start(),
        again: () => this.#start(),
        stop: () => this.#waiting.stop(),
        trouble: (failure) => this.#fail(failure),
        screen: (name) => {
          this.screenName = name;
        },
        scan: (detail) => {
          this.dispatchEvent(new CustomEvent("portico-identity-scan", { detail, bubbles: true }));
        },
      },
    })}`;
  }

  get #kind() {
    if (this.trouble) return "trouble";
    return this.connecting ? "connecting" : (this.step?.kind ?? "connecting");
  }

  get #journey() {
    const kind = this.step?.kind ?? "connecting";
    return journey(kind, { screen: this.screenName, withoutUse: this.#withoutUse, features: this.features });
  }

  /** Connects and looks where onboarding stands. Also the way on after trouble: a step that is still due stays as it is. */
  async #start() {
    const start = (this.#starts += 1);
    const why = this.trouble?.text === "expired" ? "expired" : "start";
    const account = this.#onboarding?.ids.accountId;
    this.trouble = undefined;
    this.connecting = true;
    /** @type {string | undefined} */
    let who;
    try {
      await this.#waiting.run(async (signal) => {
        const portico = await this.#client();
        const ticket = await this.ticket?.(portico, why);
        who = ticket && customerOf(ticket);
        // What was stopped meanwhile begins nothing more.
        signal.throwIfAborted();
        this.#portico = portico;
        await portico.connect({ signal, ...(ticket && { ticket }) });
        if (!this.providedId) return;
        this.#onboarding = await portico.onboarding({
          providedId: this.providedId,
          ...(this.locale && { locale: this.locale }),
          ...(this.features && { features: true }),
          signal,
        });
      });
      if (start !== this.#starts) return;
      const isKnown = account && account === this.#onboarding?.ids.accountId;
      const isOther = who && this.#who ? who !== this.#who : this.#left && !isKnown;
      if (isOther) this.#customers += 1;
      this.#who = who ?? (isOther ? undefined : this.#who);
      this.#left = false;
      this.#take(this.#onboarding?.step);
    } catch (error) {
      if (start === this.#starts) this.#fail(weigh(error, "start"));
    } finally {
      if (start === this.#starts && (this.step || this.trouble)) this.connecting = false;
    }
  }

  /** The page's client. One that it makes for us is made once, unless that failed: a failure is not kept. */
  async #client() {
    const { client: by } = this;
    if (typeof by !== "function") return /** @type {Portico} */ (by);
    if (this.#made?.by !== by) this.#made = { by, client: by() };
    const made = this.#made;
    try {
      const client = await made.client;
      made.done = true;
      return client;
    } catch (error) {
      if (this.#made === made) this.#made = undefined;
      throw error;
    }
  }

  /** @param {import("./failure.mjs").Failure} failure */
  #fail(failure) {
    this.trouble = failure;
    this.#left ||= failure.code === "login_required";
    // A broken client is not used again, and one that never came is not waited for twice.
    if (failure.code === "internal_fault" || !this.#made?.done) this.#made = undefined;
  }

  /** @param {Step | undefined} next */
  #take(next) {
    if (!next) return;
    // An account without expected-use questions has one step less; it shows when the platform goes past it.
    if (this.step?.kind === "accept_agreements") {
      this.#withoutUse = next.kind !== "accept_agreements" && next.kind !== "expected_use";
    }
    this.step = next;
    this.requestUpdate();
  }

  /**
   * A new screen begins at its heading.
   * @param {Map<string, unknown>} changed
   */
  async #focusScreen(changed) {
    const before = /** @type {Step | undefined} */ (changed.get("step"));
    const same = changed.size === 1 && changed.has("step") && before?.kind === this.step?.kind;
    if (same || this.connecting) return;
    const current = /** @type {import("./step-element.mjs").StepElement | null} */ (
      this.renderRoot.querySelector("[data-step]:not([hidden])")
    );
    await current?.focusHeading();
  }

  #announceProgress() {
    const detail = { ...this.#journey, kind: this.#kind };
    const key = JSON.stringify(detail);
    if (key === this.#announced) return;
    this.#announced = key;
    this.dispatchEvent(new CustomEvent("portico-progress", { detail, bubbles: true }));
  }
}

/** Whom a ticket vouches for. The gateway checks it; here it only tells two customers apart. @param {string} ticket */
function customerOf(ticket) {
  const [, claims = ""] = ticket.split(".");
  try {
    return JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))).partner_ref;
  } catch {
    return undefined;
  }
}
