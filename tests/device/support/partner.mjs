// A partner with a backend of its own: it talks to the platform itself, and its page has the low level alone.

import { join } from "node:path";
import { ROOT, serve, STRICT } from "../../seal/support/server.mjs";

/** The calls of the partner's backend. `headers` go with `POST sessions` as the browser sent them. */
export async function startPartner({ sandboxUrl, kit }) {
  const base = `${sandboxUrl}/netspend-api/v1`;
  const credentials = Buffer.from(`${kit.api_key}:${kit.api_secret}`).toString("base64");
  const token = await fetch(`${base}/oauth/accesstoken`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  }).then((answer) => answer.json());
  const authorization = `Bearer ${token.access_token}`;
  return {
    /** What the platform gives for a new session: key set, nonce and time. */
    init: () => fetch(`${base}/sessions/init`, { headers: { authorization } }).then((answer) => answer.json()),
    async open(deviceData, headers = {}) {
      const answer = await fetch(`${base}/sessions`, {
        method: "POST",
        headers: { ...headers, authorization, "content-type": "application/json" },
        body: JSON.stringify({ device_data: deviceData }),
      });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

/**
 * The partner's page. It may stand in a frame of one other origin: `http://127.0.0.1` is not `http://localhost`, though
 * it is the same machine.
 */
export function servePartner() {
  return serve({
    areas: { device: join(ROOT, "tests/device/page") },
    csp: STRICT.replace("frame-src 'self'", "frame-src http://localhost:*").replace(
      "frame-ancestors 'none'",
      "frame-ancestors http://127.0.0.1:*",
    ),
  });
}
