// What a page may write. Compiled by types.test.mjs, never run.
import { createPortico, PorticoError, type Step, type StepInput } from "@portico/web-sdk";

const portico = await createPortico({ gateway: "/portico", sdkId: "PT-SANDBOX-0", platformKey: "k", timeoutMs: 5_000 });
portico.addEventListener("call", (event) =>
  console.log(
    event.detail.path,
    event.detail.sealed.map((value) => value.use),
  ),
);
portico.addEventListener("statechange", ({ detail }) => console.log(detail.state === "ready"));
const controller = new AbortController();
const preview = await portico.device.preview();
for (const { name, group, state, value, ms } of preview.signals)
  console.log(name, group === "privacy", state === "noised", value, ms);
await createPortico({ sdkId: "PT-SANDBOX-0", signals: { matching: false, context: true } });
const session = await portico.connect({ signal: controller.signal });
const expires: string = session.expiresAt;

const address = { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701" };
const onboarding = await portico.onboarding({ providedId: "acp_checking", locale: "en-US" });
onboarding.addEventListener("step", ({ detail }) => console.log(detail.kind, detail.previous));

function answer(step: Step): StepInput | undefined {
  switch (step.kind) {
    case "person_details":
      return {
        kind: "person_details",
        firstName: "Ada",
        lastName: "Lovelace",
        email: "ada@example.com",
        phone: "5125550100",
        address,
        dateOfBirth: "1990-12-10",
        governmentId: { type: "ssn", value: "123-45-6789" },
      };
    case "accept_agreements":
      return {
        kind: "accept_agreements",
        accepted: true,
        agreements: step.agreements.map(({ id }) => ({ id, documentSha256: "0" })),
      };
    case "expected_use":
      return {
        kind: "expected_use",
        answers: step.questions.map(({ id, options }) => ({ questionId: id, optionId: options[0]?.id ?? "" })),
      };
    case "order_card":
      return { kind: "order_card", brandName: step.brands[0]?.brandName ?? "", address: step.address ?? address };
    case "activate_card":
      return { kind: "activate_card", cvc: "123", pin: "4821" };
    case "declined":
      console.log(step.reason === "kyc_rejected");
      return undefined;
    default:
      return undefined;
  }
}

const button = document.createElement("button");
const passport = await createPortico({ gateway: "/p", sdkId: "id", platformKey: "k", gatewayKey: "g" });
const { customers, agreements, accounts } = passport.passport;
const owner = { firstName: "Ada", lastName: "Byron", ssn: "219-09-1234", dob: "1985-01-31", ownershipPercentage: 33.3 };
const firm = await customers.create({
  type: "BUSINESS",
  business: { legalName: "Larkwell", beneficialOwner: [owner] },
});
await customers.update({ externalId: firm.externalId, business: { ein: "12-3456789" } });
for (const agreement of await agreements.list()) {
  const { sha256 } = await agreements.document(agreement);
  const { type, locale } = agreement;
  const acceptedBy = { entity: "BENEFICIAL_OWNER", id: 7 } as const;
  const who = { customerExternalId: firm.externalId, acceptedBy };
  const text = { ...who, type, locale, documentSha256: sha256 };
  button.addEventListener("click", (click) => agreements.accept({ ...text, mode: "CLICKWRAP", click }));
  await agreements.accept({ ...text, mode: "WETSIGN" });
}
const opened = await accounts.open({
  customerId: firm.id,
  isCustomerOwned: true,
  linkedDocument: { content: new Blob() },
  type: "CHECKING",
  isPrimary: true,
  purpose: "Operating",
  acceptanceMode: "ESIGN",
  acceptedBy: { entity: "BENEFICIAL_OWNER", externalId: "owner-1" },
});
await accounts.open({ customerId: firm.id, nickName: "Till" });
const ref = { customerId: firm.id, accountExternalId: opened.externalId };
const settled = await accounts.waitForOutcome(ref, { timeoutMs: 1000, signal: controller.signal });
if (settled.status === "BLOCKED") console.log(settled.statusReason, opened.warnings?.length);
for (const { document, acceptanceDetails } of settled.linkedDocument ?? [])
  console.log(document.size, acceptanceDetails?.acceptedOn);
await accounts.close({
  ...ref,
  reason: "OTHERS",
  comment: "c",
  outstandingBalanceInstruction: { preferredMethod: "ACH" },
});

try {
  const input = answer(onboarding.step);
  if (input) await onboarding.submit(input, { idempotencyKey: "mine" });
  const person = await portico.people.create({
    accountId: "a",
    firstName: "Ada",
    lastName: "L",
    relationship: "secondary",
  });
  const child = await portico.accounts.create({ parentAccountId: "a" });
  const { questions } = await portico.people.identityQuestions(person.id);
  console.log(child.accountContext?.partnerName, questions[0]?.answerOptions[0]?.answerId);
  await portico.people.sendDocuments({
    documentRequestId: "r",
    purpose: "identity",
    documents: [
      { documentType: "passport", country: "US", frontImage: new Uint8Array(1), frontImageContentType: "image/png" },
    ],
  });
  const { pan, cvv2 }: { pan: string; cvv2: string } = await portico.cards.secrets("c");
  await portico.cards.close({ cardId: "c", reason: "lost" });
  console.log(
    pan,
    cvv2,
    (await portico.features.list(person.id))[0]?.state,
    (await portico.session.current()).sourceType,
  );
  console.log((await portico.microapps.authorizationCode({ timeoutMs: 1_000 })).code);
  const sealed: string = await portico.seal("text", { use: "note" });
  const opened: Uint8Array = await portico.open(sealed, { use: "note" });
  const accountId = onboarding.ids.accountId;
  if (accountId) console.log((await portico.accounts.get(accountId)).accountState, opened.length, expires);
} catch (error) {
  if (error instanceof PorticoError) console.log(error.code, error.errors[0]?.field, error.attemptsLeft);
  else throw error;
}
await portico.disconnect();
