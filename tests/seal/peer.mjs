// The SDK in a browser as one side of tests/interop, which is the platform's side:
//
//   node tests/seal/peer.mjs <engine> seal <count> <seed>   prints a line of JSON for each message that it sealed
//   node tests/seal/peer.mjs <engine> open                  reads lines, and prints for each whether it opens as it was

import { text } from "node:stream/consumers";
import { launch, open } from "./support/browsers.mjs";
import { serve } from "./support/server.mjs";

/** How many messages go to the page at once. */
const BATCH = 250;

const [engine, mode, count, seed] = process.argv.slice(2);
const server = await serve();
const browser = await launch(engine);
const { page } = await open(browser, `${server.origin}/page/index.html`);
const run = (name, ...args) =>
  page.evaluate((name, args) => import("/page/messages.mjs").then((page) => page[name](...args)), name, args);
const print = (lines) => process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

if (mode === "seal") {
  await run("begin", Number(seed));
  for (let left = Number(count); left > 0; left -= BATCH) print(await run("seal", Math.min(left, BATCH)));
} else {
  const lines = (await text(process.stdin))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  await run("beginAs", lines[0].jwk_private.k, lines[0].sid);
  for (let from = 0; from < lines.length; from += BATCH) print(await run("open", lines.slice(from, from + BATCH)));
}
await browser.close();
await server.close();
