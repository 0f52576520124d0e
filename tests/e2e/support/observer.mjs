// Writes down all that a page sends, gets and says.

/**
 * Watches a page from now on.
 *
 * `trouble()` lists what no run may have: console errors, uncaught errors, CSP violations, requests to another origin.
 */
export async function observe(page, origin) {
  const exchanges = [];
  const consoleLines = [];
  const troubles = [];
  const pending = [];

  // Chromium's console names violations too; the event also fires for those that a report-only policy finds.
  await page.exposeBinding("observeViolation", (_source, text) => troubles.push(`CSP violation: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.observeViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
    });
  });
  page.on("console", (message) => {
    consoleLines.push(`${message.type()} ${message.text()} ${message.location().url}`);
    if (message.type() === "error") troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => {
    consoleLines.push(`pageerror ${error.stack}`);
    troubles.push(`uncaught: ${error.message}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && origin && url.origin !== origin) {
      troubles.push(`request to a third party: ${url.origin}`);
    }
    exchanges.push({ request, method: request.method(), url: request.url(), sent: request.postDataBuffer() });
  });
  page.on("requestfinished", (request) => {
    pending.push(complete(exchanges.find((exchange) => exchange.request === request)));
  });

  return {
    exchanges,
    consoleLines,
    /** Waits until the bodies of all answers so far are here. */
    async settle() {
      while (pending.length > 0) await pending.shift();
    },
    trouble: () => [...troubles],
    /** Forgets what went wrong so far: for tests that provoke it. */
    pardon: () => troubles.splice(0),
    /** The id of the session that the page used last. */
    sessionId() {
      const ids = exchanges.map(({ request }) => request.headers()["ns-session-id"]).filter(Boolean);
      return ids.at(-1);
    },
  };
}

async function complete(exchange) {
  if (!exchange) return;
  const response = await exchange.request.response();
  exchange.requestHeaders = await exchange.request.allHeaders().catch(() => ({}));
  exchange.status = response?.status();
  exchange.responseHeaders = (await response?.allHeaders().catch(() => ({}))) ?? {};
  // A redirect has no body, and the body of a page that was left is gone.
  exchange.received = (await response?.body().catch(() => undefined)) ?? Buffer.alloc(0);
}
