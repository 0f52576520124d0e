// @ts-check

/**
 * `letterbox` and `devices` are the sandbox's pages, in demos; `signIn` is where the partner's server gives tickets.
 * @typedef {{
 *   gateway: string, sdkId: string, platformKey: string, providedId: string, letterbox?: string, devices?: string,
 *   signIn?: string
 * }} PortalConfig
 */

/**
 * The portal's settings, as the gateway serves them.
 * @returns {Promise<PortalConfig>}
 */
export async function fetchConfig() {
  const answer = await fetch("/portal.json", { headers: { accept: "application/json" } }).catch(() => undefined);
  if (!answer) throw new ConfigError(navigator.onLine ? "gateway_unreachable" : "offline");
  if (!answer.ok) throw new ConfigError("unexpected_answer");
  return answer.json().catch(() => {
    throw new ConfigError("unexpected_answer");
  });
}

/** The settings did not come. The codes are the SDK's own, so that the element has words for them. */
class ConfigError extends Error {
  /** @param {string} code */
  constructor(code) {
    super("the portal's settings could not be loaded");
    this.code = code;
  }
}

/**
 * What the business account needs besides: the gateway itself adds it.
 * @typedef {PortalConfig & { gatewayKey?: string }} AccountConfig
 */
