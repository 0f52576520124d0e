// Serves the built package, the libraries that it is compared with, and the pages of this folder, over loopback.

import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../../../..");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** The strictest policy that the package works under: docs/csp.md. */
export const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; " +
  "img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types portico lit-html";

/**
 * Starts the server.
 *
 * `/sdk/…` is `dist`, `/bundle/…` is `bundle`, `/npm/<package>/…` a library, `/page/…` this folder's pages; `areas` are more of them by
 * name. `csp` goes with the pages and their workers, and so do `headers`; `deny` names paths that are answered with 404,
 * `denyOnce` those that are the first time, and `denyWorker` those that are where a worker asks for them.
 */
export async function serve({
  dist = join(ROOT, "pkg/dist"),
  bundle,
  areas = {},
  csp = STRICT,
  headers = {},
  deny = [],
  denyOnce = [],
  denyWorker = [],
} = {}) {
  const folders = { sdk: dist, page: join(ROOT, "tests/seal/page"), bundle, ...areas };
  const once = new Set(denyOnce);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const denied = request.headers["sec-fetch-dest"] === "worker" ? [...deny, ...denyWorker] : deny;
    const file = once.delete(pathname) || denied.includes(pathname) ? undefined : find(folders, pathname);
    const bytes = file && (await readFile(file).catch(() => undefined));
    if (!bytes) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const policy = csp ? { "content-security-policy": csp } : {};
    response
      .writeHead(200, { "content-type": type, "cache-control": "no-store", ...policy, ...headers })
      .end(pathname.startsWith("/npm/") ? withPaths(bytes) : bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://localhost:${server.address().port}`;
  return { origin, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

function find(folders, pathname) {
  const [, area, ...rest] = decodeURIComponent(pathname).split("/");
  const [folder, path] = area === "npm" ? library(rest) : [folders[area], join(...rest, "")];
  if (!folder) return undefined;
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) ? file : undefined;
}

/** A library's folder and the path in it: `jose/dist/webapi/index.js`, `@hpke/core/esm/mod.js`. */
function library(parts) {
  const length = parts[0]?.startsWith("@") ? 2 : 1;
  return [join(ROOT, "node_modules", ...parts.slice(0, length)), join(...parts.slice(length), "")];
}

/** Names of other packages become paths: a page has no resolver, and an import map would need an inline script. */
function withPaths(bytes) {
  return bytes.toString("utf8").replaceAll(/(from\s*)(["'])(@hpke\/[\w-]+)\2/g, (all, from, quote, name) => {
    const manifest = join(ROOT, "node_modules", name, "package.json");
    // Its comments name packages that are not here.
    if (!existsSync(manifest)) return all;
    const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
    return `${from}${quote}/npm/${join(name, exports["."].import)}${quote}`;
  });
}
