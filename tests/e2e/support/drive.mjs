// A whole onboarding through the SDK alone, in a page without screens, as fast as the servers answer.

import { openBare } from "./bare.mjs";
import { PERSON } from "./person.mjs";

/** No journey has more steps than this, with every cure on the way. */
const MOST_STEPS = 20;

/**
 * What the last four digits of the government id lead to (sandbox's test values), the steps on the way to the agreements,
 * and how it ends where it does not end well.
 */
export const KINDS = {
  approved: { last4: "3921", cure: [] },
  questions: { last4: "0001", cure: ["identity_questions"] },
  scan: { last4: "0003", cure: ["identity_scan"] },
  documents: { last4: "0002", cure: ["provide_documents", "identity_review"] },
  pending: { last4: "0006", cure: ["identity_review"] },
  rejected: { last4: "0004", reason: "kyc_rejected" },
  ofac: { last4: "0005", reason: "ofac_rejected" },
  blocked: { last4: "0007", reason: "kyc_blocked" },
};

export const PRODUCTS = ["dda", "gpr"];

/** The steps that a journey goes through, in order, to its right end. */
export function expectedSteps(product, kind) {
  const { cure, reason } = KINDS[kind];
  if (reason) return ["person_details", "declined"];
  const use = product === "dda" ? ["expected_use"] : [];
  const card = ["order_card", "await_card", "activate_card", "complete"];
  return ["person_details", ...cure, "accept_agreements", ...use, ...card];
}

/** Opens a page with a client and an onboarding in it: also what a reload does. */
export async function openOnboarding(page, stack, product, options = {}) {
  await openBare(page, stack, options);
  return begin(page, stack, product);
}

/** Begins an onboarding, or goes on with it, and gives where it stands. */
export async function begin(page, stack, product) {
  const providedId = stack.kit.provided_ids[product];
  await page.evaluate(async (providedId) => {
    globalThis.onboarding = await portico.onboarding({ providedId });
    globalThis.told = [];
    for (const type of ["step", "submitted", "declined", "expired"]) {
      onboarding.addEventListener(type, ({ detail }) => told.push({ type, ...detail }));
    }
  }, providedId);
  return stepOf(page);
}

/** What the onboarding of a page told of itself since it was begun, or since this was last asked. */
export const takeTold = (page) => page.evaluate(() => told.splice(0));

/** Steps that nothing is submitted for: the platform moves on by itself, or the journey is over. */
const UNSENT = ["identity_scan", "identity_review", "await_card", "complete", "declined"];

/** What an onboarding tells on its way through these steps. */
export function expectedEvents(steps, reason) {
  const moves = steps.slice(1).map((kind, index) => {
    const previous = steps[index];
    const done = UNSENT.includes(previous) ? [] : [{ type: "submitted", kind: previous }];
    return [...done, { type: "step", kind, previous }];
  });
  return [...moves.flat(), ...(reason ? [{ type: "declined", reason }] : [])];
}

/** Where the onboarding of a page stands. */
export function stepOf(page) {
  return page.evaluate(() => {
    const { kind, reason } = onboarding.step;
    return { kind, ...(reason && { reason }), ids: onboarding.ids };
  });
}

/**
 * Goes from where a page stands to the end, or to the step `until`. `between(kind)` is called before each step is done: a
 * reload, another tab, whatever comes in between. Gives the steps that it saw, each once.
 */
export async function drive(page, stack, { kind, until, between = async () => {} }) {
  const seen = [];
  for (let turn = 0; turn < MOST_STEPS; turn += 1) {
    let step = await stepOf(page);
    if (seen.at(-1)?.kind !== step.kind) seen.push(step);
    if (["complete", "declined", until].includes(step.kind)) return seen;
    await between(step.kind);
    const after = await stepOf(page);
    if (after.kind !== step.kind) throw new Error(`it stood at ${step.kind}, and in between it moved to ${after.kind}`);
    await ACTS[step.kind](page, stack, after, kind);
  }
  throw new Error(`no end after ${MOST_STEPS} steps: ${seen.map(({ kind }) => kind).join(", ")}`);
}

const refresh = (page) => page.evaluate(() => onboarding.refresh().then(() => undefined));

