import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { weigh } from "../../src/js/element/failure.mjs";
import { hasText, t } from "../../src/js/element/texts/index.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");
const ATTRIBUTES = { notice: ["title", "text"], trouble: ["title", "text", "todo"] };

test("every rule of a field has words for the person who broke it", async () => {
  const codes = [...(await read("crates/model/src/field.rs")).matchAll(/=> "([a-z_]+)", "/g)].map(([, code]) => code);
  assert.ok(codes.length >= 20);
  for (const code of codes) assert.ok(hasText(`error-${code}`), code);
});

test("every code of the catalogue is shown in words, in a step and in its place", async () => {
  const catalogue = await read("crates/model/src/catalogue.rs");
  const codes = [...catalogue.matchAll(/^ {4}\w+ = "([a-z_]+)", /gm)].map(([, code]) => code);
  assert.ok(codes.length >= 60);
  for (const code of codes) {
    for (const place of ["step", "start"]) {
      const { view, text, fields } = weigh({ code, errors: [] }, place);
      for (const attribute of ATTRIBUTES[view] ?? [])
        assert.ok(hasText(`${view}-${text}.${attribute}`), `${code} ${view}`);
      for (const field of fields) assert.ok(hasText(`error-${field.code}`), code);
    }
  }
});

test("nothing shouts, and nothing is called invalid", async () => {
  for (const file of ["en-screens", "en-errors"]) {
    const texts = (await read(`src/js/element/texts/${file}.mjs`)).split("`")[1];
    assert.doesNotMatch(texts, /!|invalid/i);
  }
});

test("every text that a template asks for is there", async () => {
  const { readdir } = await import("node:fs/promises");
  const folder = new URL("src/js/element/", root);
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".mjs"));
  for (const name of names) {
    const source = await readFile(new URL(name, folder), "utf8");
    for (const [, id] of source.matchAll(/\bt\("([\w.-]+)"/g)) assert.ok(hasText(id), `${name}: ${id}`);
  }
});

test("numbers choose their form", () => {
  assert.equal(t("tries-left", { left: 1 }), "1 try is left.");
  assert.equal(t("tries-left", { left: 2 }), "2 tries are left.");
  assert.equal(t("step-of", { current: 3, total: 7 }), "Step 3 of 7");
});
