// `cargo xtask bench device`: from the first line of script to a sealed, signed statement that is ready to send, beside the
// ids of FingerprintJS and ThumbmarkJS and the verdict of BotD, each in a fresh context, shuffled within each round.
//
// Prints a table, writes it as JSON to the file named by PORTICO_BENCH_JSON, and exits with 1 when a figure is missed.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "../e2e/support/stack.mjs";
import { ENGINES, launch, open } from "../seal/support/browsers.mjs";
import { bundle, serveBench } from "./bench-server.mjs";
import { serveDevice } from "./support.mjs";

const SEED = Number(process.env.PORTICO_SEED ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env.PORTICO_ROUNDS ?? 15);
const NAMES = ["portico", "fingerprintjs", "thumbmarkjs", "botd"];

/** What has to hold: our time at most so many times FingerprintJS's, and no task of the main thread longer than this. */
const CEILINGS = { chromium: { ratio: 0.65, task: 50 }, firefox: { ratio: 1.2 } };
/** Bytes of the statement before it is sealed. */
const LARGEST = 4096;

const checks = [];
const report = { seed: SEED, rounds: ROUNDS, engines: {} };
const folder = await mkdtemp(join(tmpdir(), "portico-bench-"));
for (const name of NAMES) bundle(name, folder);
const server = await serveBench(folder);
const stack = await startStack({ log: "warn", pages: server.origin });
const { gateway, sdkId, platformKey } = stack.config;
server.pass(stack.url, { gateway, sdkId, platformKey });
console.log(`PORTICO_SEED=${SEED}`);

for (const engine of Object.keys(ENGINES)) {
  const browser = await launch(engine).catch((error) => console.log(`${engine}: not measured: ${error.message}`));
  if (!browser) continue;
  const times = Object.fromEntries(NAMES.map((name) => [name, []]));
  const tasks = Object.fromEntries(NAMES.map((name) => [name, []]));
  // The first round starts what the browser starts once.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const name of shuffled(NAMES, SEED + round)) {
      const { ms, task } = await visit(browser, name);
      if (!round) continue;
      times[name].push(ms);
      tasks[name].push(task);
    }
  }
  const measured = (report.engines[engine] = { version: await browser.version(), contenders: {} });
  for (const name of NAMES) {
    const [ms, task] = [median(times[name]), median(tasks[name])];
    measured.contenders[name] = { ms, longestTask: task, all: times[name], tasks: tasks[name] };
    const ratio = ms / median(times.fingerprintjs);
    console.log(
      `${engine} ${name.padEnd(14)} ${ms.toFixed(1).padStart(7)} ms (${Math.min(...times[name]).toFixed(0)} to ${Math.max(...times[name]).toFixed(0)})  ${ratio.toFixed(2)}x FingerprintJS  longest task ${task.toFixed(0)} ms`,
    );
  }
  const { portico, fingerprintjs } = measured.contenders;
  const { ratio, task } = CEILINGS[engine];
  check(`${engine}: our time over FingerprintJS's`, portico.ms / fingerprintjs.ms, ratio);
  if (task) check(`${engine}: the longest task of the main thread, in ms`, portico.longestTask, task);
  measured.statement = await statement(browser);
  check(`${engine}: bytes of the statement before it is sealed`, measured.statement, LARGEST);
  await browser.close();
}
await server.close();
await stack.stop();
await rm(folder, { recursive: true, force: true });

for (const { what, value, ceiling, held } of checks) {
  console.log(`${held ? "held  " : "MISSED"} ${what}: ${Number(value.toFixed(2))}, at most ${ceiling}`);
}
report.checks = checks;
if (process.env.PORTICO_BENCH_JSON) await writeFile(process.env.PORTICO_BENCH_JSON, JSON.stringify(report, null, 2));
process.exitCode = checks.length && checks.every(({ held }) => held) ? 0 : 1;

/** One page view of somebody who was never here: how long it took, and the longest task meanwhile. */
async function visit(browser, name) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.goto(`${server.origin}/${name}`, { waitUntil: "load" });
    await page.waitForFunction(() => globalThis.told, { timeout: 20_000 });
    return await page.evaluate(async () => {
      // A long task is told after it.
      await new Promise((done) => setTimeout(done, 100));
      const { began, end, tasks } = globalThis;
      const during = tasks.filter(({ startTime }) => startTime < end).map(({ duration }) => duration);
      return { ms: end - began, task: Math.max(0, ...during) };
    });
  } finally {
    await context.close();
  }
}

/** The bytes of this browser's statement, opened by a platform in the page. */
async function statement(browser) {
  const pages = await serveDevice();
  const { page } = await open(browser, `${pages.origin}/page/index.html`);
  const { bytes } = await page.evaluate(() => import("/device/signals.mjs").then(({ whole }) => whole()));
  await pages.close();
  return bytes;
}

function check(what, value, ceiling) {
  checks.push({ what, value, ceiling, held: value <= ceiling });
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Fisher and Yates's, with numbers of Park and Miller's from a seed. */
function shuffled(values, seed) {
  const order = [...values];
  let state = (seed % 2_147_483_646) + 1;
  for (let left = order.length; left > 1; left -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const chosen = state % left;
    [order[left - 1], order[chosen]] = [order[chosen], order[left - 1]];
  }
  return order;
}
