// The real servers, each with a folder of its own: sandbox, gateway, and a receiver for the partner's webhooks.

import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../../..");
const PORTAL = join(ROOT, "www/dist");
const PARTNER = join(ROOT, "docs/samples/node/partner.mjs");
/** What the partner's own server shows the gateway. */
const ADMIN_TOKEN = "the-admin-token-of-the-browser-tests";
const BIN = process.env.PORTICO_BIN ?? join(ROOT, "target/debug");

/** Started and not yet stopped: whatever ends this process ends them too. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/**
 * Starts a sandbox with its test controls and a gateway before it that serves the built portal.
 *
 * `log` is RUST_LOG for both, `policy` what the sandbox does about devices, `portal` another folder to serve, and
 * `publicUrl` the gateway's address where browsers don't reach it directly. With a test's context `t` they end with the
 * test, however it ends. A page that is served by others, at `pages`, needs no portal.
 */
export async function startStack({ t, log = "info", policy = "observe", portal = PORTAL, publicUrl, pages } = {}) {
  if (!pages && !existsSync(join(portal, "index.html")))
    throw new Error("the portal is not built: run `cargo xtask test --only e2e`");
  const dir = await mkdtemp(join(tmpdir(), "portico-e2e-"));
  const webhooks = await startReceiver();
  const [sandboxPort, gatewayPort, partnerPort] = [await freePort(), await freePort(), await freePort()];
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const url = publicUrl ?? `http://localhost:${gatewayPort}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const kitPath = join(dir, "sandbox/starter-kit.json");
  const logs = Object.fromEntries(["sandbox", "gateway", "partner"].map((name) => [name, join(dir, `${name}.log`)]));
  const ticketKey = join(dir, "ticket-key.json");

  const startSandbox = () =>
    startServer("portico-sandbox", sandboxUrl, logs.sandbox, {
      SANDBOX_ADDR: `127.0.0.1:${sandboxPort}`,
      SANDBOX_PUBLIC_URL: sandboxUrl,
      SANDBOX_DATA: join(dir, "sandbox"),
      SANDBOX_CONTROLS: "on",
      SANDBOX_POLICY: policy,
      SANDBOX_FRAME_ANCESTORS: url,
      SANDBOX_WEBHOOK_URL: webhooks.url,
      SANDBOX_WEBHOOK_PRIVATE: "allow",
      RUST_LOG: log,
    });
  let sandbox = await startSandbox();
  const kit = JSON.parse(await readFile(kitPath, "utf8"));
  const config = {
    gateway: "/portico",
    sdkId: kit.sdk_id,
    platformKey: kit.platform_key,
    providedId: kit.provided_ids.dda,
    letterbox: `${sandboxUrl}/sandbox/letterbox`,
    devices: `${sandboxUrl}/sandbox/devices`,
    signIn: "/partner/sign-in",
  };
  await writeFile(join(dir, "portal.json"), JSON.stringify(config));

  // The sample of a partner's server, on the page's origin by way of the gateway.
  const partnerUrl = `http://127.0.0.1:${partnerPort}`;
  const partner = await startServer("partner", partnerUrl, logs.partner, {
    PARTNER_ADDR: `127.0.0.1:${partnerPort}`,
    PARTNER_KEY: join(dir, "partner-key.pem"),
    PARTNER_TICKET_KEY: ticketKey,
    GATEWAY_PUBLIC_URL: pages ?? url,
    GATEWAY_TICKET_ISSUER: "partner",
  });

  const startGateway = () =>
    startServer("portico-gateway", gatewayUrl, logs.gateway, {
      GATEWAY_ADDR: `127.0.0.1:${gatewayPort}`,
      GATEWAY_PUBLIC_URL: pages ?? url,
      GATEWAY_NETSPEND_URL: `${sandboxUrl}/netspend-api/v1`,
      GATEWAY_PASSPORT_URL: `${sandboxUrl}/v1`,
      GATEWAY_STARTER_KIT: kitPath,
      GATEWAY_DATA: join(dir, "gateway"),
      GATEWAY_PORTAL_FRAME: sandboxUrl,
      GATEWAY_PORTAL_API: partnerUrl,
      GATEWAY_TICKET_KEY: ticketKey,
      GATEWAY_TICKET_ISSUER: "partner",
      GATEWAY_ADMIN_TOKEN: ADMIN_TOKEN,
      ...(!pages && { GATEWAY_PORTAL: portal, GATEWAY_PORTAL_CONFIG: join(dir, "portal.json") }),
      RUST_LOG: log,
    });
  let gateway = await startGateway();
  // The gateway puts its own key into what it serves.
  if (!pages) config.gatewayKey = (await (await fetch(`${gatewayUrl}/portal.json`)).json()).gatewayKey;

  const stack = {
    url,
    gatewayUrl,
    sandboxUrl,
    dir,
    kit,
    config,
    adminToken: ADMIN_TOKEN,
    partnerUrl,
    logs,
    /** Where the partner's server takes webhooks, and what it was sent so far. */
    webhookUrl: webhooks.url,
    webhooks: webhooks.received,
    controls: controlsOf(sandboxUrl),
    stopGateway: () => gateway.stop(),
    async startGateway() {
      gateway = await startGateway();
    },
    /** Ends both servers and starts them again on what they kept. */
    async restart() {
      await Promise.all([gateway.stop(), sandbox.stop()]);
      sandbox = await startSandbox();
      gateway = await startGateway();
    },
    /** Resident memory of both, in bytes. */
    memory: async () => ({ sandbox: await sandbox.memory(), gateway: await gateway.memory() }),
    /** Ends the servers and keeps their folder, so that it can be read whole. */
    async stopServers() {
      await gateway.stop();
      await sandbox.stop();
      await partner.stop();
      await webhooks.close();
    },
    async stop() {
      await stack.stopServers();
      await rm(dir, { recursive: true, force: true });
    },
  };
  t?.after(stack.stop);
  return stack;
}

