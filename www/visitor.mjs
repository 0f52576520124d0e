// @ts-check
// Who is signed in at Larkwell. A partner has a login of its own; the demo's takes any name and no password, and this browser
// remembers the name: one that was made up, of nobody.

const USER = "larkwell-user";
const SEEN = "larkwell-seen";
/** The gateway forgets a browser that was idle for half an hour. */
const FRESH_MS = 25 * 60 * 1000;

/** The name of the account at Larkwell; empty for nobody. */
export const user = () => localStorage.getItem(USER) ?? "";

/** @param {string} name */
export function signInAs(name) {
  localStorage.setItem(USER, name);
  localStorage.removeItem(SEEN);
}

/** Forgets who it was. */
export function signOut() {
  localStorage.removeItem(USER);
  localStorage.removeItem(SEEN);
}

/** A newcomer gets a name to come back with. */
export function ensureUser() {
  if (!user()) signInAs(`lark-${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`);
  return user();
}

/** This browser's session works: a reload goes on with it and needs no ticket. */
export function noteSession() {
  if (user()) localStorage.setItem(SEEN, String(Date.now()));
}

/**
 * Asks the partner's server to vouch for its customer to the platform. Nothing where this browser's session still goes on.
 * @param {string | undefined} signIn the address; absent where the partner has no login
 * @param {import("@portico/web-sdk").Portico} portico
 * @param {"start" | "expired"} why
 * @returns {Promise<string | undefined>}
 */
export async function fetchTicket(signIn, portico, why) {
  if (!signIn) return undefined;
  const name = ensureUser();
  if (why === "start" && Date.now() - Number(localStorage.getItem(SEEN)) < FRESH_MS) return undefined;
  const answer = await fetch(signIn, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: name, jkt: await portico.device.thumbprint() }),
  }).catch(() => undefined);
  if (!answer) throw new SignInError(navigator.onLine ? "gateway_unreachable" : "offline");
  if (!answer.ok) throw new SignInError("upstream_unavailable");
  return (await answer.json()).ticket;
}

/** The partner's server did not vouch. The codes are the SDK's own, so that the element has words for them. */
class SignInError extends Error {
  /** @param {string} code */
  constructor(code) {
    super("the partner's server gave no ticket");
    this.code = code;
  }
}
