// @ts-check
import "./style/tokens.css";
import "./style/page.css";
import "./style/start.css";
import "./style/rail.css";
import "./style/panel.css";
import "./style/records.css";

import { createPortico } from "@portico/web-sdk";
import { define } from "@portico/web-sdk/element";

import { fetchConfig } from "./config.mjs";
import { Panel } from "./panel/panel.mjs";
import { Rail } from "./rail.mjs";

/** Where the account is opened. A reload of this address goes on at once; nothing personal is ever in it. */
const OPEN = "#open";

define();
customElements.define("larkwell-rail", Rail);
customElements.define("larkwell-panel", Panel);

/**
 * @template {Element} T
 * @param {string} selector
 */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

const start = /** @type {HTMLElement} */ (find("#start"));
const account = /** @type {HTMLElement} */ (find("#account"));
const rail = /** @type {Rail} */ (find("larkwell-rail"));
const panel = /** @type {Panel} */ (find("larkwell-panel"));
const panelButton = /** @type {HTMLButtonElement} */ (find("#panel-button"));
const onboarding = /** @type {import("@portico/web-sdk/element").PorticoOnboarding} */ (find("portico-onboarding"));

async function connectPortico() {
  const { gateway, sdkId, platformKey, providedId, letterbox } = await fetchConfig();
  onboarding.letterbox = letterbox ?? "";
  onboarding.providedId = providedId;
  const portico = await createPortico({ gateway, sdkId, platformKey });
  panel.watch(portico);
  return portico;
}

function route() {
  const open = location.hash === OPEN;
  start.hidden = open;
  account.hidden = !open;
  if (open) onboarding.client = connectPortico;
}

/** @param {boolean} open */
function showPanel(open) {
  panel.hidden = !open;
  panelButton.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-panel", open);
  (open ? panel : panelButton).focus();
}

async function startOver() {
  await onboarding.onboarding?.forget();
  await panel.portico?.disconnect();
  // The address of the start page, loaded anew: nothing of this visit stays in memory.
  location.replace("/");
}

find("#skip").addEventListener("click", (event) => {
  // The fragment is the page's route.
  event.preventDefault();
  /** @type {HTMLElement} */ (find("#main")).focus();
});
find("#open").addEventListener("click", () => {
  location.hash = OPEN;
});
panelButton.addEventListener("click", () => showPanel(panel.hidden === true));
panel.addEventListener("panel-close", () => showPanel(false));
panel.addEventListener("panel-start-over", () => void startOver());
onboarding.addEventListener("portico-progress", (event) => {
  rail.journey = event.detail;
  panel.step = event.detail.kind;
  const current = event.detail.steps.find(({ state }) => state === "current");
  document.title = current ? `${current.label} – Larkwell` : "Larkwell: open an account";
});
addEventListener("hashchange", route);
route();