/** The sandbox's test controls. */
export function controlsOf(sandboxUrl) {
  const call = async (method, path, body) => {
    const answer = await fetch(`${sandboxUrl}/sandbox${path}`, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  };
  return {
    card: (id) => call("GET", `/cards/${id}`),
    ship: (id) => call("POST", `/cards/${id}/ship`),
    expireSession: (id) => call("POST", `/sessions/${id}/expire`),
    advanceClock: (seconds) => call("POST", "/clock/advance", { seconds }),
    events: () => call("GET", "/events"),
    closeAccount: (id) => call("POST", `/accounts/${id}/close`),
    reviseAgreement: (id) => call("POST", `/agreements/${id}/revise`),
    /** `passed` or `failed`. */
    finishScan: (id, result) => call("POST", `/identity_scans/${id}`, { result }),
    /** `accepted` or `rejected`. */
    reviewDocuments: (id, result) => call("POST", `/document_requests/${id}`, { result }),
    /** What the sandbox judged of devices, newest first; of one session alone where one is named. */
    checks: async (sessionId) =>
      (await call("GET", `/devices/checks${sessionId ? `?session_id=${encodeURIComponent(sessionId)}` : ""}`)).checks,
  };
}

/** Starts a server and waits until it is healthy. */
async function startServer(name, url, log, env) {
  const file = openSync(log, "a");
  // No variable of ours may reach it by chance: a DATABASE_URL of the shell would mix this run with others.
  const { PATH, HOME } = process.env;
  const [program, ...args] = name === "partner" ? [process.execPath, PARTNER] : [join(BIN, name)];
  const child = spawn(program, args, { env: { PATH, HOME, ...env }, stdio: ["ignore", file, file] });
  closeSync(file);
  running.add(child);
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code, signal) => resolve(new Error(`${name} ended (${code ?? signal})`)));
  });
  void ended.then(() => running.delete(child));
  const early = ended.then(async (why) => {
    throw new Error(`${why.message}; its log:\n${await readFile(log, "utf8")}`);
  });
  await Promise.race([healthy(url), early]);
  early.catch(() => {});
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
    },
  };
}

async function healthy(url) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} did not become healthy within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The partner's webhook endpoint: keeps what comes, and answers 200. */
async function startReceiver() {
  const received = [];
  const server = createHttpServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ url: request.url, headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(200).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/webhooks`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
