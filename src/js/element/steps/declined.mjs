// @ts-check
import { css, html } from "lit";

import { support } from "../parts/notice.mjs";
import { StepElement } from "../step-element.mjs";
import { firstText, t } from "../texts/index.mjs";

/** A kind and clear no: what happened, what it means, what to do now. Never the rule that fired. */
export class Declined extends StepElement {
  static styles = [
    ...StepElement.styles,
    css`
      .end {
        display: grid;
        gap: 24px;
      }

      .part {
        display: grid;
        gap: 8px;
      }

      .part ul {
        display: grid;
        gap: 4px;
        padding-left: 20px;
      }
    `,
  ];

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has("step")) this.dataset["reason"] = this.step.reason;
  }

  render() {
    const { reason } = /** @type {Extract<import("../../index.js").Step, { kind: "declined" }>} */ (this.step);
    const own = (/** @type {string} */ id) => firstText([`${id}-${reason}`, id]);
    const closed = reason === "account_closed";
    return html`<div class="end">
      ${this.head({ heading: own("declined-title"), lead: t(`declined-${reason}`) })}
      <div class="part">
        <h3>${t("declined-means")}</h3>
        <p>${closed ? t("declined-means-account_closed") : t("declined-means-text")}</p>
      </div>
      <div class="part">
        <h3>${t("declined-do")}</h3>
        ${
          closed
            ? html`<p>${t("declined-do-account_closed")}</p>`
            : html`<ul>
                <li>${t("declined-do-call")}</li>
                <li>${t("declined-do-correct")}</li>
              </ul>`
        }
      </div>
      ${support(this.supportPhone)}
    </div>`;
  }
}
