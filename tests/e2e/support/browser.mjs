// The system's Chromium, and visitors with a fresh profile each.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { observe } from "./observer.mjs";

/** Starts the browser. */
export function launchBrowser({ headed = false, slow = false } = {}) {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: !headed,
    slowMo: slow ? 250 : 0,
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
  });
}

/** A visitor with a profile of their own, and with everything that they send, get and see written down. */
export async function visit(browser, { width = 1280, colorScheme = "light", origin } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 740 : 900 },
    isMobile: width < 600,
    hasTouch: width < 600,
    reducedMotion: "reduce",
    colorScheme,
    locale: "en-US",
    timezoneId: "America/Chicago",
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const observer = await observe(page, origin);
  return { context, page, observer, close: () => context.close() };
}

function findBrowser() {
  if (process.env.CHROME) return process.env.CHROME;
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const paths = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => paths.map((path) => join(path, name))).find((file) => existsSync(file));
  if (!found) throw new Error("there is no Chromium: run `cargo xtask doctor`");
  return found;
}
