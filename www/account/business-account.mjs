// @ts-check
import { html, LitElement } from "lit";

import { weigh } from "../../src/js/element/failure.mjs";
import { progress, progressStyle } from "../../src/js/element/parts/progress.mjs";
import { base, theme } from "../../src/js/element/style/theme.mjs";
import { t } from "../../src/js/element/texts/index.mjs";
import { Waiting } from "../../src/js/element/waiting.mjs";
import { emptyDraft } from "./draft.mjs";
import { Opening } from "./opening.mjs";
import { stepsOf } from "./screens.mjs";
import { stageView } from "./stage-view.mjs";

/** @typedef {"kind" | "details" | "agreement" | "missing" | "checking" | "open" | "blocked"} Stage */

/** Where each stage stands in the steps that a person counts. */
const PLACE = /** @type {Record<string, string>} */ ({
  kind: "kind",
  agreement: "agreement",
  missing: "agreement",
  checking: "outcome",
});

/** `<larkwell-account>`: the second journey, from customer data to an open deposit or clearing account. */
export class BusinessAccount extends LitElement {
  static styles = [theme, base, progressStyle];

  static properties = {
    client: { attribute: false },
    supportPhone: { attribute: "support-phone" },
    stage: { state: true },
    screenName: { state: true },
    trouble: { state: true },
    connecting: { state: true },
  };

  #waiting = new Waiting(this);
  /** @type {import("@portico/web-sdk").Portico | undefined} */
  #portico;
  /** @type {Opening | undefined} */
  #opening;
  #draft = emptyDraft();
  /** @type {import("@portico/web-sdk").PassportAccount | undefined} */
  #account;
  /** @type {import("./missing.mjs").Told[]} */
  #told = [];
  /** Whether the visit ended and took the customer along. */
  #hasEnded = false;
  #announced = "";

  constructor() {
    super();
    /** @type {(() => Promise<import("@portico/web-sdk").Portico>) | undefined} what makes a client */
    this.client = undefined;
    this.supportPhone = "";
    /** @type {Stage | undefined} */
    this.stage = undefined;
    this.screenName = "";
    /** @type {import("../../src/js/element/failure.mjs").Failure | undefined} */
    this.trouble = undefined;
    this.connecting = false;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("client") && this.client) void this.#start();
    if (["stage", "trouble", "connecting"].some((name) => changed.has(name))) void this.#focusScreen();
    this.#announceProgress();
  }

  render() {
    return html`${progress(this.#journey)}
    ${stageView({
      stage: this.stage,
      trouble: this.trouble,
      phase: this.connecting ? this.#waiting.phase : undefined,
      shared: {
        opening: this.#opening,
        draft: this.#draft,
        account: this.#account,
        told: this.#told,
        ended: this.#hasEnded,
        supportPhone: this.supportPhone,
      },
      on: {
        done: () => this.#next(),
        back: () => this.#go("kind"),
        agreement: () => this.#go("agreement"),
        lost: () => this.#lose(),
        missing: (told) => this.#miss(told),
        outcome: (account) => this.#end(account),
        trouble: (failure) => this.#fail(failure),
        screen: (name) => {
          this.screenName = name;
        },
        again: () => this.#start(),
        stop: () => this.#waiting.stop(),
        anew: () => this.#anew(),
      },
    })} `;
  }

  /** Connects, and goes on where an earlier visit stopped. Also the way on after trouble: what was typed stays. */
  async #start() {
    this.trouble = undefined;
    this.connecting = true;
    try {
      await this.#waiting.run(async (signal) => {
        this.#portico ??= await this.client?.();
        if (!this.#portico) return;
        await this.#portico.connect({ signal });
        await this.#look(this.#portico.passport, signal);
      });
    } catch (error) {
      this.#fail(weigh(error, "start"));
    } finally {
      this.connecting = false;
    }
  }

  /**
   * @param {import("@portico/web-sdk").Passport} passport
   * @param {AbortSignal} signal
   */
  async #look(passport, signal) {
    if (this.#opening && (await this.#opening.isStillThere({ signal }))) return;
    if (this.#opening) return this.#lose();
    const opening = new Opening(passport);
    await opening.resume({ signal });
    this.#opening = opening;
    this.#go(opening.accountId ? "checking" : opening.isCustomer ? "agreement" : "kind");
  }

  /** The visit has ended and took the customer along: what was typed here, but for the sealed data, is still there. */
  #lose() {
    this.#opening?.forget();
    this.#hasEnded = true;
    this.#go(this.#draft.who ? "details" : "kind");
  }

  #next() {
    this.#hasEnded = false;
    if (this.stage === "kind") this.#go("details");
    else if (this.stage === "details") this.#go("agreement");
    else if (this.stage === "agreement" || this.stage === "missing") this.#go("checking");
  }

  /** @param {Stage} stage */
  #go(stage) {
    this.screenName = "";
    this.stage = stage;
  }

  /** @param {import("./missing.mjs").Told[]} told */
  #miss(told) {
    this.#told = told;
    this.#go("missing");
  }

  /** @param {import("@portico/web-sdk").PassportAccount} account */
  #end(account) {
    this.#account = account;
    this.#go(account.status === "ACTIVE" ? "open" : "blocked");
  }

  /** @param {import("../../src/js/element/failure.mjs").Failure} failure */
  #fail(failure) {
    this.trouble = failure;
    // A broken client is not used again.
    if (failure.code === "internal_fault") {
      this.#portico = undefined;
      this.#opening = undefined;
    }
  }

  #anew() {
    this.#opening?.forget();
    this.#draft = emptyDraft();
    this.#account = undefined;
    this.#go("kind");
  }

  get #kind() {
    if (this.trouble) return "trouble";
    return this.connecting ? "connecting" : (this.stage ?? "connecting");
  }

  get #journey() {
    const ids = stepsOf(this.#opening?.who ?? this.#draft.who);
    const { stage = "connecting" } = this;
    const place = stage === "details" ? this.screenName || ids[1] : PLACE[stage];
    const at = stage === "open" ? ids.length : ids.indexOf(place ?? "");
    const steps = ids.map((id, index) => ({
      id,
      label: t(`acct-journey-${id}`),
      state: /** @type {"done" | "current" | "todo"} */ (index < at ? "done" : index === at ? "current" : "todo"),
    }));
    return { kind: this.#kind, current: at >= 0 && at < ids.length ? at + 1 : 0, total: ids.length, steps };
  }

  async #focusScreen() {
    if (this.connecting) return;
    const current = /** @type {import("./account-step.mjs").AccountStep | null} */ (
      this.renderRoot.querySelector("[data-step]:not([hidden])")
    );
    await current?.focusHeading();
  }

  #announceProgress() {
    const detail = this.#journey;
    const key = JSON.stringify(detail);
    if (key === this.#announced) return;
    this.#announced = key;
    this.dispatchEvent(new CustomEvent("account-progress", { detail }));
  }
}
