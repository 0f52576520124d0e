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
    const exchange = { request, method: request.method(), url: request.url(), sent: request.postDataBuffer() };
    exchange.whole = new Promise((resolve) => (exchange.finish = resolve)).then(() => complete(exchange));
    exchanges.push(exchange);
  });
  // A redirect is a request of its own; one that a navigation cut off has failed.
  for (const end of ["requestfinished", "requestfailed"]) {
    page.on(end, (request) => exchanges.find((exchange) => exchange.request === request)?.finish());
  }

  return {
    exchanges,
    consoleLines,
    /** Waits until all that was asked for so far is answered, and headers and bodies are here. */
    settle: () => settle(exchanges),
    trouble: () => [...troubles],
    /** Forgets what went wrong so far: for tests that provoke it. */
    pardon: () => troubles.splice(0),
    /** The id of the session that the page opened last. */
    async sessionId() {
      await settle(exchanges);
      const opened = exchanges.filter(({ url, status }) => url.endsWith("/netspend/sessions") && status === 201);
      return JSON.parse(opened.at(-1).received).id;
    },
  };
}

async function settle(exchanges) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    const open = () => exchanges.filter(({ received }) => !received).map(({ method, url }) => `${method} ${url}`);
    timer = setTimeout(() => reject(new Error(`never answered: ${open().join(", ")}`)), 20_000);
  });
  await Promise.race([Promise.all(exchanges.map(({ whole }) => whole)), late]);
  clearTimeout(timer);
}

async function complete(exchange) {
  const response = await exchange.request.response();
  exchange.requestHeaders = await exchange.request.allHeaders().catch(() => ({}));
  exchange.status = response?.status();
  exchange.responseHeaders = (await response?.allHeaders().catch(() => ({}))) ?? {};
  // A redirect has no body, and the body of a page that was left is gone.
  exchange.received = (await response?.body().catch(() => undefined)) ?? Buffer.alloc(0);
}
