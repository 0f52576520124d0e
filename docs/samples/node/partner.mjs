// An invented partner's server: a sign-in that vouches for the customer with a ticket. `cargo xtask demo` runs it, so that
// signing out and in again works on one machine. Its login takes any name and no password: yours is the real one, and
// what is worth copying is what it does after it.
//
// Settings: PARTNER_ADDR, PARTNER_KEY (a file, made at the first start), PARTNER_TICKET_KEY (where to write the public
// half for the gateway), GATEWAY_TICKET_ISSUER and GATEWAY_PUBLIC_URL as the gateway has them.

import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { generateTicketKey, mintTicket, readTicketKey } from "./ticket.mjs";

const { PARTNER_ADDR = "127.0.0.1:8790", PARTNER_KEY, PARTNER_TICKET_KEY, GATEWAY_TICKET_ISSUER } = process.env;
const audience = process.env.GATEWAY_PUBLIC_URL?.replace(/\/$/, "");
if (!PARTNER_KEY || !PARTNER_TICKET_KEY || !GATEWAY_TICKET_ISSUER || !audience) {
  throw new Error("set PARTNER_KEY, PARTNER_TICKET_KEY, GATEWAY_TICKET_ISSUER and GATEWAY_PUBLIC_URL");
}

const key = ticketKey();
writeFileSync(PARTNER_TICKET_KEY, JSON.stringify(key.jwk));

/** The key of an earlier start, or a new one that nobody else on this machine can read. */
function ticketKey() {
  try {
    return readTicketKey(readFileSync(PARTNER_KEY, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    const made = generateTicketKey();
    writeFileSync(PARTNER_KEY, made.pem, { mode: 0o600 });
    return made;
  }
}

/** POST /partner/sign-in `{user, jkt}` → `{ticket}`. */
async function signIn(request) {
  const { user, jkt } = JSON.parse(await text(request));
  // Here your server checks the password, or that its own session cookie is a customer's.
  if (typeof user !== "string" || !user.trim()) throw new TypeError("there is no user");
  const ticket = mintTicket({
    privateKey: key.privateKey,
    issuer: GATEWAY_TICKET_ISSUER,
    audience,
    partnerRef: customerOf(user),
    jkt,
  });
  return { ticket };
}

/** Your database's id of the customer. This one has no database: the same name gives the same id, which tells no name. */
const customerOf = (user) =>
  createHmac("sha256", key.pem).update(user.trim().toLowerCase()).digest("base64url").slice(0, 22);

async function text(request) {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 4096) throw new TypeError("the body is too long");
  }
  return body;
}

const [host, port] = PARTNER_ADDR.split(":");
const server = createServer(async (request, response) => {
  const answer = (status, body) => {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  };
  if (request.url === "/healthz") return answer(200, { status: "ok" });
  if (request.url !== "/partner/sign-in" || request.method !== "POST") return answer(404, { code: "route_not_found" });
  try {
    answer(200, await signIn(request));
  } catch {
    // What was sent is in no answer and in no log.
    answer(400, { code: "malformed_request" });
  }
});
server.listen(Number(port), host);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
