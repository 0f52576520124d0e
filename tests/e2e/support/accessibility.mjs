// axe-core on what the page shows now.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One line for each rule that an element breaks; none when all is well. */
export async function violations(page) {
  // Evaluated by the debugger and not by the page, so that the page's CSP stays as it is served.
  await page.evaluate(await source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(" ")})`));
}
