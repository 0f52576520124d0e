// Ways to open a page: by nobody's hand, by Playwright, by Puppeteer, by a WebDriver. Each gives a function that opens a
// URL in a browser of its own and gives what ends that browser.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { ENGINES } from "../../seal/support/browsers.mjs";
import { browserOf, find, makeProfile, start } from "./programs.mjs";

/** What keeps Chromium from asking things and from calling its maker. It changes nothing that a page can see. */
const QUIET = ["--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-dev-shm-usage"].concat(
  ENGINES.chromium.args.filter((arg) => !["--no-sandbox", "--no-first-run", "--disable-gpu"].includes(arg)),
);

/** The same for Firefox. */
export const QUIET_PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "termsofuse.bypassNotification": true,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** All that a page of these tests may ask. */
const LOCAL = ["localhost", "127.0.0.1"];

/** A person's browser: a window on a screen, and no driver. */
export function byHand(engine, display) {
  return async (url) => {
    const profile = await makeProfile();
    const firefox = engine === "firefox";
    if (firefox) await writePreferences(profile.folder, QUIET_PREFERENCES);
    const args = firefox
      ? ["--no-remote", "--new-instance", "--profile", profile.folder, url]
      : [...QUIET, `--user-data-dir=${profile.folder}`, url];
    const browser = start(browserOf(engine), args, { env: { DISPLAY: display, MOZ_DISABLE_AUTO_SAFE_MODE: "1" } });
    return async () => {
      await browser.end();
      await profile.remove();
    };
  };
}

/**
 * Playwright's Chromium. `spoof` runs in the page before its own scripts; `keep(page)` gets the page, for a test that goes
 * on with it.
 */
export function byPlaywright({ args = [], context = {}, spoof, display, keep } = {}) {
  return async (url) => {
    const browser = await chromium.launch({
      executablePath: browserOf("chromium"),
      headless: !display,
      args: [...QUIET, ...args],
      env: { ...process.env, DISPLAY: display ?? "" },
    });
    const visitor = await browser.newContext(context);
    if (spoof) await visitor.addInitScript(spoof);
    const page = await visitor.newPage();
    keep?.(page);
    await page.goto(url);
    return () => browser.close();
  };
}

/** Puppeteer's Chromium, or Firefox over BiDi, as `launch` starts it. */
export function byPuppeteer(engine, options) {
  return async (url) => {
    const { page, end } = await launch(engine, options);
    await page.goto(url);
    return end;
  };
}

/**
 * A browser and a page of it. A `profile` that is passed is used again; `prepare(page)` runs before anything is opened.
 * `noise` gets what its console says and what it asks of strangers.
 */
export async function launch(engine, { args = [], profile, preferences, prepare, env = {}, noise = [] } = {}) {
  const own = profile ?? (await makeProfile());
  const browser = await puppeteer.launch({
    browser: ENGINES[engine].browser,
    executablePath: browserOf(engine),
    headless: true,
    userDataDir: own.folder,
    args: engine === "chromium" ? [...QUIET, ...args] : args,
    extraPrefsFirefox: preferences,
    env: { ...process.env, ...env },
    defaultViewport: null,
    protocolTimeout: 120_000,
  });
  const page = await browser.newPage();
  page.on("console", (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && !LOCAL.includes(hostname)) noise.push(`request: ${request.url()}`);
  });
  await prepare?.(page);
  const end = async () => {
    await browser.close();
    if (!profile) await own.remove();
  };
  return { page, end };
}

/** ChromeDriver, spoken to as Selenium does, in WebDriver's own words (W3C). */
export function byChromedriver({ args = [] } = {}) {
  return async (url) => {
    const driver = start(find(process.env.CHROMEDRIVER, "chromedriver"), ["--port=0"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const port = await new Promise((resolve, reject) => {
      driver.child.stdout.on("data", (text) => {
        const [, number] = /successfully on port (\d+)/.exec(text) ?? [];
        if (number) resolve(number);
      });
      driver.child.once("exit", () => reject(new Error("chromedriver ended")));
    });
    const call = async (method, path, body) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
      const { value } = await answer.json();
      if (!answer.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
      return value;
    };
    const options = { binary: browserOf("chromium"), args: ["--headless=new", ...QUIET, ...args] };
    const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } };
    const { sessionId } = await call("POST", "/session", { capabilities });
    await call("POST", `/session/${sessionId}/url`, { url });
    return async () => {
      await call("DELETE", `/session/${sessionId}`);
      await driver.end();
    };
  };
}

/** Firefox reads these at its start. */
export async function writePreferences(folder, preferences) {
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(join(folder, "user.js"), lines.join(""));
}
