// docs/device-signals.md, made from the signals: what a signal is lies in its registry's entry, what it is for in the
// comment above it. The bundle has none of these texts.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { SIGNALS } from "../../src/js/signals/registry.js";
import { root } from "./packed.mjs";

const folder = join(root, "src/js/signals");
const TAGS = ["reads", "source", "why", "kept"];

/** What each group is for, and what switches it off. */
const GROUPS = {
  matching: "what makes a device known again",
  context: "what the page and the browser are at the moment",
  automation: "what tells a driven or disguised browser",
  privacy: "what the person asked for. It always travels",
};

/** The page as it has to be. */
export function signalsPage() {
  const registry = readFileSync(join(folder, "registry.js"), "utf8");
  const order = comment(registry, registry.indexOf("export const SIGNALS"));
  const entries = SIGNALS.map(({ name, group }) => ({ name, group, ...tags(name) }));
  return `${[
    "# Device signals",
    "",
    "What the device statement tells of the device. This page is made from the code by `PORTICO_UPDATE=1 cargo xtask test --only package`.",
    "",
    "`portico.device.preview()` shows all of it, with values, before anything is sent. `createPortico({ signals: { matching: false } })` switches a group",
    "off: its signals then travel as `skipped`. None of them asks for a permission, plays, stores or sends anything, hashes anything, stays in",
    "the page, or is read before `createPortico`. Every one ends as `ok`, `absent` (the browser has none), `blocked` (the browser or a policy",
    "refuses it), `timeout` (250 ms each, 1.5 s in all), `error`, `noised` (the browser falsifies it on purpose) or `skipped`, with what it cost",
    "in milliseconds. In the browser the values are in memory alone, for as long as the client is.",
    "",
    "How long the platform keeps them: **device**, for as long as it knows the device; **check**, for as long as it keeps the record of the",
    "check that they were part of.",
    "",
    "## Order",
    "",
    order.replaceAll(/\n*@type.*/g, "").trim(),
    "",
    ...Object.entries(GROUPS).flatMap(([group, about]) => [
      `## Group \`${group}\``,
      "",
      `${about[0].toUpperCase()}${about.slice(1)}.`,
      "",
      "| signal | what is read | why | kept | where it comes from |",
      "| --- | --- | --- | --- | --- |",
      ...entries
        .filter((entry) => entry.group === group)
        .map(({ name, reads, why, kept, source }) => `| \`${name}\` | ${reads} | ${why} | ${kept} | ${source} |`),
      "",
    ]),
  ].join("\n")}`;
}

/** The tags of the comment above a signal. */
function tags(name) {
  const file = readdirSync(folder).find((file) => file === `${name.replaceAll("_", "-")}.js`);
  if (!file) throw new Error(`the signal ${name} has no file of its name`);
  const text = readFileSync(join(folder, file), "utf8");
  const above = comment(text, text.indexOf("export const"));
  const found = Object.fromEntries(
    above.split(/^@/m).flatMap((part) => {
      const [tag, ...words] = part.split(/\s+/);
      return TAGS.includes(tag) ? [[tag, words.join(" ").trim()]] : [];
    }),
  );
  for (const tag of TAGS) if (!found[tag]) throw new Error(`${file} does not say @${tag}`);
  return found;
}

/** The text of the comment that ends before `at`. */
function comment(text, at) {
  const before = text.slice(0, at);
  const lines = before.slice(before.lastIndexOf("/**") + 3, before.lastIndexOf("*/")).split("\n");
  return lines
    .map((line) => line.replace(/^ \* ?/, ""))
    .join("\n")
    .trim();
}
