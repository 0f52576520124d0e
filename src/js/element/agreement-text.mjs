// @ts-check
import { html } from "lit";

/** @typedef {{ kind: "heading", text: string } | { kind: "paragraph", text: string } | { kind: "list", items: string[] }} Block */

const LIST_ITEM = /^\s*(?:[-*•]|\(?[a-z]\))\s+/i;

/**
 * The blocks of a plain text. Blank lines part them. A short line by itself without a full stop at its end is a heading;
 * lines that start with a mark are a list. Nothing is left out and nothing is added.
 * @param {string} text
 * @returns {Block[]}
 */
export function parseBlocks(text) {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .map((block) => block.split("\n").filter((line) => line.trim() !== ""))
    .filter((lines) => lines.length > 0)
    .flatMap(blocksOf);
}

/**
 * @param {string[]} lines
 * @returns {Block[]}
 */
function blocksOf(lines) {
  const [first = "", ...rest] = lines;
  if (LIST_ITEM.test(first)) return [{ kind: "list", items: itemsOf(lines) }];
  if (isHeading(first, rest[0])) {
    const heading = /** @type {Block} */ ({ kind: "heading", text: first.replace(/^#+\s*/, "").trim() });
    return rest.length > 0 ? [heading, ...blocksOf(rest)] : [heading];
  }
  const list = rest.findIndex((line) => LIST_ITEM.test(line));
  const paragraph = list < 0 ? lines : lines.slice(0, list + 1);
  return [
    { kind: "paragraph", text: paragraph.map((line) => line.trim()).join(" ") },
    ...(list < 0 ? [] : /** @type {Block[]} */ ([{ kind: "list", items: itemsOf(lines.slice(list + 1)) }])),
  ];
}

/**
 * A line above others in its block may be the start of a wrapped paragraph: it has to look like a heading by itself.
 * @param {string} line
 * @param {string | undefined} next the line under it in the same block
 */
function isHeading(line, next) {
  const text = line.trim();
  if (text.startsWith("#")) return true;
  if (text.length > 72 || /[.:;,?]$/.test(text)) return false;
  if (next === undefined) return /^[\dA-Z]/.test(text);
  const numbered = text.length <= 48 && /^\d+[.)]\s/.test(text) && /^\s*[A-Z]/.test(next);
  return numbered || (/[A-Z]/.test(text) && text === text.toUpperCase());
}

/**
 * Items of a list; a line without a mark goes on with the item before it.
 * @param {string[]} lines
 */
function itemsOf(lines) {
  /** @type {string[]} */
  const items = [];
  for (const line of lines) {
    const last = items.length - 1;
    if (LIST_ITEM.test(line) || last < 0) items.push(line.replace(LIST_ITEM, "").trim());
    else items[last] = `${items[last]} ${line.trim()}`;
  }
  return items;
}

/**
 * The text to read.
 * @param {string} text
 */
export function agreementText(text) {
  return parseBlocks(text).map((block) => {
    if (block.kind === "heading") return html`<h3>${block.text}</h3>`;
    if (block.kind === "paragraph") return html`<p>${block.text}</p>`;
    return html`<ul>
      ${block.items.map((item) => html`<li>${item}</li>`)}
    </ul>`;
  });
}
