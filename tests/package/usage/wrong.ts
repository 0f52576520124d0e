// What the compiler has to refuse. Compiled by types.test.mjs, never run.
import { createPortico } from "@portico/web-sdk";

// @ts-expect-error the platform's key is missing
await createPortico({ gateway: "/portico", sdkId: "id" });
// @ts-expect-error a number of milliseconds, not a text
await createPortico({ gateway: "/portico", sdkId: "id", platformKey: "k", timeoutMs: "5s" });

// @ts-expect-error misspelt: it would switch nothing off
await createPortico({ sdkId: "id", signals: { matchng: false } });

const portico = await createPortico({ gateway: "/portico", sdkId: "id", platformKey: "k" });
// @ts-expect-error read-only
portico.state = "ready";
// @ts-expect-error a context has to be named
await portico.accounts.create({});
// @ts-expect-error the CVC is a text
await portico.cards.verify({ cardId: "c", cvc: 123 });
// @ts-expect-error a sealed value is for something
await portico.seal("text");

const onboarding = await portico.onboarding({ providedId: "p" });
// @ts-expect-error no step has this kind
await onboarding.submit({ kind: "persn_details" });
// @ts-expect-error brands belong to the step that orders a card
console.log(onboarding.step.brands);

// @ts-expect-error a person's members under a business
await portico.passport.customers.create({ type: "BUSINESS", individual: { firstName: "A", lastName: "B" } });
// @ts-expect-error a deposit account takes the signed agreement
await portico.passport.accounts.open({ customerId: 1, isCustomerOwned: true });
const acceptedBy = { entity: "CUSTOMER" } as const;
const text = {
  customerId: 1,
  type: "payment_services_terms",
  locale: "en-US",
  documentSha256: "0",
  acceptedBy,
} as const;
// @ts-expect-error who accepts by a click has clicked
await portico.passport.agreements.accept({ ...text, mode: "CLICKWRAP" });
// @ts-expect-error a form is submitted by scripts too
await portico.passport.agreements.accept({ ...text, mode: "ESIGN", click: new SubmitEvent("submit") });
// @ts-expect-error by one of its ids
await portico.passport.accounts.get({ customerId: 1, customerExternalId: "c", accountId: 2 });
// @ts-expect-error no birth date comes back
console.log((await portico.passport.customers.get({ id: 1 })).individual?.dob);
// @ts-expect-error the primary flag is given, never laid down
await portico.passport.accounts.update({ customerId: 1, accountId: 2, isPrimary: false });
