// @ts-check
// Memory for the bytes of a text while it is being sealed: used again, so that it costs nothing to have, and wiped.

const encoder = new TextEncoder();
const scratch = new Uint8Array(16_384);

/**
 * Gives `use` the value's bytes, which are gone when it returns: it copies what it needs for longer.
 * @template T
 * @param {string | Uint8Array} value bytes are given as they are
 * @param {(bytes: Uint8Array) => T} use
 * @returns {T}
 */
export function withBytes(value, use) {
  if (typeof value !== "string") return use(value);
  // UTF-8 takes three bytes for one of UTF-16 at most.
  const room = 3 * value.length > scratch.length ? new Uint8Array(3 * value.length) : scratch;
  const bytes = room.subarray(0, encoder.encodeInto(value, room).written);
  try {
    return use(bytes);
  } finally {
    bytes.fill(0);
  }
}
