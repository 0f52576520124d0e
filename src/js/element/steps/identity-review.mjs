// @ts-check
import { html } from "lit";

import { clockIcon } from "../parts/icons.mjs";
import { deskNotice } from "../parts/letterbox.mjs";
import { support } from "../parts/notice.mjs";
import { t } from "../texts/index.mjs";
import { WaitingStep } from "../waiting-step.mjs";

/** The platform looks at what it has: nothing to do here but to come back. */
export class IdentityReview extends WaitingStep {
  render() {
    return html`<div class="mark">${clockIcon()}</div>
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
