// The device's key, as a page has it.

const create = async () => (await import("/sdk/index.mjs")).createPortico({ sdkId: `PT-SANDBOX-${"0".repeat(32)}` });

/** The thumbprint of this browser's key. */
export const thumbprint = async () => (await create()).device.thumbprint();

/** The thumbprints of two clients of a page whose storage is blocked, and whether the first one's session works. */
export async function blocked() {
  IDBFactory.prototype.open = () => {
    throw new DOMException("blocked", "SecurityError");
  };
  const { makePlatform } = await import("/page/platform.mjs");
  const [portico, platform] = [await create(), await makePlatform("P-256")];
  const { deviceData, open } = await portico.session.initialize(platform.jwks);
  const grant = await platform.grant(deviceData);
  await open(grant.encryptedData);
  const { text } = await platform.unseal(await portico.seal("4071", { use: "pin:c" }));
  const again = await portico.device.thumbprint();
  return { text, same: again === (await portico.device.thumbprint()), form: /^[\w-]{43}$/.test(again) };
}
