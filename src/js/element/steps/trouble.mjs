// @ts-check
import { css, html } from "lit";

import { reference, support } from "../parts/notice.mjs";
import { alertIcon } from "../parts/icons.mjs";
import { StepElement } from "../step-element.mjs";
import { mark } from "../style/mark.mjs";
import { t } from "../texts/index.mjs";

/** In a step's place when it can't go on: what happened, what to do, and the way on. The step stays behind it. */
export class Trouble extends StepElement {
  static styles = [
    ...StepElement.styles,
    mark,
    css`
      .end {
        display: grid;
        gap: 24px;
      }

      .mark {
        background: var(--warning-wash);
        color: var(--warning);
      }
    `,
  ];

  static properties = { trouble: { attribute: false }, reload: { attribute: false } };

  constructor() {
    super();
    /** @type {import("../failure.mjs").Failure | undefined} */
    this.trouble = undefined;
    /** Whether nothing but a reload helps. */
    this.reload = false;
  }

  render() {
    const { text = "unknown", code = "unknown", requestId } = this.trouble ?? {};
    return html`<div class="end">
      <div class="mark">${alertIcon()}</div>
      ${this.head({ heading: t(`trouble-${text}.title`), lead: t(`trouble-${text}.text`) })}
      <p>${t(`trouble-${text}.todo`)}</p>
      <div class="actions">
        <button
          class="button main"
          type="button"
          @click=${() => (this.reload ? globalThis.location.reload() : this.announce("step-again"))}
        >
          ${t(this.reload ? "reload-page" : "try-again")}
        </button>
      </div>
      ${support(this.supportPhone)} ${reference({ code, requestId })}
    </div>`;
  }
}
