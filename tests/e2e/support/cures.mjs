// Cures on the element's screens, as a person goes through them.

import { onScreen, press } from "./walk.mjs";

/** Chooses an answer to each question, the right ones or others, and sends them. */
export async function answerOnScreen(page, isRight) {
  const step = onScreen(page, "identity_questions");
  await step.getByRole("radio").first().waitFor();
  const groups = step.locator("fieldset");
  for (let index = 0; index < (await groups.count()); index += 1) {
    const choices = groups.nth(index).locator("label");
    const texts = await choices.allInnerTexts();
    await choices.nth(texts.findIndex((text) => (text.trim() === "Correct") === isRight)).click();
  }
  await press(page, "Send my answers");
}

/** Sends a photo of a passport, waits until it is reviewed, and gives the id of the request. */
export async function sendDocument(page, photo) {
  const step = onScreen(page, "provide_documents");
  await step.getByRole("radio", { name: "Passport" }).check();
  await step.locator("select[name=country]").selectOption("CA");
  const file = { name: "passport.jpg", mimeType: "image/jpeg", buffer: photo };
  await step.locator("input[name=frontImage]").setInputFiles(file);
  await press(page, "Send my document");
  await onScreen(page, "identity_review").filter({ visible: true }).waitFor();
  const [request] = await requestsOf(page);
  return request;
}

/** The ids of this person's document requests, as the page's last calls named them. */
export async function requestsOf(page) {
  const names = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  return names.flatMap((name) => /\/document_requests\/([^/]+)\/documents$/.exec(name)?.[1] ?? []);
}
