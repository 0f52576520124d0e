// The pages of `cargo xtask bench device`: each contender bundled by webpack as a page would have it, and before the real
// gateway.

import { execFileSync } from "node:child_process";
import { createServer, request } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { ROOT } from "../seal/support/server.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** Bundles one script with no configuration but its place. */
export function bundle(name, folder) {
  const entry = join(ROOT, "tests/device/page/bench", `${name}.mjs`);
  const options = ["--mode", "production", "--entry", entry, "--output-path", join(folder, name)];
  execFileSync(process.execPath, [join(ROOT, "node_modules/webpack-cli/bin/cli.js"), ...options], {
    // Away from the portal's own configuration.
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/**
 * Listens. `/<name>` is a contender's page, `/bundle/…` what webpack made; what is below `/portico` goes on to the gateway
 * that `pass` names. Nothing is kept by a browser.
 */
export async function serveBench(folder) {
  const place = { gateway: undefined, options: undefined };
  const server = createServer(async (incoming, response) => {
    const { pathname } = new URL(incoming.url, "http://localhost");
    if (pathname.startsWith("/portico/")) return proxy(incoming, response, place.gateway);
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const headers = { "cache-control": "no-store" };
    if (!pathname.startsWith("/bundle/")) {
      return response.writeHead(200, { ...headers, "content-type": "text/html" }).end(html(pathname, place.options));
    }
    const file = normalize(join(folder, pathname.slice("/bundle/".length)));
    const bytes = file.startsWith(folder + sep) ? await readFile(file).catch(() => undefined) : undefined;
    if (!bytes) return response.writeHead(404).end();
    response
      .writeHead(200, { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
      .end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    /** The gateway, and what the package is created with. */
    pass: (gateway, options) => Object.assign(place, { gateway, options }),
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

/** The clock starts with the first line of script, and so does the watch over long tasks, where there is one. */
const html = (pathname, options) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Timing</title>
  <script>
    globalThis.began = performance.now();
    globalThis.options = ${JSON.stringify(options)};
    globalThis.tasks = [];
    globalThis.ended = () => (globalThis.end ??= performance.now());
    if (PerformanceObserver.supportedEntryTypes.includes("longtask"))
      new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });
  </script>
  <script defer src="/bundle${pathname}/main.js"></script>
  <p>This page is driven by a program.</p>
</html>
`;

function proxy(incoming, response, gateway) {
  const { hostname, port } = new URL(gateway);
  const onward = request(
    { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
    (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)),
  );
  onward.on("error", () => response.writeHead(502).end());
  incoming.pipe(onward);
}
