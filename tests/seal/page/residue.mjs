// Looks for what was sealed in the whole of the wasm's memory.

import { memory } from "./wasm-memory.mjs";
import { numbers, openSession } from "./session.mjs";

/**
 * Seals `count` texts, each with a mark of its own, and searches the memory after each. A mark of eight letters fits into
 * half a block of the cipher: it is put at every offset modulo 16, and at the end of the text, where the last block is.
 * Gives the offsets at which something was found.
 */
export async function search(count, seed) {
  const { portico } = await openSession();
  const next = numbers(seed);
  const decoder = new TextDecoder("latin1");
  const found = [];
  for (let round = 0; round < count; round += 1) {
    const mark = letters(next, 8);
    const offset = round % 17;
    // The 17th place is the very end; before it the text goes on for another length each time.
    // Half of them are short: those are encrypted in the wasm, in every engine.
    const blocks = 1 + (next() % (round % 4 < 2 ? 7 : 40));
    const before = 16 * blocks + (offset === 16 ? next() % 16 : offset);
    const behind = offset === 16 ? 0 : 1 + (next() % (round % 4 < 2 ? 100 : 300));
    const text = letters(next, before) + mark + letters(next, behind);
    const use = `test:${round}`;
    await portico.seal(round % 2 ? text : new TextEncoder().encode(text), { use });
    if (decoder.decode(memory()).includes(mark)) found.push(offset);
  }
  return { found, bytes: memory().length };
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*~";
const letters = (next, length) => Array.from({ length }, () => ALPHABET[next() % 64]).join("");
