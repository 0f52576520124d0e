// Writes down all that a page sends, gets and says.

/**
 * Watches a page from now on.
 *
 * `trouble()` lists what no run may have: a console line, an uncaught error, a CSP violation, a request to another origin,
 * an element that a script put beside the page's parts and left there.
 */
export async function observe(page, origin) {
  const exchanges = [];
  const consoleLines = [];
  const troubles = [];
  /** Elements of no part of the page, by a number of their own. */
  const strays = new Map();

  // Chromium's console names violations too; the event also fires for those that a report-only policy finds.
  await page.exposeBinding("observeViolation", (_source, text) => troubles.push(`CSP violation: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.observeViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
    });
  });
  await page.exposeBinding("observeStray", ({ frame }, number, text) => {
    const key = `${frame.url()} ${number}`;
    if (text) strays.set(key, text);
    else strays.delete(key);
  });
  await page.addInitScript(watchStrays);
  page.on("console", (message) => {
    consoleLines.push(`${message.type()} ${message.text()} ${message.location().url}`);
    troubles.push(`console: ${message.text()} (${message.location().url})`);
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
    trouble: () => [...troubles, ...[...strays.values()].map((text) => `left in the page: ${text}`)],
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

/**
 * Runs in the page. The page's parts are what its document came with; they fill themselves, and nothing is ever put beside
 * them. Device signals are read by elements that belong to no part: none of those may stay.
 */
function watchStrays() {
  let count = 0;
  const numbers = new WeakMap();
  const describe = (element) => element.outerHTML.slice(0, 120);
  const watch = () => {
    const beside = new Set([document.documentElement, document.head, document.body]);
    new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        for (const node of addedNodes) {
          if (!(node instanceof Element) || !beside.has(target)) continue;
          if (!numbers.has(node)) numbers.set(node, (count += 1));
          globalThis.observeStray(numbers.get(node), describe(node));
        }
        for (const node of removedNodes) {
          if (numbers.has(node) && !node.isConnected) globalThis.observeStray(numbers.get(node), "");
        }
      }
    }).observe(document, { childList: true, subtree: true });
  };
  // Once, when all of the document is here and none of its deferred scripts has run.
  document.addEventListener("readystatechange", watch, { once: true });
}

/** The script of a worker that was ended while it was loading: Chromium tells neither of an end nor of a failure. */
const isWorkerScript = ({ url }) => /\/document-worker\b[^/]*\.js$/.test(new URL(url).pathname);

async function settle(all) {
  const exchanges = all.filter((exchange) => !isWorkerScript(exchange));
  let timer;
  const late = new Promise((_resolve, reject) => {
    const open = () => exchanges.filter(({ received }) => !received).map(({ method, url }) => `${method} ${url}`);
    timer = setTimeout(() => reject(new Error(`never answered: ${open().join(", ")}`)), 20_000);
  });
  await Promise.race([Promise.all(exchanges.map(({ whole }) => whole)), late]);
  clearTimeout(timer);
}

async function complete(exchange) {
  // What was under way when its page was closed has no answer, and nobody asks for it.
  const response = await exchange.request.response().catch(() => undefined);
  exchange.requestHeaders = await exchange.request.allHeaders().catch(() => ({}));
  exchange.status = response?.status();
  exchange.responseHeaders = (await response?.allHeaders().catch(() => ({}))) ?? {};
  // A redirect has no body, and the body of a page that was left is gone.
  exchange.received = (await response?.body().catch(() => undefined)) ?? Buffer.alloc(0);
}
