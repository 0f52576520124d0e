// @ts-check
import "./style/tokens.css";
import "./style/page.css";
import "./style/start.css";
import "./style/rail.css";
import "./style/panel.css";
import "./style/machine.css";
import "./style/records.css";
import "./style/welcome.css";

import { createPortico } from "@portico/web-sdk";
import { define } from "@portico/web-sdk/element";

import { fetchConfig } from "./config.mjs";
import { Panel } from "./panel/panel.mjs";
import { Rail } from "./rail.mjs";
import { fetchTicket, noteSession, signInAs, signOut, user } from "./visitor.mjs";

/** Where the account is opened. A reload of this address goes on at once; nothing personal is ever in it. */
const OPEN = "#open";
/** Where a customer comes back. */
const WELCOME = "#welcome";
/** The name that signed out last, until the next one signs in. */
const LAST = "larkwell-last";
/** What is not a step of the platform's. */
const BETWEEN = new Set(["connecting", "trouble"]);

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
const welcome = /** @type {HTMLElement} */ (find("#welcome-back"));
const signInForm = /** @type {HTMLFormElement} */ (find("#sign-in"));
const nameField = /** @type {HTMLInputElement} */ (find("#user"));
const nameError = /** @type {HTMLElement} */ (find("#user-error"));
const signedIn = /** @type {HTMLElement} */ (find("#signed-in"));
const rail = /** @type {Rail} */ (find("larkwell-rail"));
const panel = /** @type {Panel} */ (find("larkwell-panel"));
const panelButton = /** @type {HTMLButtonElement} */ (find("#panel-button"));
const onboarding = /** @type {import("@portico/web-sdk/element").PorticoOnboarding} */ (find("portico-onboarding"));

async function connectPortico() {
  const { gateway, sdkId, platformKey, providedId, letterbox, signIn } = await fetchConfig();
  onboarding.letterbox = letterbox ?? "";
  onboarding.providedId = providedId;
  onboarding.ticket = async (portico, why) => {
    const ticket = await fetchTicket(signIn, portico, why);
    showUser();
    return ticket;
  };
  const portico = await createPortico({ gateway, sdkId, platformKey });
  panel.watch(portico);
  return portico;
}

function route() {
  const open = location.hash === OPEN;
  const returns = location.hash === WELCOME;
  start.hidden = open || returns;
  account.hidden = !open;
  welcome.hidden = !returns;
  if (returns) /** @type {HTMLElement} */ (find("#welcome-title")).focus();
  if (open) onboarding.client = connectPortico;
}

/** @param {boolean} open */
function showPanel(open) {
  panel.hidden = !open;
  panelButton.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("with-panel", open);
  (open ? panel : panelButton).focus();
}

function showUser() {
  signedIn.hidden = !user();
  find("#user-name").textContent = user();
}

/** Signs out at the platform and at Larkwell. What was done is kept there, and a ticket leads back to it. */
async function leave() {
  // Who can't be reached forgets this browser by itself; here it is forgotten in any case.
  await panel.portico?.disconnect().catch(() => {});
  const name = user();
  signOut();
  // Loaded anew: nothing of this visit stays in memory. The name is made up, and helps to come back in a demo.
  sessionStorage.setItem(LAST, name);
  location.replace(`/${WELCOME}`);
  location.reload();
}

async function startOver() {
  await onboarding.onboarding?.forget();
  await panel.portico?.disconnect();
  signOut();
  // The address of the start page, loaded anew: nothing of this visit stays in memory.
  location.replace("/");
}

find("#skip").addEventListener("click", (event) => {
  // The fragment is the page's route.
  event.preventDefault();
  /** @type {HTMLElement} */ (find("#main")).focus();
});
find("#sign-out").addEventListener("click", () => void leave());
signInForm.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = nameField.value.trim();
  nameError.hidden = name !== "";
  nameField.setAttribute("aria-invalid", String(name === ""));
  if (!name) return nameField.focus();
  sessionStorage.removeItem(LAST);
  signInAs(name);
  location.hash = OPEN;
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
  if (!BETWEEN.has(event.detail.kind)) noteSession();
  const current = event.detail.steps.find(({ state }) => state === "current");
  document.title = current ? `${current.label} – Larkwell` : "Larkwell: open an account";
});
addEventListener("hashchange", route);
nameField.value = sessionStorage.getItem(LAST) ?? "";
showUser();
route();
