// @ts-check
import { css, html, nothing } from "lit";

import { t } from "../texts/index.mjs";

export const progressStyle = css`
  .progress {
    display: grid;
    gap: 8px;
    margin-bottom: 24px;
  }

  .progress p {
    color: var(--quiet);
    font-size: var(--text-small);
    font-weight: 600;
  }

  .bar {
    display: grid;
    gap: 4px;
    grid-auto-columns: 1fr;
    grid-auto-flow: column;
  }

  .bar i {
    background: var(--line);
    border-radius: 2px;
    height: 4px;
    transition: background-color 150ms;
  }

  .bar .on {
    background: var(--accent);
  }

  @media (forced-colors: active) {
    .bar i {
      border: 1px solid CanvasText;
    }

    .bar .on {
      background: CanvasText;
    }
  }
`;

/**
 * "Step 3 of 7" with a bar. Pages that show the steps in another way hide it: `portico-onboarding::part(progress)`.
 * @param {import("../journey.mjs").Journey} journey
 */
export function progress({ current, total, steps }) {
  if (current < 1 || current > total) return nothing;
  return html`<div class="progress" part="progress">
    <p>${t("step-of", { current, total })}</p>
    <div class="bar" aria-hidden="true">
      ${steps.map(({ state }) => html`<i class=${state === "todo" ? "" : "on"}></i>`)}
    </div>
  </div>`;
}
