// A device statement at the low level: nothing is sent.

/** Makes a statement for what the platform gave to the partner's backend. */
export async function makeStatement(init, sdkId, platformKey) {
  const { createPortico } = await import("/sdk/index.mjs");
  const portico = await createPortico({ sdkId, platformKey });
  const { deviceData } = await portico.session.initialize(init);
  return deviceData;
}

/** What the browser would send along. */
export const headersOf = () => ({ "user-agent": navigator.userAgent, origin: location.origin });
