// Pages of this folder in a browser, and the package's sources beside the built one.

import { join } from "node:path";
import { open } from "../seal/support/browsers.mjs";
import { ROOT, serve } from "../seal/support/server.mjs";

/** Serves the pages, with the options of the server of tests/seal. */
export const serveDevice = (options = {}) =>
  serve({ ...options, areas: { device: join(ROOT, "tests/device/page"), src: join(ROOT, "src/js") } });

/** Calls a function of a module of this folder's pages in a fresh page. */
export async function call(t, browser, module, name, args = [], options = {}) {
  const server = await serveDevice(options);
  t.after(server.close);
  const { page, lines } = await open(browser, `${server.origin}/page/index.html`);
  t.after(() => page.close());
  const result = await page.evaluate(
    (module, name, args) => import(`/device/${module}.mjs`).then((functions) => functions[name](...args)),
    module,
    name,
    args,
  );
  return { result, lines };
}
