// @ts-check
import { css, html } from "lit";

import { clockIcon } from "../parts/icons.mjs";
import { deskNotice } from "../parts/letterbox.mjs";
import { support } from "../parts/notice.mjs";
import { t } from "../texts/index.mjs";
import { WaitingStep } from "../waiting-step.mjs";

/** The platform looks at what it has: nothing to do here but to come back. */
export class IdentityReview extends WaitingStep {
  static styles = [
    ...WaitingStep.styles,
    css`
      .sign {
        align-items: center;
        background: var(--wash);
        border-radius: 50%;
        color: var(--accent);
        display: flex;
        height: 64px;
        justify-content: center;
        margin-bottom: 24px;
        width: 64px;
      }

      .sign .icon {
        height: 32px;
        width: 32px;
      }

      .words {
        display: grid;
        gap: 12px;
      }
    `,
  ];

  render() {
    return html`<div class="sign">${clockIcon()}</div>
      ${this.screen({
        heading: t("review-title"),
        lead: t("review-lead"),
        body: html`<div class="words">
            <p>${t("review-do")}</p>
            <p>${t("review-looks")}</p>
          </div>
          ${deskNotice(this.letterbox)} ${support(this.supportPhone)}
          <p class="status" role="status">${this.told}</p>`,
        action: t("look-again"),
        onSubmit: () => this.lookNow(t("still-same")),
      })}`;
  }
}
