// @ts-check
import { t } from "./texts/index.mjs";

/**
 * @typedef {"contact" | "address" | "identity"} Screen
 * @typedef {{ id: string, label: string, state: "done" | "current" | "todo" }} JourneyStep
 * @typedef {{ kind: string, current: number, total: number, steps: JourneyStep[] }} Journey
 */

const IDS = ["contact", "address", "identity", "agreements", "use", "card", "activate", "features"];

/** Where each of the platform's steps stands in the journey that a person sees. */
const PLACE = /** @type {Record<string, string>} */ ({
  identity_questions: "identity",
  identity_scan: "identity",
  provide_documents: "identity",
  identity_review: "identity",
  accept_agreements: "agreements",
  expected_use: "use",
  order_card: "card",
  await_card: "activate",
  activate_card: "activate",
  enroll_features: "features",
});

const OVER = new Set(["complete", "declined"]);

/**
 * The steps as a person counts them. `current` is 0 while nothing is known and when nothing is left.
 * @param {string} kind the platform's step, or a view of the element's own
 * @param {{ screen?: Screen, withoutUse?: boolean, features?: boolean }} [more] `withoutUse`: this account has no expected-use
 *   questions; `features`: what the account can do beside is offered at the end
 * @returns {Journey}
 */
export function journey(kind, { screen = "contact", withoutUse = false, features = false } = {}) {
  const ids = IDS.filter((id) => !(withoutUse && id === "use") && (features || id !== "features"));
  const place = kind === "person_details" ? screen : PLACE[kind];
  const at = kind === "complete" ? ids.length : ids.indexOf(place ?? "");
  const steps = ids.map((id, index) => ({
    id,
    label: t(`journey-${id}`),
    state: /** @type {JourneyStep["state"]} */ (index < at ? "done" : index === at ? "current" : "todo"),
  }));
  return { kind, current: OVER.has(kind) ? 0 : at + 1, total: ids.length, steps };
}
