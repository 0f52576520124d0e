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
  return demoNotice(letterbox && `${letterbox}/${encodeURIComponent(cardId)}`, "await-letterbox");
}

/**
 * Where the demo plays the platform's people: they finish a scan and review documents.
 * @param {string} letterbox empty outside the demo
 */
export function deskNotice(letterbox) {
  return demoNotice(letterbox.replace(/\/letterbox\/?$/, ""), "desk");
}

/**
 * @param {string} href
 * @param {string} text
 */
function demoNotice(href, text) {
  if (!href) return nothing;
  return notice({
    tone: "info",
    icon: infoIcon(),
    content: html`<p>${t(`${text}-lead`)}</p>
      <a class="button" href=${href} target="_blank" rel="noopener"
        >${t(text)}<span class="unseen">, ${t("new-tab")}</span></a
      >`,
  });
}
