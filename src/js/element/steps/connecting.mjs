// @ts-check
import { css, html, nothing } from "lit";

import { StepElement } from "../step-element.mjs";

/** While the first answers come: nothing at first, a sign after a moment, words and a way on after ten seconds. */
export class Connecting extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .wait {
        align-content: center;
        display: grid;
        gap: 16px;
        min-height: 160px;
      }

      .line {
        align-items: center;
        color: var(--accent);
        display: flex;
        gap: 12px;
      }
    `,
  ];

  static properties = { phase: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../waiting.mjs").Waiting["phase"]} */
    this.phase = "idle";
  }

  render() {
    const slow = this.phase === "shown" || this.phase === "long";
    return html`<div class="wait">
      <div class="line">
        ${slow ? html`<span class="spinner"></span>` : nothing} ${this.statusLine(slow, "waiting-connect")}
      </div>
      ${this.longWait(this.phase, () => this.announce("step-stop"))}
    </div>`;
  }
}
