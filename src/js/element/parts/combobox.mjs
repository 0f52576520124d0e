// @ts-check
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { t } from "../texts/index.mjs";
import { describedBy, errorUnder, hintOf, idOf } from "./field.mjs";
import { downIcon } from "./icons.mjs";

/** @typedef {import("lit").ReactiveController} ReactiveController */
/** @typedef {{ id: string, text: string }} Option */

/**
 * A list to choose from that is filtered by typing: an editable combobox with a list (ARIA Authoring Practices). What is
 * typed counts as chosen as soon as it is one of the options, word for word.
 * @implements {ReactiveController}
 */
export class Combobox {
  value = "";
  /** @type {Option[]} */
  options = [];
  #text = "";
  #open = false;
  #active = -1;
  /** @type {import("lit").LitElement} */
  #host;
  #id;

  /**
   * @param {import("lit").LitElement} host
   * @param {string} id
   */
  constructor(host, id) {
    this.#host = host;
    this.#id = id;
    host.addController(this);
  }

  /** The active option stays in sight. */
  hostUpdated() {
    if (this.#open && this.#active >= 0) {
      this.#host.renderRoot.querySelector(`#${this.#id}-${this.#active}`)?.scrollIntoView({ block: "nearest" });
    }
  }

  /** Those that have a word which starts as was typed. */
  get #matches() {
    const wanted = this.#text.trim().toLowerCase();
    if (!wanted || this.value) return this.options;
    return this.options.filter(({ text }) => ` ${text.toLowerCase().replace(/[/-]/g, " ")}`.includes(` ${wanted}`));
  }

  /** @param {{ field: string, name: string, label: string, hint: string, error?: string }} field */
  render({ field, name, label, hint, error }) {
    const id = idOf(field);
    const matches = this.#matches;
    return html`<div class="field combobox" @focusout=${this.#onLeave}>
      <label for=${id} id="${id}-label">${label}</label>
      ${hintOf({ field, hint })}
      <div class="control">
        <input
          id=${id}
          name=${name}
          type="text"
          role="combobox"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="done"
          aria-autocomplete="list"
          aria-expanded=${this.#open ? "true" : "false"}
          aria-controls="${this.#id}-list"
          aria-activedescendant=${this.#open && this.#active >= 0 ? `${this.#id}-${this.#active}` : nothing}
          aria-invalid=${error ? "true" : "false"}
          aria-describedby=${describedBy(field, hint, error)}
          required
          .value=${live(this.#text)}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @click=${() => this.#set({ open: true })}
        />
        ${downIcon()}
        <ul
          class="list"
          id="${this.#id}-list"
          role="listbox"
          aria-labelledby="${id}-label"
          tabindex="-1"
          ?hidden=${!this.#open || matches.length === 0}
        >
          ${matches.map(
            (option, index) =>
              html`<li
                id="${this.#id}-${index}"
                role="option"
                class=${index === this.#active ? "active" : ""}
                aria-selected=${option.id === this.value ? "true" : "false"}
                @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}
                @click=${() => this.#choose(option)}
              >
                ${option.text}
              </li>`,
          )}
        </ul>
      </div>
      <p class="unseen" role="status">
        ${this.#open ? (matches.length > 0 ? t("use-count", { count: matches.length }) : t("use-none")) : ""}
      </p>
      ${this.#open && matches.length === 0 ? html`<p class="hint" aria-hidden="true">${t("use-none")}</p>` : nothing}
      ${errorUnder(field, error)}
    </div>`;
  }

  /** @param {Option} option */
  #choose(option) {
    this.value = option.id;
    this.#text = option.text;
    this.#set({ open: false });
  }

  #onInput = (/** @type {InputEvent} */ event) => {
    this.#text = /** @type {HTMLInputElement} */ (event.target).value;
    const typed = this.#text.trim().toLowerCase();
    this.value = this.options.find(({ text }) => text.toLowerCase() === typed)?.id ?? "";
    // Chosen: an open list would cover the button that comes next.
    this.#set({ open: !this.value });
  };

  #onLeave = (/** @type {FocusEvent} */ event) => {
    const inside = /** @type {HTMLElement} */ (event.currentTarget).contains(/** @type {Node} */ (event.relatedTarget));
    if (!inside) this.#set({ open: false });
  };

  #onKey = (/** @type {KeyboardEvent} */ event) => {
    const last = this.#matches.length - 1;
    const step = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 })[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const from = this.#open ? this.#active : step > 0 ? -1 : last + 1;
      this.#set({ open: true, active: Math.min(last, Math.max(0, from + step)) });
    } else if (event.key === "Enter" && this.#open && this.#active >= 0) {
      event.preventDefault();
      const option = this.#matches[this.#active];
      if (option) this.#choose(option);
    } else if (event.key === "Escape" && this.#open) {
      event.preventDefault();
      this.#set({ open: false });
    }
  };

  /** @param {{ open: boolean, active?: number }} state */
  #set({ open, active = -1 }) {
    this.#open = open;
    this.#active = active;
    this.#host.requestUpdate();
  }
}
