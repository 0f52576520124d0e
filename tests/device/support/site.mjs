// A partner's site whose page opens a session: the real servers, and before them a proxy that writes down what passes.
//
// The proxy hears from the page what became of it, so that a browser that nobody drives can be asked as well.

import { copyFile, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "../../e2e/support/stack.mjs";
import { ROOT } from "../../seal/support/server.mjs";

const PAGES = join(ROOT, "tests/device/page/site");

/** So long may a browser take to open a session, its own start included. */
const PATIENCE_MS = 90_000;

/** Starts it; it ends with the test `t`. */
export async function startSite(t, { policy = "observe" } = {}) {
  const proxy = await startProxy();
  t.after(proxy.close);
  const portal = await assemble();
  t.after(() => rm(portal, { recursive: true, force: true }));
  const stack = await startStack({ t, policy, portal, publicUrl: proxy.url });
  proxy.forwardTo(stack.gatewayUrl);
  let runs = 0;
  return {
    ...stack,
    /**
     * Opens the page by `start(url)`, which gives what ends that browser, and waits for what became of it. `goOn` is what a
     * test does in that browser before it ends.
     *
     * Gives the page's own report, the answer to its `POST sessions` as it passed the proxy, and the sandbox's record.
     */
    async visit(start, goOn = async () => {}) {
      const run = String((runs += 1));
      const told = proxy.expect(run);
      const seen = proxy.openings.length;
      const end = await start(`${proxy.url}/?run=${run}`);
      try {
        const outcome = await told;
        if (outcome.broken) throw new Error(`the page broke: ${outcome.broken}`);
        await goOn();
        const opening = proxy.openings.slice(seen).at(-1);
        const check = (await stack.controls.checks()).find(({ device_jkt }) => device_jkt === outcome.thumbprint);
        return { ...outcome, opening, check };
      } finally {
        await end();
      }
    },
    /** Each `POST sessions` so far: what was sent and what was answered. */
    openings: proxy.openings,
  };
}

/** A portal's folder: the page, and the package as it is built. */
async function assemble() {
  const folder = await mkdtemp(join(tmpdir(), "portico-device-"));
  await symlink(join(ROOT, "pkg/dist"), join(folder, "sdk"));
  for (const name of await readdir(PAGES)) await copyFile(join(PAGES, name), join(folder, name));
  return folder;
}

async function startProxy() {
  const openings = [];
  const waiting = new Map();
  let gateway;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks);
    const url = new URL(request.url, "http://proxy");
    if (url.pathname === "/outcome") {
      waiting.get(url.searchParams.get("run"))?.(JSON.parse(sent));
      return response.writeHead(204).end();
    }
    if (url.pathname === "/favicon.ico") return response.writeHead(204).end();
    const { method, headers } = request;
    const answer = await forward(gateway + request.url, { method, headers }, sent).catch(() => undefined);
    if (!answer) return response.writeHead(502).end();
    if (method === "POST" && url.pathname === "/portico/netspend/sessions") {
      openings.push({ headers, sent: sent.toString(), status: answer.status, received: answer.body.toString() });
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://localhost:${server.address().port}`,
    openings,
    forwardTo: (url) => {
      gateway = url;
    },
    expect: (run) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`the page said nothing in ${PATIENCE_MS} ms`)), PATIENCE_MS);
        waiting.set(run, (outcome) => {
          clearTimeout(late);
          resolve(outcome);
        });
      }),
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

function forward(url, options, body) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, options, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on("error", reject);
    request.end(body);
  });
}
