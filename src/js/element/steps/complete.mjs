// @ts-check
import { css, html, nothing } from "lit";

import { checkIcon } from "../parts/icons.mjs";
import { support } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { mark } from "../style/mark.mjs";
import { t } from "../texts/index.mjs";

/** The good end. */
export class Complete extends StepElement {
  static styles = [
    ...StepElement.styles,
    mark,
    css`
      .end {
        display: grid;
        gap: 24px;
      }

      .mark {
        background: var(--success-wash);
        color: var(--success);
      }

      .mark .icon {
        height: 36px;
        width: 36px;
      }

      .next {
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
        display: grid;
        gap: 12px;
        padding: 24px;
      }

      .next ul {
        display: grid;
        gap: 8px;
        padding-left: 20px;
      }
    `,
  ];

  render() {
    const { card } = /** @type {Extract<import("../../index.js").Step, { kind: "complete" }>} */ (this.step);
    const last4 = card?.status === "active" ? card.panLast4 : undefined;
    return html`<div class="end">
      <div class="mark">${checkIcon()}</div>
      ${this.head({ heading: t("complete-title"), lead: t(last4 ? "complete-lead-card" : "complete-lead") })}
      ${last4 ? html`<p>${t("complete-card", { last4 })}</p>` : nothing}
      <div class="next">
        <h3>${t("complete-next")}</h3>
        <ul>
          <li>${t("complete-next-deposit")}</li>
          ${
            last4
              ? html`<li>${t("complete-next-pin")}</li>
                  <li>${t("complete-next-lost")}</li>`
              : nothing
          }
        </ul>
      </div>
      ${support(this.supportPhone)}
    </div>`;
  }
}
