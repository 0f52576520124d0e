// @ts-check
import { html, LitElement, nothing } from "lit";

/** The steps beside the form: done, current, to come. Its looks are the page's, so it has no shadow root. */
export class Rail extends LitElement {
  static properties = { journey: { attribute: false } };

  constructor() {
    super();
    /** @type {import("@portico/web-sdk/element").PorticoProgress | undefined} */
    this.journey = undefined;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    if (!this.journey) return nothing;
    return html`<nav aria-label="Steps">
      <ol>
        ${this.journey.steps.map(
          ({ label, state }, index) =>
            html`<li class=${state} aria-current=${state === "current" ? "step" : nothing}>
              <span class="dot" aria-hidden="true">${state === "done" ? this.#tick() : index + 1}</span>
              <span>${label}<span class="unseen">${state === "done" ? ", done" : ""}</span></span>
            </li>`,
        )}
      </ol>
    </nav>`;
  }

  #tick() {
    return html`<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round">
      <path d="m3.5 8.5 3 3 6-6.5" />
    </svg>`;
  }
}
