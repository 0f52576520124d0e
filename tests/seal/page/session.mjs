// A session of the package with a platform in the page: no gateway and no server.

import { makePlatform } from "./platform.mjs";

/** The package, loaded when it is asked for, and a session that is ready, with the platform on its other side. */
export async function openSession(suite = "X25519", session) {
  const { createPortico } = globalThis.bundled ?? (await import("/sdk/index.mjs"));
  const platform = await makePlatform(suite);
  const portico = await createPortico({ sdkId: "PT-SANDBOX-00000000000000000000000000000000" });
  const { deviceData, open } = await portico.session.initialize(platform.jwks);
  const grant = await platform.grant(deviceData, session);
  await open(grant.encryptedData);
  return { portico, platform, grant };
}

/** A generator of 32-bit numbers that gives the same ones for the same seed (Marsaglia's xorshift). */
export function numbers(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
