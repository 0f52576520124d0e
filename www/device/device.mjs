// @ts-check
import { html, LitElement, nothing } from "lit";

import { createPortico } from "@portico/web-sdk";

import { fetchConfig } from "../config.mjs";
import { Judgement } from "./judgement.mjs";
import { measure } from "./measure.mjs";
import { overview } from "./overview.mjs";
import { GROUPS, signalTable } from "./signal-table.mjs";
import { switches } from "./switches.mjs";

/** @typedef {import("./measure.mjs").Reading} Reading */
/** @typedef {import("./switches.mjs").Groups} Groups */

/** The signals of this browser as the statement would carry them, what they cost, and how they were judged. */
export class Device extends LitElement {
  static properties = {
    reading: { state: true },
    trouble: { state: true },
    groups: { state: true },
    busy: { state: true },
  };

  #judgement = new Judgement(this);

  constructor() {
    super();
    /** @type {Reading | undefined} */
    this.reading = undefined;
    /** The code of what went wrong. */
    this.trouble = "";
    /** What is switched on. @type {Groups} */
    this.groups = { matching: true, context: true, automation: true };
    this.busy = false;
  }

  /** The page's style sheets are to reach in. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    void this.#read();
  }

  /** Reads all signals anew, with what is switched on. */
  async #read() {
    this.busy = true;
    try {
      const config = await fetchConfig();
      const { gateway, sdkId, platformKey } = config;
      const portico = await createPortico({ gateway, sdkId, platformKey, signals: this.groups });
      this.reading = await measure(portico);
      this.#judgement.use(portico, config.devices);
      this.trouble = "";
    } catch (error) {
      this.trouble = codeOf(error);
    }
    this.busy = false;
  }

  render() {
    return html`${this.trouble ? this.#sayTrouble() : nothing}
      <p class="reading" role="status">${this.reading ? "" : this.trouble ? "" : "Reading the signals"}</p>
      ${this.reading ? this.#show(this.reading) : nothing}`;
  }

  /** @param {Reading} reading */
  #show(reading) {
    return html`${overview(reading)}
    ${switches(this.groups, this.busy, (name, on) => {
      this.groups = { ...this.groups, [name]: on };
      void this.#read();
    })}
    ${GROUPS.map((group) => signalTable(group, reading))} ${this.#judgement.render()}`;
  }

  #sayTrouble() {
    return html`<div class="trouble" role="alert" data-code=${this.trouble}>
      <p><b>The signals could not be read.</b> The code is <code>${this.trouble}</code>.</p>
      <button class="quiet-button" type="button" @click=${() => void this.#read()}>Try again</button>
    </div>`;
  }
}

/** @param {unknown} error */
const codeOf = (error) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "internal_fault";