/** Does what a step asks for. */
export const ACTS = {
  person_details: (page, _stack, _step, kind) =>
    page.evaluate(
      async ([person, last4]) => {
        const { firstName, lastName, email, phone, line1, city, state, postalCode } = person;
        const address = { line1, city, state, postalCode };
        const contact = { firstName, lastName, email, phone, address };
        const governmentId = { type: "ssn", value: `548-67-${last4}` };
        await onboarding.submit({ kind: "person_details", ...contact, dateOfBirth: "1987-03-14", governmentId });
      },
      [PERSON, KINDS[kind].last4],
    ),
  identity_questions: (page) => answerQuestions(page, true),
  async identity_scan(page, stack) {
    const scan = await page.evaluate(() => portico.people.identityScan(onboarding.ids.personId));
    await stack.controls.finishScan(scan.identityScanId, "passed");
    await refresh(page);
  },
  provide_documents: (page) =>
    page.evaluate(async () => {
      const bytes = new Uint8Array(50_000);
      bytes.set([0xff, 0xd8, 0xff, 0xe0]);
      const frontImage = new Blob([bytes], { type: "image/jpeg" });
      const [{ id }] = onboarding.step.requests;
      const documents = [{ documentType: "passport", country: "US", frontImage }];
      await onboarding.submit({ kind: "provide_documents", documentRequestId: id, documents });
    }),
  async identity_review(page, stack, _step, kind) {
    if (kind === "documents") {
      const [request] = await page.evaluate(() => portico.people.documentRequests(onboarding.ids.personId));
      await stack.controls.reviewDocuments(request.id, "accepted");
    } else {
      await stack.controls.advanceClock(1);
    }
    await refresh(page);
  },
  accept_agreements: (page) =>
    page.evaluate(async () => {
      const open = onboarding.step.agreements.filter(({ accepted }) => !accepted);
      const agreements = [];
      for (const agreement of open) {
        const { sha256 } = await portico.agreements.document(agreement);
        agreements.push({ id: agreement.id, documentSha256: sha256 });
      }
      await onboarding.submit({ kind: "accept_agreements", accepted: true, agreements });
    }),
  expected_use: (page) =>
    page.evaluate(async () => {
      const { questions } = onboarding.step;
      const answers = questions.map(({ id, options }) => ({ questionId: id, optionId: options[0].id }));
      await onboarding.submit({ kind: "expected_use", answers });
    }),
  order_card: (page) =>
    page.evaluate(async () => {
      const { brands, address } = onboarding.step;
      await onboarding.submit({ kind: "order_card", brandName: brands[0].brandName, address });
    }),
  async await_card(page, stack, { ids }) {
    await stack.controls.ship(ids.cardId);
    await refresh(page);
  },
  async activate_card(page, stack, { ids }) {
    const { cvc } = await stack.controls.card(ids.cardId);
    await page.evaluate(([cvc, pin]) => onboarding.submit({ kind: "activate_card", cvc, pin }), [cvc, PERSON.pin]);
  },
};

/** Answers the questions that are open, all right or all wrong. */
export function answerQuestions(page, isRight) {
  return page.evaluate(async (isRight) => {
    const { questions } = await portico.people.identityQuestions(onboarding.ids.personId);
    const answers = questions.map(({ id, answerOptions }) => ({
      questionId: id,
      answerId: answerOptions.find(({ text }) => (text === "Correct") === isRight).answerId,
    }));
    await onboarding.submit({ kind: "identity_questions", answers });
  }, isRight);
}

/** How often each thing was made, as the gateway answered it. */
export async function madeBy(observer) {
  await observer.settle();
  const created = observer.exchanges.filter(({ method, status }) => method === "POST" && status === 201);
  const count = (path) => created.filter(({ url }) => new URL(url).pathname.endsWith(path)).length;
  return { accounts: count("/accounts"), people: count("/people"), cards: count("/cards/physical") };
}

/** The ids in the answers of all that made something at `path`, the repeated ones too. */
export async function idsMadeBy(observer, path) {
  await observer.settle();
  return observer.exchanges
    .filter(({ method, status, url }) => method === "POST" && status === 201 && new URL(url).pathname.endsWith(path))
    .map(({ received }) => JSON.parse(received).id);
}
