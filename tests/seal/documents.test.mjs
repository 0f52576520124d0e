// Documents are sealed in a worker, under the strictest policy; where workers are blocked, on the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browsers.mjs";
import { ROOT, serve, STRICT } from "./support/server.mjs";

const LARGEST = 25 * 1024 * 1024;

for (const engine of ["chromium", "firefox"]) {
  test(`documents in ${engine}`, async (t) => {
    let browser;
    before(async () => {
      browser = await launch(engine);
    });
    after(() => browser?.close());

    /** Calls a function of the page's module in a fresh page. */
    const call = async (t, name, args = [], options = {}) => {
      const server = await serve(options);
      t.after(server.close);
      const { page, lines } = await open(browser, `${server.origin}/page/${options.bundle ? "bundled" : "index"}.html`);
      t.after(() => page.close());
      const result = await page.evaluate(
        (name, args) => import("/page/documents.mjs").then((module) => module[name](...args)),
        name,
        args,
      );
      return { result, lines };
    };

    for (const form of ["File", "Blob", "Uint8Array"]) {
      await t.test(`a ${form} is sealed in the worker and opens as it was`, async (t) => {
        const { result, lines } = await call(t, "roundTrip", [1_000_003, form]);
        assert.deepEqual(result, {
          isBlob: true,
          type: "application/jose",
          same: true,
          use: "document:r1",
          stages: ["read", "encrypt", "encode"],
          where: ["worker"],
          counted: true,
        });
        assert.deepEqual(lines, []);
      });
    }

    for (const [bytes, suite] of [
      [0, "X25519"],
      [1, "P-256"],
      [2, "RSA"],
      [393_216, "X25519"],
      [LARGEST, "X25519"],
    ]) {
      await t.test(`a document of ${bytes} bytes opens as it was, by ${suite}`, async (t) => {
        const { result } = await call(t, "roundTrip", [bytes, "File", suite]);
        assert.ok(result.same && result.where.includes("worker"), JSON.stringify(result));
      });
    }

    for (const [what, options] of [
      ["a policy blocks workers", { csp: STRICT.replace("worker-src 'self'", "worker-src 'none'") }],
      ["the worker's script is refused", { denyWorker: ["/sdk/document-worker.js"] }],
    ]) {
      await t.test(`where ${what}, the page does it and says so`, async (t) => {
        const { result } = await call(t, "roundTrip", [1_000_003, "File"], options);
        assert.deepEqual([result.same, result.where], [true, ["page"]]);
      });
    }

    await t.test("a script that can't be loaded is said to be, and is asked for again by the next call", async (t) => {
      const { result } = await call(t, "withoutScript", [], { denyOnce: ["/sdk/documents.mjs"] });
      const [first, ...later] = result;
      assert.equal(first, "script_unreachable");
      // Firefox remembers that a module did not come for as long as the page is open.
      const after = engine === "firefox" ? later[0] : "sealed";
      assert.deepEqual(later, [after, after]);
      assert.match(after, /^(sealed|script_unreachable)$/);
    });

    await t.test("webpack takes the worker along with no configuration", async (t) => {
      const bundle = await mkdtemp(join(tmpdir(), "portico-bundle-"));
      t.after(() => rm(bundle, { recursive: true, force: true }));
      const entry = join(ROOT, "tests/seal/page/bundled.mjs");
      const arguments_ = ["--mode", "production", "--entry", entry, "--output-path", bundle];
      execFileSync(process.execPath, [join(ROOT, "node_modules/webpack-cli/bin/cli.js"), ...arguments_], {
        cwd: bundle,
      });
      const { result, lines } = await call(t, "roundTrip", [1_000_003, "File"], { bundle, deny: ["/sdk/index.mjs"] });
      assert.deepEqual([result.same, result.where, lines], [true, ["worker"], []]);
    });

    await t.test("an abort ends it at every stage", async (t) => {
      for (const stage of [null, "read", "encrypt"]) {
        assert.equal((await call(t, "abortAt", [stage])).result, "aborted", `at ${stage}`);
      }
    });

    await t.test("what is no document is refused", async (t) => {
      const { result } = await call(t, "refusals");
      assert.deepEqual(result, {
        text: "invalid_option",
        nothing: "invalid_option",
        large: "invalid_option",
        noUse: "invalid_option",
      });
    });
  });
}
