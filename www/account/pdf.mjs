// @ts-check
import { parseBlocks } from "../../src/js/element/agreement-text.mjs";

/**
 * The smallest valid PDF of a text: US letter, one monospaced standard font that every reader has, nothing embedded. The
 * gateway serves agreements as text, and the platform takes the accepted one as a PDF.
 */

const LINE = 13;
const SIZE = 9.5;
const MARGIN = 60;
const [WIDTH, HEIGHT] = [612, 792];
/** A Courier letter is 0.6 of its size wide. */
const COLUMNS = Math.floor((WIDTH - 2 * MARGIN) / (SIZE * 0.6));
const ROWS = Math.floor((HEIGHT - 2 * MARGIN) / LINE);

/** What WinAnsi has beside Latin-1, as far as texts of agreements use it. */
const WIN_ANSI = new Map(
  Object.entries({ "€": 0x80, "…": 0x85, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "•": 0x95, "–": 0x96, "—": 0x97 }),
);

/**
 * @param {{ title: string, text: string, notes: string[] }} document `notes`: what stands at the end, a line each
 * @returns {Uint8Array}
 */
export function agreementPdf({ title, text, notes }) {
  const lines = [...linesOf(text), "-".repeat(COLUMNS), ...notes.flatMap(wrap)];
  const pages = [];
  for (let from = 0; from < lines.length; from += ROWS) pages.push(lines.slice(from, from + ROWS));
  const kids = pages.map((_, index) => `${5 + index * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    `<< /Title (${escape(title)}) >>`,
    ...pages.flatMap((page, index) => {
      const content = contentOf(page);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Contents ${6 + index * 2} 0 R ` +
          "/Resources << /Font << /F 3 0 R >> >> >>",
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return bytesOf(write(objects));
}

/**
 * The blocks that the page showed, one under the other.
 * @param {string} text
 */
function linesOf(text) {
  return parseBlocks(text).flatMap((block) => [
    ...(block.kind === "list" ? block.items.flatMap((item) => wrap(`- ${item}`)) : wrap(block.text)),
    "",
  ]);
}

/** @param {string[]} lines one byte a letter from here on */
function contentOf(lines) {
  const shown = lines.map((line) => `(${escape(line)}) Tj T*`).join("\n");
  return `BT /F ${SIZE} Tf ${LINE} TL ${MARGIN} ${HEIGHT - MARGIN} Td\n${shown}\nET`;
}

/** @param {string[]} objects */
function write(objects) {
  let file = "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join("")}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return file + table + trailer;
}

/**
 * The lines of a block that fit, broken between words, and inside of one that is longer than a line.
 * @param {string} text
 */
export function wrap(text) {
  const lines = [];
  let rest = text.trim();
  while (rest.length > COLUMNS) {
    const space = rest.lastIndexOf(" ", COLUMNS);
    const end = space > 0 ? space : COLUMNS;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/**
 * A PDF string's letters: WinAnsi, with the three that mean something escaped. What WinAnsi does not have is a question mark.
 * @param {string} text
 */
function escape(text) {
  return [...text]
    .map((letter) => {
      const code = WIN_ANSI.get(letter) ?? letter.codePointAt(0) ?? 0;
      if (letter === "\t") return " ";
      return code >= 0x20 && code <= 0xff && code !== 0x7f ? String.fromCharCode(code) : "?";
    })
    .join("")
    .replace(/[\\()]/g, "\\$&");
}

/** @param {string} text of letters that are bytes */
const bytesOf = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
