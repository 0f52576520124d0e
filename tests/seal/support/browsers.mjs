// Chromium and Firefox, driven alike.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

/** The engines, by name. WebKitGTK has no such driver: it runs the tests of tests/browser. */
export const ENGINES = Object.freeze({
  chromium: {
    browser: "chrome",
    programs: [process.env.CHROME, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  },
  firefox: { browser: "firefox", programs: [process.env.FIREFOX, "firefox-esr", "firefox"], args: [] },
});

/**
 * Starts a browser with a fresh profile. Unwatched, its driver isn't told of each request: that doubles the time which a
 * request of Chromium's takes.
 */
export function launch(engine, { args = [], watched = true } = {}) {
  const { browser, programs, args: own } = ENGINES[engine];
  const executablePath = programs.filter(Boolean).map(locate).find(Boolean);
  if (!executablePath) throw new Error(`there is no ${engine}: run \`cargo xtask doctor\``);
  return puppeteer.launch({
    browser,
    executablePath,
    headless: true,
    networkEnabled: watched,
    args: [...own, ...args],
    protocolTimeout: 600_000,
  });
}

/** A page at `url` that keeps what its console says and what it throws in `lines`. */
export async function open(browser, url) {
  const page = await browser.newPage();
  const lines = [];
  page.on("console", (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => lines.push(`uncaught: ${error.message}`));
  await page.goto(url, { waitUntil: "load" });
  return { page, lines };
}

function locate(program) {
  if (program.includes("/")) return existsSync(program) ? program : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}
