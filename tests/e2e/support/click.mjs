// Events of a button, as the browser makes them of a press and as a script makes them.

/** How an event comes about. The first three are a person's, as far as a page can see. */
const WAYS = {
  "by mouse": (button) => button.click(),
  "by Enter": (button) => button.press("Enter"),
  "by the space bar": (button) => button.press("Space"),
  "by click()": (button) => button.evaluate((button) => button.click()),
  "by dispatchEvent": (button) =>
    button.evaluate((button) => button.dispatchEvent(new MouseEvent("click", { bubbles: true }))),
  "by requestSubmit": (button) => button.evaluate((button) => button.form.requestSubmit()),
};

/** A handle to the event of a button that is there for this one press. */
export async function click(page, way = "by mouse") {
  const button = await page.evaluateHandle(
    (type) => {
      const form = document.createElement("form");
      const button = form.appendChild(Object.assign(document.createElement("button"), { textContent: "Accept" }));
      form.addEventListener("submit", (event) => event.preventDefault());
      globalThis.pressed = new Promise((resolve) => form.addEventListener(type, resolve));
      document.body.append(form);
      return button;
    },
    way === "by requestSubmit" ? "submit" : "click",
  );
  await WAYS[way](button);
  const event = await page.evaluateHandle(() => globalThis.pressed);
  await button.evaluate(({ form }) => form.remove());
  return event;
}
