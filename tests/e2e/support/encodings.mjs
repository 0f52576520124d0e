// A mark in all the forms in which it could hide, and the search for them.

/**
 * The forms of a mark that is long enough to be found by itself: raw, percent-, base64-, base64url- and hex-encoded, and
 * UTF-16 of both byte orders. Base64 has three forms, by where in a group of three bytes the mark begins.
 */
export function formsOf(mark) {
  const bytes = Buffer.from(mark, "utf8");
  const utf16 = Buffer.from(mark, "utf16le");
  const hex = bytes.toString("hex");
  const texts = new Set([
    mark,
    encodeURIComponent(mark),
    new URLSearchParams({ mark }).toString().slice("mark=".length),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    JSON.stringify(mark).slice(1, -1),
    hex,
    utf16.toString("hex"),
    ...base64Forms(bytes),
    ...base64Forms(utf16),
  ]);
  const forms = [...texts].map((text) => ({
    name: text === mark ? "raw" : `encoded as ${text}`,
    bytes: Buffer.from(text),
  }));
  return [...forms, { name: "UTF-16LE", bytes: utf16 }, { name: "UTF-16BE", bytes: Buffer.from(utf16).swap16() }];
}

/** Where a mark stands in a haystack, in whatever form; upper and lower case are the same. */
export function find(mark, haystack) {
  const lower = lowerCased(haystack);
  const found = formsOf(mark).find(({ bytes }) => lower.includes(lowerCased(bytes)));
  return found?.name;
}

/**
 * A search for a few digits, which turn up by chance in any long text: only where they are a whole value. That is a JSON
 * value, a form value, the text of an element, or the value of something that is named after them.
 */
export function findShort(digits, names, haystack) {
  const text = haystack.toString("latin1");
  const named = names.join("|");
  const patterns = [
    `"${digits}"`,
    `'${digits}'`,
    `\\\\"${digits}\\\\"`,
    `%22${digits}%22`,
    `[?&=]${digits}(?=&|$|\\s)`,
    `>\\s*${digits}\\s*<`,
    `(?:${named})[^0-9A-Za-z]{0,6}${digits}(?![0-9])`,
  ];
  const seen = patterns.find((pattern) => new RegExp(pattern, "i").test(text));
  if (seen) return `as ${seen}`;
  // As the member of an object the digits are long enough to be looked for in every form.
  return names.map((name) => find(`"${name}":"${digits}"`, haystack)).find(Boolean);
}

function base64Forms(bytes) {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and the last character also hold bits of what stands before and behind.
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + bytes.length) * 8) / 6);
    const sure = shifted.slice(from, to);
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

const lowered = new WeakMap();

/** ASCII letters only: byte by byte, whatever the bytes mean. Done once for each haystack, which is searched many times. */
function lowerCased(bytes) {
  const known = lowered.get(bytes);
  if (known) return known;
  const copy = Buffer.from(bytes);
  for (let index = 0; index < copy.length; index += 1) {
    if (copy[index] >= 0x41 && copy[index] <= 0x5a) copy[index] += 0x20;
  }
  lowered.set(bytes, copy);
  return copy;
}
