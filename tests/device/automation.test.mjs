// Browsers that programs drive get no session, and learn no more than that; browsers of people get one.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { before, test } from "node:test";
import { browserOf, startScreen } from "./support/programs.mjs";
import { startSite } from "./support/site.mjs";
import { byChromedriver, byHand, byPlaywright, byPuppeteer } from "./support/visitors.mjs";

const ROUNDS = Number(process.env.PORTICO_ROUNDS ?? 1);

/** What the automation of 2026 hides first. */
const PATCHED = "--disable-blink-features=AutomationControlled";
const MAJOR = /\d+/.exec(
  execFileSync(browserOf("chromium"), ["--version"], { stdio: ["ignore", "pipe", "ignore"] }),
)[0];
const agent = (system) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${MAJOR}.0.0.0 Safari/537.36`;
const LINUX = agent("X11; Linux x86_64");
const WINDOWS = agent("Windows NT 10.0; Win64; x64");

/** Runs in the page before its scripts, as stealth plugins do it. */
function disguise() {
  const values = { webdriver: false, platform: "Win32", hardwareConcurrency: 8, deviceMemory: 8, languages: ["en-US"] };
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }
}

/** The variants, as the field has them, and what gives each of them away. */
const DRIVEN = [
  { name: "Playwright as it comes", start: byPlaywright(), reasons: ["webdriver", "headless_name"] },
  {
    name: "Playwright without its flag and without the word Headless",
    start: byPlaywright({ args: [PATCHED], context: { userAgent: LINUX } }),
    reasons: ["worker_brands_missing"],
  },
  {
    name: "the same as a browser of Windows",
    start: byPlaywright({ args: [PATCHED], context: { userAgent: WINDOWS } }),
    reasons: ["worker_brands_missing", "user_agent_platform"],
  },
  {
    name: "a page whose navigator is replaced by a script",
    start: byPlaywright({ args: [PATCHED], context: { userAgent: WINDOWS }, spoof: disguise }),
    reasons: ["identity_lies", "worker_brands_missing", "worker_platform", "worker_cores"],
  },
  {
    name: "ChromeDriver, patched in the same way",
    start: byChromedriver({ args: [PATCHED, `--user-agent=${LINUX}`] }),
    reasons: ["automation_globals"],
  },
  { name: "Firefox over WebDriver BiDi", start: byPuppeteer("firefox"), reasons: ["webdriver"] },
];

test("the policy enforce", async (t) => {
  const site = await startSite(t, { policy: "enforce" });
  let display;
  before(async () => {
    display = await startScreen(t);
  });
  const told = [];

  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { name, start, reasons } of DRIVEN) {
      await t.test(`refuses ${name} (round ${round})`, async (t) => {
        const { session, error, left, opening, check } = await visitUnhurried(site, start);
        const codes = check.reasons.map(({ code }) => code);
        t.diagnostic(`${check.decision}, score ${check.score}: ${codes.join(", ")}`);
        assert.deepEqual([session, check.decision, check.outcome, left], [undefined, "deny", "refused", 0]);
        assert.deepEqual(
          reasons.filter((code) => !codes.includes(code)),
          [],
          "each of its marks was seen",
        );
        told.push({ error, status: opening.status, body: JSON.parse(opening.received) });
      });
    }

    for (const engine of ["chromium", "firefox"]) {
      await t.test(`gives a session to a person's ${engine} (round ${round})`, async (t) => {
        const { session, error, left, opening, check } = await site.visit(byHand(engine, display));
        t.diagnostic(`${check.decision}, score ${check.score}: ${check.reasons.map(({ code }) => code).join(", ")}`);
        assert.equal(error, undefined);
        assert.deepEqual([check.decision, check.outcome, left, opening.status], ["allow", "accepted", 0, 201]);
        assert.equal(check.session_id, session);
      });
    }
  }

  await t.test("tells all that it refuses the same, and says no reason", () => {
    const [first, ...others] = told.map(withoutRequestId);
    assert.deepEqual(first, {
      error: {
        name: "PorticoError",
        code: "device_not_authentic",
        reason: "refused",
        retryable: false,
        errors: [],
        status: 403,
        message: first.error.message,
      },
      status: 403,
      body: {
        type: first.body.type,
        title: first.body.title,
        status: 403,
        detail: first.body.detail,
        code: "device_not_authentic",
        reason: "refused",
      },
    });
    for (const other of others) assert.deepEqual(other, first);
    const said = JSON.stringify(first);
    for (const word of ["webdriver", "headless", "worker", "score", "weight", "robot", "bot", "automat"]) {
      assert.ok(!said.toLowerCase().includes(word), `${word} is in ${said}`);
    }
  });
});

/**
 * A visit in which the worker answered. A machine that is busy with other tests may keep it waiting for longer than a
 * signal has; what it would have said is then not there to be judged.
 */
async function visitUnhurried(site, start) {
  for (let tries = 1; ; tries += 1) {
    const seen = await site.visit(start);
    if (seen.check.signals.worker.state !== "timeout" || tries === 8) return seen;
  }
}

/** Each request has an id of its own, and nothing else of it may differ. */
function withoutRequestId({ error: { requestId: _own, ...error }, body: { request_id: _sent, ...body }, status }) {
  return { error, body, status };
}
