// `cargo xtask demo --smoke`: one customer, from the front door to an activated card. Prints the steps passed.

import { launchBrowser, visit } from "./support/browser.mjs";
import { controlsOf } from "./support/stack.mjs";
import { walkTo } from "./support/walk.mjs";

const url = process.env.PORTICO_URL;
const sandboxUrl = process.env.PORTICO_SANDBOX_URL;
if (!url || !sandboxUrl) {
  console.error(
    "start this by `cargo xtask demo --smoke`: it names the servers in PORTICO_URL and PORTICO_SANDBOX_URL",
  );
  process.exit(2);
}

const began = Date.now();
let passed = 0;
let last = "start";
const tell = (screen) => {
  last = screen;
  passed += 1;
  console.log(`  ✓ ${screen.padEnd(20)} ${((Date.now() - began) / 1000).toFixed(1)} s`);
};

const browser = await launchBrowser({ headed: !!process.env.PORTICO_HEADED, slow: !!process.env.PORTICO_SLOW });
try {
  const visitor = await visit(browser, { origin: url });
  const stack = { url, sandboxUrl, controls: controlsOf(sandboxUrl) };
  await walkTo(visitor.page, stack, "complete", { onArrival: async (screen) => tell(screen) });
  const trouble = visitor.observer.trouble();
  if (trouble.length > 0) throw new Error(`the page had trouble:\n    ${trouble.join("\n    ")}`);
  console.log(`\n${passed} steps passed: an account is open and its card is active.`);
} catch (error) {
  console.error(`\nfailed after ${last}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
