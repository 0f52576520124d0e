// @ts-check
import { html, LitElement, nothing } from "lit";

import { machineGraph, machineTable } from "./machine.mjs";
import { recordCards, recordTable } from "./records.mjs";

/** @typedef {import("./records.mjs").NumberedRecord} NumberedRecord */

/** So many calls are kept; a page that waits for a card for a day makes more than anyone reads. */
const MOST_RECORDS = 200;

/** What leaves this device, for developers: each call, what of it was clear and what was sealed. */
export class Panel extends LitElement {
  static properties = {
    step: { attribute: false },
    machine: { type: Boolean },
    records: { state: true },
    session: { state: true },
    asTable: { state: true },
  };

  /** Steps that this page has shown. */
  #seen = /** @type {Set<string>} */ (new Set());

  /** @type {import("@portico/web-sdk").Portico | undefined} the client that is watched */
  portico = undefined;
  #count = 0;

  constructor() {
    super();
    this.step = "";
    /** Whether the page's steps are those of the onboarding's step machine. */
    this.machine = false;
    /** @type {NumberedRecord[]} newest first */
    this.records = [];
    this.session = "";
    this.asTable = false;
  }

  /** The page's style sheets are to reach in. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#ask("panel-close");
    });
  }

  /** The heading is where a reader starts. */
  focus() {
    void this.updateComplete.then(() => this.querySelector("h2")?.focus());
  }

  /** @param {import("@portico/web-sdk").Portico} portico */
  watch(portico) {
    this.portico = portico;
    portico.addEventListener("call", ({ detail }) => {
      this.#count += 1;
      this.records = [{ ...detail, number: this.#count }, ...this.records].slice(0, MOST_RECORDS);
    });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("step") && this.step) this.#seen.add(this.step);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("step") && this.portico?.state === "ready") void this.#readSession(this.portico);
  }

  /** @param {import("@portico/web-sdk").Portico} portico */
  async #readSession(portico) {
    const info = await portico.connect().catch(() => undefined);
    this.session = info?.id ?? "";
  }

  render() {
    const sealed = this.records.reduce((sum, record) => sum + record.sealed.length, 0);
    return html`<aside class="panel" aria-label="Developers">
      <header>
        <h2 tabindex="-1">What leaves this device</h2>
        <button class="quiet-button" type="button" @click=${() => this.#ask("panel-close")}>Close</button>
      </header>
      <dl>
        <div>
          <dt>Step</dt>
          <dd><code>${this.step || "not started"}</code></dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd><code>${this.session ? shortened(this.session) : "none yet"}</code></dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>${this.#count}</dd>
        </div>
        <div>
          <dt>Sealed values</dt>
          <dd>${sealed}</dd>
        </div>
      </dl>
      <div class="panel-actions">
        <button
          class="quiet-button"
          type="button"
          aria-pressed=${this.asTable ? "true" : "false"}
          @click=${() => {
            this.asTable = !this.asTable;
          }}
        >
          As a table
        </button>
        <button class="quiet-button" type="button" @click=${() => this.#ask("panel-start-over")}>Start over</button>
        <a class="quiet-button" href="/device.html">Device signals</a>
      </div>
      ${this.machine ? this.#machine() : nothing}
      <h3>Calls</h3>
      ${
        this.records.length === 0
          ? html`<p class="quiet">
              No call yet. Each one shows up here, with the names of what it sends and never a value.
            </p>`
          : nothing
      }
      ${this.asTable ? recordTable(this.records) : recordCards(this.records)}
    </aside>`;
  }

  #machine() {
    return html`<h3>The step machine</h3>
      ${this.asTable ? machineTable(this.step, this.#seen) : machineGraph(this.step, this.#seen)}`;
  }

  /** @param {string} type */
  #ask(type) {
    this.dispatchEvent(new CustomEvent(type));
  }
}

/**
 * Enough of an id to tell two apart.
 * @param {string} id
 */
const shortened = (id) => (id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);
