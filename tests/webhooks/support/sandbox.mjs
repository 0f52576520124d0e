// The sandbox's binary on a folder of its own, a partner's endpoint, and the gateway's.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../../..");
const BIN = process.env.PORTICO_BIN ?? join(ROOT, "target/debug");

/** A sandbox that delivers to `webhookUrl`: `start()` and `kill()` as often as a test likes, on the same data. */
export async function makeSandbox(t, webhookUrl) {
  const data = await mkdtemp(join(tmpdir(), "portico-webhooks-"));
  let child;
  const kill = async () => {
    if (!child) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    child = undefined;
  };
  t.after(async () => {
    await kill();
    await rm(data, { recursive: true, force: true });
  });
  const start = async () => {
    child = spawn(join(BIN, "portico-sandbox"), {
      env: {
        SANDBOX_ADDR: "127.0.0.1:0",
        SANDBOX_PUBLIC_URL: "http://127.0.0.1:1",
        SANDBOX_DATA: data,
        SANDBOX_CONTROLS: "on",
        SANDBOX_WEBHOOK_URL: webhookUrl,
        SANDBOX_WEBHOOK_PRIVATE: "allow",
        RUST_LOG: "portico_sandbox=info",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines = createInterface({ input: child.stderr });
    for await (const line of lines) {
      const address = / address=(\S+)/.exec(line)?.[1];
      if (!address) continue;
      child.stderr.resume();
      return `http://${address}`;
    }
    throw new Error("the sandbox ended before it was up");
  };
  const kit = async () => JSON.parse(await readFile(join(data, "starter-kit.json"), "utf8"));
  return { start, kill, kit };
}

/** A gateway at `address` before a sandbox, that takes its webhooks. */
export async function startGateway(t, { address, sandboxUrl, kit, adminToken }) {
  const data = await mkdtemp(join(tmpdir(), "portico-webhooks-gateway-"));
  await writeFile(join(data, "starter-kit.json"), JSON.stringify(kit));
  const child = spawn(join(BIN, "portico-gateway"), {
    env: {
      GATEWAY_ADDR: address,
      GATEWAY_PUBLIC_URL: `http://${address}`,
      GATEWAY_NETSPEND_URL: `${sandboxUrl}/netspend-api/v1`,
      GATEWAY_STARTER_KIT: join(data, "starter-kit.json"),
      GATEWAY_DATA: join(data, "gateway"),
      GATEWAY_WEBHOOK_SECRET: kit.webhook_secret,
      GATEWAY_ADMIN_TOKEN: adminToken,
      RUST_LOG: "portico_gateway=info",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  t.after(async () => {
    child.kill("SIGKILL");
    await gone;
    await rm(data, { recursive: true, force: true });
  });
  const healthy = () => fetch(`http://${address}/healthz`).catch(() => undefined);
  while (!(await healthy())?.ok) assert.equal(child.exitCode, null, "the gateway ended before it was up");
}

/** A port that nobody listens at. */
export async function freeAddress() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `127.0.0.1:${port}`;
}

/** Answers with `status`, and hands deliveries over in the order in which they came. */
export async function startReceiver(t) {
  const came = [];
  const waiting = [];
  const receiver = { status: 200, next: () => came.shift() ?? new Promise((resolve) => waiting.push(resolve)) };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answered = receiver.status;
    response.writeHead(answered).end();
    const delivery = { answered, headers: request.headers, body: Buffer.concat(chunks).toString() };
    const waiter = waiting.shift();
    if (waiter) waiter(delivery);
    else came.push(delivery);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${server.address().port}/hook`;
  return receiver;
}
