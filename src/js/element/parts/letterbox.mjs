// @ts-check
import { html, nothing } from "lit";

import { t } from "../texts/index.mjs";
import { infoIcon } from "./icons.mjs";
import { notice } from "./notice.mjs";

/**
 * Where the demo's mail comes in.
 * @param {string} letterbox empty outside the demo
 * @param {string} cardId
 */
export function letterboxNotice(letterbox, cardId) {
  if (!letterbox) return nothing;
  return notice({
    tone: "info",
    icon: infoIcon(),
    content: html`<p>${t("await-letterbox-lead")}</p>
      <a class="button" href="${letterbox}/${encodeURIComponent(cardId)}" target="_blank" rel="noopener"
        >${t("await-letterbox")}<span class="unseen">, ${t("new-tab")}</span></a
      >`,
  });
}
