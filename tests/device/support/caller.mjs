// A caller of the gateway that is no browser: its own key, its own proofs (RFC 9449) by npm jose, its own cookie.

import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createHash, randomUUID } from "node:crypto";

export class Caller {
  #site;
  #key;
  #jwk;
  #nonce;
  #cookie;

  /** @param {{ url: string }} site the gateway's public URL */
  static async create(site) {
    const caller = new Caller();
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    caller.#site = site;
    caller.#key = privateKey;
    caller.#jwk = await exportJWK(publicKey);
    await caller.call("GET", "/sessions/init");
    return caller;
  }

  post(path, body, session) {
    return this.call("POST", path, body, session);
  }

  /** One call under `/portico/netspend`, and once more when the gateway asks for another nonce. */
  async call(method, path, body, session) {
    for (let tries = 1; ; tries += 1) {
      const url = `${this.#site.url}/portico/netspend${path}`;
      const headers = {
        dpop: await this.#prove(method, url, session),
        origin: this.#site.url,
        "sec-fetch-site": "same-origin",
        "user-agent": "a caller",
      };
      if (body) headers["content-type"] = "application/json";
      if (session) headers["ns-session-id"] = session;
      if (this.#cookie) headers.cookie = this.#cookie;
      const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
      this.#nonce = answer.headers.get("dpop-nonce") ?? this.#nonce;
      const [cookie] = answer.headers.getSetCookie();
      if (cookie) this.#cookie = cookie.split(";")[0];
      const answered = { status: answer.status, body: await answer.json() };
      if (answered.body.code !== "use_dpop_nonce" || tries > 1) return answered;
    }
  }

  #prove(method, url, session) {
    const claims = { htm: method, htu: url, jti: randomUUID(), nonce: this.#nonce };
    if (session) claims.ath = createHash("sha256").update(session).digest("base64url");
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: this.#jwk })
      .setIssuedAt()
      .sign(this.#key);
  }
}
