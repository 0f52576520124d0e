// `cargo xtask bench seal`: sealing beside npm jose and @hpke/core, in one page, as ratios.
//
// Prints a table, writes it as JSON to the file named by PORTICO_BENCH_JSON, and exits with 1 when a figure is missed.

import { writeFile } from "node:fs/promises";
import { ENGINES, launch, open } from "./support/browsers.mjs";
import { serve } from "./support/server.mjs";

const SEED = Number(process.env.PORTICO_SEED ?? Date.now() % 1_000_000);
const SIZES = [256, 1024, 4096, 16_384];
const ROUNDS = 200;
const MEBIBYTE = 1024 * 1024;

/** What has to hold for 1 KB: ours at least so many times as fast as the fastest of the others. */
const FLOORS = { chromium: { cold: 1.1, ready: 6 }, firefox: { cold: 5, ready: 10 } };
const OTHERS = ["jose X25519", "jose P-256", "@hpke/core X25519"];

const checks = [];
const report = { seed: SEED, engines: {} };
const server = await serve({
  csp: "",
  headers: { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" },
});
console.log(`PORTICO_SEED=${SEED}`);

for (const engine of Object.keys(ENGINES)) {
  const browser = await launch(engine).catch((error) => console.log(`${engine}: not measured: ${error.message}`));
  if (!browser) continue;
  const run = async (name, ...args) => {
    const { page } = await open(browser, `${server.origin}/page/index.html`);
    const result = await page.evaluate(
      async (name, args) => {
        await import("/page/quiet.mjs");
        const bench = await import("/page/bench.mjs");
        return bench[name](...args);
      },
      name,
      args,
    );
    await page.close();
    return result;
  };
  const measured = (report.engines[engine] = { version: await browser.version(), values: {} });
  for (const size of SIZES) {
    const times = (measured.values[size] = await run("values", size, ROUNDS, SEED));
    const fastest = Math.min(...OTHERS.map((name) => times[name]));
    print(engine, size, times, fastest);
    if (size !== 1024) continue;
    for (const kind of ["cold", "ready"]) {
      const floor = FLOORS[engine][kind];
      check(`${engine}: 1 KB ${kind}, times the speed of the fastest other`, fastest / times[`ours, ${kind}`], floor);
    }
  }
  const documents = (measured.document = await run("documents", 25 * MEBIBYTE, 7));
  console.log(
    `${engine} 25 MiB document: ours ${ms(documents.ours)}, jose on the page ${ms(documents.jose)}, longest block ${ms(documents.longestBlock)}`,
  );
  check(`${engine}: 25 MiB, jose's time times 1.6 over ours`, (1.6 * documents.jose) / documents.ours, 1);
  check(`${engine}: 25 MiB, 16 ms over the longest block`, 16 / documents.longestBlock, 1);
  const growth = (measured.growth = await run("growth", 10 * MEBIBYTE, 100));
  console.log(`${engine} wasm memory: ${growth.before} bytes before 100 sealings of 10 MiB, ${growth.after} after`);
  check(`${engine}: memory before over memory after`, growth.before / growth.after, 1);
  await browser.close();
}
await server.close();

for (const { what, value, floor, held } of checks) {
  console.log(`${held ? "held  " : "MISSED"} ${what}: ${value.toFixed(2)}, at least ${floor}`);
}
report.checks = checks;
if (process.env.PORTICO_BENCH_JSON) await writeFile(process.env.PORTICO_BENCH_JSON, JSON.stringify(report, null, 2));
process.exitCode = checks.length && checks.every(({ held }) => held) ? 0 : 1;

function check(what, value, floor) {
  checks.push({ what, value, floor, held: value >= floor });
}

function print(engine, size, times, fastest) {
  for (const [name, time] of Object.entries(times)) {
    const ratio = name.startsWith("ours") ? `  ${(fastest / time).toFixed(2)}x the fastest other` : "";
    console.log(
      `${engine} ${String(size).padStart(6)} bytes  ${name.padEnd(18)} ${time.toFixed(1).padStart(9)} µs${ratio}`,
    );
  }
}

function ms(time) {
  return `${time.toFixed(1)} ms`;
}
