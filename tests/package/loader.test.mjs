import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { root } from "./packed.mjs";

const dist = join(root, "pkg/dist");
const wasm = readFileSync(join(dist, "portico_bg.wasm"));
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const OPTIONS = { gateway: "https://bank.example/portico", sdkId: "PT-SANDBOX-0", platformKey: "k".repeat(43) };
const answer = (body, type = "application/wasm", status = 200) =>
  new Response(body, { status, headers: { "content-type": type } });

// These share Node's globals, so they run one after another.
test("the loader", { concurrency: false }, async (t) => {
  /** The package as a page that was just opened has it, with `fetch` answered by `give`. */
  const page = async (t, give) => {
    const folder = mkdtempSync(join(tmpdir(), "portico-loader-"));
    cpSync(dist, folder, { recursive: true, filter: (from) => !from.endsWith("element") });
    const asked = [];
    replace(t, globalThis, "fetch", async (...args) => {
      asked.push(args);
      return give(...args);
    });
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    return { asked, ...(await import(pathToFileURL(join(folder, "index.mjs")).href)) };
  };
  const fails = (create, code) =>
    assert.rejects(create, (error) => error.name === "PorticoError" && error.code === code);

  await t.test("loads the wasm beside it once for any number of clients", async (t) => {
    const { createPortico, asked } = await page(t, () => answer(wasm));
    const clients = await Promise.all(Array.from({ length: 10 }, () => createPortico(OPTIONS)));
    clients.push(await createPortico(OPTIONS));
    assert.equal(asked.length, 1);
    assert.match(String(asked[0][0]), /\/portico_bg\.wasm$/);
    assert.ok(clients.every((client) => client.state === "new" && client instanceof EventTarget));
  });

  await t.test("forgets a load that failed, whatever failed", async (t) => {
    const answers = [
      () => Promise.reject("no Error"),
      () => answer(EMPTY),
      () => answer("<!doctype html>"),
      () => answer(wasm),
    ];
    const { createPortico, asked } = await page(t, () => answers[asked.length - 1]());
    await fails(createPortico(OPTIONS), "wasm_unreachable");
    await fails(createPortico(OPTIONS), "wasm_invalid");
    await fails(createPortico(OPTIONS), "wasm_invalid");
    assert.equal((await createPortico(OPTIONS)).state, "new");
  });

  for (const [what, give, code] of [
    ["a request that fails", () => Promise.reject(new TypeError("Failed to fetch")), "wasm_unreachable"],
    ["a file that isn't there", () => answer("", "text/html", 404), "wasm_unreachable"],
    ["a start page in the place of every address", () => answer("<!doctype html>", "text/html"), "wasm_invalid"],
    ["a start page that calls itself wasm", () => answer("<!doctype html>"), "wasm_invalid"],
    ["a wasm of somebody else", () => answer(EMPTY), "wasm_invalid"],
    ["a wasm of another version", () => answer(otherVersion()), "wasm_invalid"],
    ["a wasm that was cut", () => answer(wasm.subarray(0, wasm.length / 2)), "wasm_invalid"],
  ]) {
    await t.test(`says ${code} for ${what}`, async (t) => {
      const { createPortico } = await page(t, give);
      await fails(createPortico(OPTIONS), code);
    });
  }

  await t.test("takes a wasm that the server doesn't know the type of", async (t) => {
    const { createPortico } = await page(t, () => answer(wasm, "application/octet-stream"));
    assert.equal((await createPortico(OPTIONS)).state, "new");
  });

  await t.test("takes the wasm as bytes, module or response, and asks for nothing", async (t) => {
    for (const source of [wasm, new Uint8Array(wasm).buffer, await WebAssembly.compile(wasm), answer(wasm)]) {
      const { createPortico, asked } = await page(t, () => assert.fail("asked"));
      assert.equal((await createPortico({ ...OPTIONS, wasm: source })).state, "new");
      assert.equal(asked.length, 0);
    }
  });

  await t.test("says wasm_unsupported where there is no WebAssembly, or none with SIMD", async (t) => {
    const { createPortico } = await page(t, () => answer(wasm));
    const restore = replace(t, WebAssembly, "validate", () => false);
    await fails(createPortico(OPTIONS), "wasm_unsupported");
    restore();
    replace(t, globalThis, "WebAssembly", undefined);
    await fails(createPortico(OPTIONS), "wasm_unsupported");
  });

  await t.test("says wasm_blocked_by_csp where the browser compiles nothing at all", async (t) => {
    const { createPortico } = await page(t, () => answer(wasm));
    const refuse = () => Promise.reject(new WebAssembly.CompileError("refused"));
    replace(t, WebAssembly, "compileStreaming", refuse);
    replace(t, WebAssembly, "Module", function () {
      throw new WebAssembly.CompileError("refused");
    });
    await fails(createPortico(OPTIONS), "wasm_blocked_by_csp");
  });

  await t.test("names each option of the wrong form, before anything is asked for", async (t) => {
    const { createPortico, asked } = await page(t, () => answer(wasm));
    const wrong = { gateway: "ftp://bank.example", sdkId: " ", platformKey: "short", timeoutMs: 0, wasm: 5 };
    for (const given of [wrong, undefined, null, {}, { ...OPTIONS, gateway: "https://bank.example/?q=1" }]) {
      await fails(createPortico(given), "invalid_option");
    }
    await assert.rejects(createPortico(wrong), ({ errors }) => {
      assert.deepEqual(errors.map(({ field }) => field).sort(), [
        "gateway",
        "platformKey",
        "sdkId",
        "timeoutMs",
        "wasm",
      ]);
      return Object.isFrozen(errors);
    });
    assert.equal(asked.length, 0);
  });
});

test("makes a new instance after a fault, and lets the old one answer nothing", () => {
  // In a process of its own: what a broken instance leaves behind are errors that nobody can catch.
  const printed = execFileSync(process.execPath, [join(root, "tests/package/fault.mjs")], { encoding: "utf8" });
  assert.equal(printed.trim(), "ok");
});

/** Puts `value` in the place of a member until the test is over, or until the function that it gives is called. */
function replace(t, object, name, value) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  const restore = () => Object.defineProperty(object, name, before);
  t.after(restore);
  return restore;
}

function otherVersion() {
  const at = wasm.lastIndexOf("portico-version") + "portico-version".length;
  const other = Buffer.from(wasm);
  other[at] += 1;
  return other;
}
