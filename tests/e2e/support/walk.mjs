// Through the portal as a person goes: by labels, roles and what is on the screen.

import { PERSON } from "./person.mjs";

/** The screens in their order, by the names that the walk gives them. */
export const SCREENS = [
  "contact",
  "address",
  "identity",
  "accept_agreements",
  "expected_use",
  "order_card",
  "await_card",
  "activate_card",
  "enroll_features",
  "complete",
];

/** What shows that a screen is up. The three screens of one step are told apart by their own mark. */
export function onScreen(page, screen) {
  const isPersonal = ["contact", "address", "identity"].includes(screen);
  return page.locator(isPersonal ? `[data-step="person_details"][data-screen="${screen}"]` : `[data-step="${screen}"]`);
}

/** Waits until a screen is up. Fails at once, and says why, when the portal shows trouble instead. */
export async function waitFor(page, screen) {
  const wanted = onScreen(page, screen).filter({ visible: true });
  const trouble = page.locator('[data-step="trouble"]').filter({ visible: true });
  const notice = page.locator("[data-notice]").filter({ visible: true });
  await wanted.or(trouble).or(notice).first().waitFor();
  if (await wanted.count()) return;
  const code = (await trouble.count())
    ? await trouble.getAttribute("data-code")
    : await notice.first().getAttribute("data-notice");
  throw new Error(`the portal shows ${code} instead of the screen ${screen}`);
}

/** Presses the way on out of trouble, and waits until it led to a screen. */
export async function tryAgain(page, screen) {
  await press(page, "Try again");
  await onScreen(page, screen).filter({ visible: true }).waitFor();
}

/** Opens the portal and presses its button. */
export async function start(page, url) {
  await page.goto(url);
  await page
    .getByRole("button", { name: "Open an account" })
    .or(page.getByRole("link", { name: "Open an account" }))
    .first()
    .click();
}

/** Walks on from the start page until `screen` is up. `onArrival(screen)` is called for every screen on the way. */
export async function walkTo(page, stack, screen, { person = PERSON, onArrival = async () => {} } = {}) {
  await start(page, stack.url);
  await walkOn(page, stack, "contact", screen, { person, onArrival });
}

/** Goes on from one screen to another. */
export async function walkOn(page, stack, from, to, { person = PERSON, onArrival = async () => {} } = {}) {
  for (const screen of SCREENS.slice(SCREENS.indexOf(from))) {
    await waitFor(page, screen);
    await onArrival(screen);
    if (screen === to) return;
    await STEPS[screen](page, person, stack);
  }
}

/** Does what a screen asks for, and presses its button. */
export const STEPS = {
  async contact(page, person) {
    for (const name of ["firstName", "middleName", "lastName", "email", "phone"]) await fill(page, name, person[name]);
    await press(page, "Continue");
  },
  async address(page, person) {
    await fillAddress(page, person);
    await press(page, "Continue");
  },
  async identity(page, person) {
    for (const name of ["birthMonth", "birthDay", "birthYear", "ssn"]) await fill(page, name, person[name]);
    await press(page, "Send my details");
  },
  async accept_agreements(page) {
    // One at a time: each gives way to the next, and the last to the next step.
    const step = onScreen(page, "accept_agreements").filter({ visible: true });
    while (await step.count()) {
      const title = await step.getByRole("heading", { level: 2 }).innerText();
      await step.locator('[role=region][aria-busy="false"]').waitFor();
      await press(page, "Accept and continue");
      await step.getByRole("heading", { level: 2, name: title, exact: true }).waitFor({ state: "hidden" });
    }
  },
  async expected_use(page) {
    const step = page.locator('[data-step="expected_use"]');
    await step.getByRole("radio").first().check();
    const box = step.getByRole("combobox").first();
    await box.click();
    const text = await step.getByRole("option").first().innerText();
    await box.fill(text.trim());
    await press(page, "Save and continue");
  },
  async order_card(page, person) {
    const step = page.locator('[data-step="order_card"]');
    await step.getByRole("radio").first().check();
    if (await step.locator("[name=line1]").count()) await fillAddress(page, person);
    await press(page, "Order this card");
  },
  async await_card(page, _person, stack) {
    await stack.controls.ship(await cardId(page));
    await press(page, "My card is here");
  },
  async activate_card(page, person, stack) {
    const { cvc } = await stack.controls.card(await cardId(page));
    await fill(page, "cvc", cvc);
    await fill(page, "pin", person.pin);
    await fill(page, "pinAgain", person.pin);
    await press(page, "Activate my card");
  },
  async enroll_features(page) {
    await page.getByRole("checkbox", { name: /^Transfers to other banks/ }).check();
    await press(page, "Save and continue");
  },
  async complete() {},
};

/** Types into a field by its name. */
export async function fill(page, name, value) {
  await page.locator(`input[name="${name}"]`).filter({ visible: true }).fill(value);
}

/** Presses a button by what it says. */
export async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).filter({ visible: true }).click();
}

/** The card that the screen is about, as its link to the sandbox's letterbox names it. */
export async function cardId(page) {
  const href = await page.locator('a[href*="/sandbox/letterbox/"]').filter({ visible: true }).getAttribute("href");
  return href.split("/").at(-1);
}

async function fillAddress(page, person) {
  for (const name of ["line1", "line2", "city", "postalCode"]) await fill(page, name, person[name]);
  await page.locator("select[name=state]").filter({ visible: true }).selectOption(person.state);
}
