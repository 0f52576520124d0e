// @ts-check
import { PorticoOnboarding } from "./onboarding.mjs";
import { AcceptAgreements } from "./steps/accept-agreements.mjs";
import { ActivateCard } from "./steps/activate-card.mjs";
import { AwaitCard } from "./steps/await-card.mjs";
import { Complete } from "./steps/complete.mjs";
import { Connecting } from "./steps/connecting.mjs";
import { Declined } from "./steps/declined.mjs";
import { EnrollFeatures } from "./steps/enroll-features.mjs";
import { ExpectedUse } from "./steps/expected-use.mjs";
import { IdentityQuestions } from "./steps/identity-questions.mjs";
import { IdentityReview } from "./steps/identity-review.mjs";
import { IdentityScan } from "./steps/identity-scan.mjs";
import { OrderCard } from "./steps/order-card.mjs";
import { PersonDetails } from "./steps/person-details.mjs";
import { ProvideDocuments } from "./steps/provide-documents.mjs";
import { Trouble } from "./steps/trouble.mjs";

/** @type {[string, CustomElementConstructor][]} */
const ELEMENTS = [
  ["portico-onboarding", PorticoOnboarding],
  ["portico-person-details", PersonDetails],
  ["portico-identity-questions", IdentityQuestions],
  ["portico-identity-scan", IdentityScan],
  ["portico-provide-documents", ProvideDocuments],
  ["portico-identity-review", IdentityReview],
  ["portico-accept-agreements", AcceptAgreements],
  ["portico-expected-use", ExpectedUse],
  ["portico-order-card", OrderCard],
  ["portico-await-card", AwaitCard],
  ["portico-activate-card", ActivateCard],
  ["portico-enroll-features", EnrollFeatures],
  ["portico-complete", Complete],
  ["portico-declined", Declined],
  ["portico-connecting", Connecting],
  ["portico-trouble", Trouble],
];

/** Registers `<portico-onboarding>` and the elements of its steps. Safe to call twice. */
export function define() {
  for (const [name, element] of ELEMENTS) if (!customElements.get(name)) customElements.define(name, element);
}

export { PorticoOnboarding };
