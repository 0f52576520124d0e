// The SDK in a page without screens, driven from outside: one call after the other, as a page of one's own would make them.

import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startBoth } from "./both.mjs";

const PACKAGE = resolve(fileURLToPath(import.meta.url), "../../../../pkg/dist");

/** A folder for a gateway to serve: an empty page, and the package as it is built. */
export async function bareFolder() {
  const folder = await mkdtemp(join(tmpdir(), "portico-bare-"));
  await cp(PACKAGE, join(folder, "sdk"), { recursive: true });
  await writeFile(
    join(folder, "index.html"),
    `<!doctype html><html lang="en-US"><link rel="icon" href="/portal.json" /><title>Bare</title></html>\n`,
  );
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The servers with such a folder, and the browser. The stack's config has the gateway's own key too. */
export async function startBare() {
  const { folder, remove } = await bareFolder();
  let [stack, browser] = [];
  const stop = async () => {
    await browser?.close();
    await stack?.stop();
    await remove();
  };
  try {
    [stack, browser] = await startBoth({ portal: folder });
    const { gatewayKey } = await (await fetch(`${stack.gatewayUrl}/portal.json`)).json();
    stack.config.gatewayKey = gatewayKey;
    return { folder, stack, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the page with a client in it: `client` for what a page does, `onboarding` once it was begun. */
export async function openBare(page, stack, { connect = true } = {}) {
  await page.goto(stack.url);
  await page.evaluate(
    async ({ config, connect }) => {
      const { createPortico } = await import("/sdk/index.mjs");
      globalThis.portico = await createPortico(config);
      if (connect) await portico.connect();
    },
    { config: stack.config, connect },
  );
}

/**
 * Calls `path` of the client, such as `people.get`, and gives its value. What it throws is thrown here with its code.
 * Functions don't cross over: `signal` and images are made in the page by tests that need them.
 */
export async function call(page, path, ...args) {
  const answer = await page.evaluate(
    async ([path, args]) => {
      const names = path.split(".");
      const name = names.pop();
      const space = names.reduce((object, name) => object[name], globalThis.portico);
      try {
        return { value: await space[name](...args) };
      } catch ({ code, message, errors, status }) {
        return { failed: { code: code ?? String(message), errors, status } };
      }
    },
    [path, args],
  );
  if (answer.failed) throw Object.assign(new Error(`${path}: ${answer.failed.code}`), answer.failed);
  return answer.value;
}

/** The code that a call ends with. */
export async function codeOf(promise) {
  const value = await promise.then(
    (value) => ({ value }),
    (error) => error,
  );
  if (value.code) return value.code;
  throw new Error(`it gave ${JSON.stringify(value.value ?? value.message)}`);
}
