// @ts-check

/** @typedef {import("@portico/web-sdk").DeviceSignal} DeviceSignal */
/** @typedef {DeviceSignal & { bytes: number }} Measured */
/** @typedef {{ signals: Measured[], bytes: number, ms: number }} Reading */

/**
 * What would be sent, with its size.
 * @param {import("@portico/web-sdk").Portico} portico
 * @returns {Promise<Reading>}
 */
export async function measure(portico) {
  const preview = await portico.device.preview();
  const signals = preview.signals.map((signal) => ({ ...signal, bytes: sizeOf(signal) }));
  // Two braces around them and a comma between any two.
  const bytes = signals.reduce((sum, signal) => sum + signal.bytes, 0) + signals.length + 1;
  return { signals, bytes, ms: preview.ms };
}

/**
 * Bytes of one signal in the statement, which leaves out the state `ok` and a cost of nothing.
 * @param {DeviceSignal} signal
 */
function sizeOf({ name, state, value, ms }) {
  const record = { state: state === "ok" ? undefined : state, value, ms: ms || undefined };
  return new TextEncoder().encode(`${JSON.stringify(name)}:${JSON.stringify(record)}`).length;
}
