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
const session = await portico.connect({ signal: controller.signal });
const expires: string = session.expiresAt;

const address = { line1: "1 Main St", city: "Austin", state: "TX", postalCode: "78701" };
const onboarding = await portico.onboarding({ providedId: "acp_checking", locale: "en-US" });
onboarding.addEventListener("step", ({ detail }) => console.log(detail.step.kind));

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

try {
  const input = answer(onboarding.step);
  if (input) await onboarding.submit(input, { idempotencyKey: "mine" });
  const sealed: string = await portico.seal("text", { use: "note" });
  const opened: Uint8Array = await portico.open(sealed, { use: "note" });
  const accountId = onboarding.ids.accountId;
  if (accountId) console.log((await portico.accounts.get(accountId)).accountState, opened.length, expires);
} catch (error) {
  if (error instanceof PorticoError) console.log(error.code, error.errors[0]?.field, error.attemptsLeft);
  else throw error;
}
await portico.disconnect();
