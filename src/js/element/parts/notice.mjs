// @ts-check
import { html, nothing } from "lit";

import { t } from "../texts/index.mjs";
import { alertIcon } from "./icons.mjs";

/**
 * A box with an icon and words.
 * @param {{ tone: "danger" | "warning" | "sealed" | "info", icon: unknown, content: unknown, code?: string }} notice
 */
export function notice({ tone, icon, content, code }) {
  return html`<div class="notice ${tone}" data-notice=${code ?? nothing}>
    ${icon}
    <div>${content}</div>
  </div>`;
}

/**
 * All that is wrong, with links to the fields, when there is more than one.
 * @param {{ field: string, text: string }[]} errors
 * @param {(field: string) => void} onChoose
 */
export function summary(errors, onChoose) {
  if (errors.length < 2) return nothing;
  return html`<div class="notice danger" data-summary role="group" aria-labelledby="summary-title">
    ${alertIcon()}
    <div>
      <strong id="summary-title">${t("summary-title", { count: errors.length })}</strong>
      <ul>
        ${errors.map(
          ({ field, text }) =>
            html`<li>
              <a
                href="#${field}"
                @click=${(/** @type {MouseEvent} */ event) => {
                  // A fragment does not reach into a shadow root.
                  event.preventDefault();
                  onChoose(field);
                }}
                >${text}</a
              >
            </li>`,
        )}
      </ul>
    </div>
  </div>`;
}

/**
 * What support asks for: the code, and the platform's id of the request. Never what was typed.
 * @param {{ code: string, requestId?: string }} failure
 */
export function reference({ code, requestId }) {
  return html`<p class="reference">
    ${t("for-support-code", { code })}${requestId ? html` · ${t("for-support-request", { request: requestId })}` : nothing}
  </p>`;
}

/**
 * Whom to ask.
 * @param {string} phone empty when the page gave none
 */
export function support(phone) {
  if (!phone) return html`<p class="quiet">${t("support-none")}</p>`;
  const [before = "", after = ""] = t("support-call", { phone: "\u0000" }).split("\u0000");
  return html`<p class="quiet">${before}<a href="tel:${phone.replace(/[^+\d]/g, "")}">${phone}</a>${after}</p>`;
}
