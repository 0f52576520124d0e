// @ts-check
import { css, html, nothing } from "lit";

import { cardIcon } from "../parts/icons.mjs";
import { letterboxNotice } from "../parts/letterbox.mjs";
import { t } from "../texts/index.mjs";
import { WaitingStep } from "../waiting-step.mjs";

/** The card is on its way: looks from time to time whether it has left. */
export class AwaitCard extends WaitingStep {
  static styles = [
    ...WaitingStep.styles,
    css`
      .post {
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

      .post .icon {
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
    const { card } = this.step;
    return html`<div class="post">${cardIcon()}</div>
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
