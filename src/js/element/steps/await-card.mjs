// @ts-check
import { html, nothing } from "lit";

import { cardIcon } from "../parts/icons.mjs";
import { letterboxNotice } from "../parts/letterbox.mjs";
import { t } from "../texts/index.mjs";
import { WaitingStep } from "../waiting-step.mjs";

/** The card is on its way: looks from time to time whether it has left. */
export class AwaitCard extends WaitingStep {
  render() {
    const { card } = this.step;
    return html`<div class="mark">${cardIcon()}</div>
      ${this.screen({
        heading: t("await-title"),
        lead: t("await-lead"),
        body: html`<div class="words">
            <p>${t("await-what")}</p>
            <p>${t("await-leave")}</p>
          </div>
          ${letterboxNotice(this.letterbox, card.id)}
          <p class="status" role="status">${this.told || nothing}</p>`,
        action: t("await-here"),
        onSubmit: () => this.lookNow(t("await-not-yet")),
      })}`;
  }
}
