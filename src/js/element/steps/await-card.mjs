// @ts-check
import { css, html, nothing } from "lit";

import { cardIcon } from "../parts/icons.mjs";
import { letterboxNotice } from "../parts/letterbox.mjs";
import { StepElement } from "../step-element.mjs";
import { t } from "../texts/index.mjs";

/** How long to wait between two looks: short at first, never more than a minute. */
const PAUSES_S = [5, 10, 20, 40, 60];

/** The card is on its way: looks from time to time whether it has left, as long as somebody looks at the page. */
export class AwaitCard extends StepElement {
  static styles = [
    ...StepElement.styles,
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

  static properties = { told: { state: true } };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #looks = 0;

  constructor() {
    super();
    /** What the last look by hand gave. */
    this.told = "";
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#schedule);
    this.#schedule();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#schedule);
    clearTimeout(this.#timer);
  }

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
        onSubmit: () => this.#lookNow(),
      })}`;
  }

  #schedule = () => {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    const pause = PAUSES_S[Math.min(this.#looks, PAUSES_S.length - 1)] ?? 60;
    this.#timer = setTimeout(() => void this.#lookQuietly(), pause * 1000);
  };

  /** A look that nobody asked for says nothing when it fails: the next one may do better. */
  async #lookQuietly() {
    this.#looks += 1;
    try {
      const next = await this.onboarding?.refresh();
      if (next && next.kind !== "await_card") this.announce("step-done");
    } catch {
      // The button shows what is wrong.
    }
    if (this.isConnected) this.#schedule();
  }

  async #lookNow() {
    this.told = "";
    this.#looks = 0;
    await this.run(async (signal) => {
      await this.onboarding?.refresh({ signal });
    });
    if (!this.failure && this.onboarding?.step.kind === "await_card") this.told = t("await-not-yet");
    if (this.isConnected) this.#schedule();
  }
}
