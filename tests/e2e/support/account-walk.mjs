// Through the portal's second journey as a person goes: by labels, roles and what is on the screen.

import assert from "node:assert/strict";
import { fill, press } from "./walk.mjs";

/** What shows that a screen is up. */
export function onAccountScreen(page, screen) {
  const stages = ["kind", "agreement", "missing", "checking", "open", "blocked"];
  return page.locator(
    stages.includes(screen) ? `[data-step="${screen}"]` : `[data-step="details"][data-screen="${screen}"]`,
  );
}

/** Waits until a screen is up. Fails at once, and says why, when the portal shows trouble or a notice instead. */
export async function waitForScreen(page, screen) {
  const wanted = onAccountScreen(page, screen).filter({ visible: true });
  const trouble = page.locator('[data-step="trouble"]').filter({ visible: true });
  const notice = page.locator("[data-notice]").filter({ visible: true });
  await wanted.or(trouble).or(notice).first().waitFor();
  if (await wanted.count()) return;
  const code = (await trouble.count())
    ? await trouble.getAttribute("data-code")
    : await notice.first().getAttribute("data-notice");
  throw new Error(`the portal shows ${code} instead of the screen ${screen}`);
}

/** Chooses who the account is for, and which one it is. */
export async function chooseKind(page, { who, what }) {
  await waitForScreen(page, "kind");
  await page.locator(`input[name=who][value=${who}]`).check();
  await page.locator(`input[name=what][value=${what}]`).check();
}

/** Types all of these that the screen asks for. */
export async function fillScreen(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const radio = page.locator(`input[type=radio][name="${name}"][value="${value}"]`).filter({ visible: true });
    const select = page.locator(`select[name="${name}"]`).filter({ visible: true });
    if (await radio.count()) await radio.check();
    else if (await select.count()) await select.selectOption(value);
    else if (await page.locator(`input[name="${name}"]`).filter({ visible: true }).count())
      await fill(page, name, value);
  }
}

const LAST = { identity: "Save my details", "owner-identity": "Save this owner" };

/** Fills screens one after the other; one that is in `later` is left empty. */
export async function fillScreens(page, screens, values, { later = [], onArrival = async () => {} } = {}) {
  for (const screen of screens) {
    await waitForScreen(page, screen);
    await onArrival(screen);
    if (later.includes(screen)) {
      await press(page, "Add this later");
    } else {
      await fillScreen(page, values);
      await press(page, LAST[screen] ?? "Continue");
    }
  }
}

/** A person's own data, sent. */
export function fillIndividual(page, values, options) {
  return fillScreens(page, ["name", "contact", "address", "identity"], values, options);
}

/** A company's data with its owners, sent. */
export async function fillCompany(page, company, owners, options = {}) {
  const { onArrival = async () => {} } = options;
  await fillScreens(page, ["company", "registration", "contact"], company, options);
  for (const owner of owners) {
    await waitForScreen(page, "owners");
    await press(page, "Add an owner");
    await fillScreens(page, ["owner", "owner-address", "owner-identity"], owner, options);
  }
  await waitForScreen(page, "owners");
  await onArrival("owners");
  await press(page, "Save my details");
}

/** Reads the mandate to its end. */
export async function readAgreement(page) {
  await waitForScreen(page, "agreement");
  const text = page.getByRole("region").filter({ visible: true }).first();
  await text.locator("h3, p, li").nth(3).waitFor();
  await text.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByText("You have reached the end of the text.").waitFor();
}

/** Reads, accepts by a press of the button, and has the account opened. */
export async function acceptAgreement(page) {
  await readAgreement(page);
  await press(page, "Accept and open the account");
}

/** The fields that are in error, by name, in the order of the alphabet. */
export async function fieldsInError(page) {
  const errors = page.locator("[data-error]").filter({ visible: true });
  await errors.first().waitFor();
  const names = await errors.evaluateAll((all) => all.map((error) => error.dataset.error));
  return names.sort();
}

/** The same with two owners, of whom one is changed and the other taken away. */
export async function fillCompanyAndChangeOwners(page, company, owner, partner) {
  const screens = { company, registration: company, contact: company };
  for (const [screen, values] of Object.entries(screens)) {
    await waitForScreen(page, screen);
    await fillScreen(page, values);
    await press(page, "Continue");
  }
  await waitForScreen(page, "owners");
  await press(page, "Save my details");
  assert.deepEqual(await fieldsInError(page), ["owners"]);
  for (const each of [owner, partner]) {
    await press(page, "Add an owner");
    for (const [screen, button] of [
      ["owner", "Continue"],
      ["owner-address", "Continue"],
      ["owner-identity", "Save this owner"],
    ]) {
      await waitForScreen(page, screen);
      await fillScreen(page, each);
      await press(page, button);
    }
    await waitForScreen(page, "owners");
  }
  await page.getByRole("button", { name: `Edit ${owner.firstName} ${owner.lastName}` }).click();
  await fillScreen(page, { ownershipPercentage: "80" });
  await press(page, "Continue");
  await press(page, "Continue");
  await press(page, "Save this owner");
  await waitForScreen(page, "owners");
  await press(page, "Save my details");
  await page.getByText("Together the shares are more than 100 percent").first().waitFor();
  await page.getByRole("button", { name: `Remove ${partner.firstName} ${partner.lastName}` }).click();
  assert.equal(await page.locator("[data-owner]").count(), 1);
  await press(page, "Save my details");
}
