// @ts-check
import "./style/tokens.css";
import "./style/page.css";
import "./style/rail.css";
import "./style/panel.css";
import "./style/records.css";

import { createPortico } from "@portico/web-sdk";

import { define } from "./account/define.mjs";
import { forget } from "./account/kept.mjs";
import { fetchConfig } from "./config.mjs";
import { Panel } from "./panel/panel.mjs";
import { Rail } from "./rail.mjs";

customElements.define("larkwell-rail", Rail);
customElements.define("larkwell-panel", Panel);
define();

/**
 * @template {Element} T
 * @param {string} selector
 */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

const rail = /** @type {Rail} */ (find("larkwell-rail"));
const panel = /** @type {Panel} */ (find("larkwell-panel"));
const panelButton = /** @type {HTMLButtonElement} */ (find("#panel-button"));
const account = /** @type {import("./account/business-account.mjs").BusinessAccount} */ (find("larkwell-account"));

async function makePortico() {
  const config = /** @type {import("./config.mjs").AccountConfig} */ (await fetchConfig());
  const { gateway, sdkId, platformKey, gatewayKey } = config;
  const portico = await createPortico({ gateway, sdkId, platformKey, ...(gatewayKey && { gatewayKey }) });
  panel.watch(portico);
  return portico;
}

/** @param {boolean} open */
function showPanel(open) {
  panel.hidden = !open;
  panelButton.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-panel", open);
  (open ? panel : panelButton).focus();
}

async function startOver() {
  forget();
  await panel.portico?.disconnect();
  // Loaded anew: nothing of this visit stays in memory.
  location.replace("/account.html");
}

panelButton.addEventListener("click", () => showPanel(panel.hidden === true));
panel.addEventListener("panel-close", () => showPanel(false));
panel.addEventListener("panel-start-over", () => void startOver());
account.addEventListener("account-progress", (event) => {
  const { detail } = /** @type {CustomEvent<import("@portico/web-sdk/element").PorticoProgress>} */ (event);
  rail.journey = detail;
  panel.step = detail.kind;
  const current = detail.steps.find(({ state }) => state === "current");
  document.title = current ? `${current.label} – Larkwell` : "Larkwell: business account";
});
account.client = makePortico;
