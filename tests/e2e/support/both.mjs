// The servers and the browser, started side by side.

import { launchBrowser } from "./browser.mjs";
import { startStack } from "./stack.mjs";

/** Both, or neither: a browser that goes on without servers would keep the tests from ending. */
export async function startBoth(options) {
  const [stack, browser] = await Promise.allSettled([startStack(options), launchBrowser()]);
  const failed = [stack, browser].find(({ status }) => status === "rejected");
  if (!failed) return [stack.value, browser.value];
  await Promise.all([stack.value?.stop(), browser.value?.close()]);
  throw failed.reason;
}
