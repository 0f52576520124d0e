import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { project, root, run } from "./packed.mjs";

test("the tarball holds the scripts, the types, one wasm and the licenses, and nothing else", (t) => {
  const { installed } = project(t);
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(installed.length + 1))
    .filter((name) => !name.startsWith("dist/element/"));
  assert.deepEqual(files.sort(), [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "dist/answers.d.ts",
    "dist/calls.d.ts",
    "dist/cures.mjs",
    "dist/device.d.ts",
    "dist/document-worker.js",
    "dist/documents.mjs",
    "dist/index.d.ts",
    "dist/index.mjs",
    "dist/index.mjs.map",
    "dist/passport-calls.mjs",
    "dist/passport.d.ts",
    "dist/passport.mjs",
    "dist/portico_bg.wasm",
    "package.json",
  ]);
});

test("publint and attw find nothing to complain of", (t) => {
  const { tarball } = project(t);
  run("publint/src/cli.js", [tarball, "--strict"]);
  // ESM alone, on purpose: a CommonJS project imports it dynamically.
  run("@arethetypeswrong/cli/dist/index.js", [
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    "./portico_bg.wasm",
  ]);
});

test("package, wasm and scripts are of one version", () => {
  const { version } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  const cargo = readFileSync(join(root, "Cargo.toml"), "utf8");
  assert.match(cargo, new RegExp(`\\[workspace\\.package\\]\\nversion = "${version}"`));
  assert.match(readFileSync(join(root, "src/js/loader.mjs"), "utf8"), new RegExp(`VERSION = "${version}"`));
});

test("importing it in Node does nothing and keeps nothing alive", (t) => {
  const { folder } = project(t);
  const script = `
    const before = Object.getOwnPropertyNames(globalThis).length;
    globalThis.fetch = () => { throw new Error("asked"); };
    const { createPortico, PorticoError } = await import("@portico/web-sdk");
    if (typeof createPortico !== "function" || !(PorticoError.prototype instanceof Error)) throw new Error("exports");
    if (Object.getOwnPropertyNames(globalThis).length !== before) throw new Error("globals");
    console.log(Object.keys(await import("@portico/web-sdk")).join());
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(printed.trim(), "PorticoError,createPortico");
});

test("nothing in it needs eval, an inline script or a path of the machine that built it", () => {
  for (const name of readdirSync(join(root, "pkg/dist")).filter((name) => /\.m?js(\.map)?$/.test(name))) {
    assert.doesNotMatch(
      readFileSync(join(root, "pkg/dist", name), "utf8"),
      /\beval\(|new Function|innerHTML|document\.write/,
      name,
    );
  }
  const wasm = readFileSync(join(root, "pkg/dist/portico_bg.wasm"), "latin1");
  for (const path of [root, process.env.HOME].filter((path) => path && path.length > 1)) {
    assert.ok(!wasm.includes(path), path);
  }
});
