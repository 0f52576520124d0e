// The signals, from their sources and from the built package.

/** Ways for a signal to break, by name. */
const BROKEN = {
  "throws an error": () => {
    throw new Error("broken");
  },
  "throws no error": () => {
    throw null;
  },
  "throws what throws when it is looked at": () => {
    throw new Proxy(DOMException.prototype, {
      get() {
        throw "looked at";
      },
      getPrototypeOf() {
        throw "looked at";
      },
    });
  },
  rejects: () => Promise.reject("broken"),
  hangs: () => new Promise(() => {}),
  "gives a symbol": () => Symbol("lie"),
  "gives what is endless": () =>
    new Proxy([], {
      get: (target, name) => (name === "length" ? 16 : new Proxy(target, { get: () => "x".repeat(299) })),
    }),
  "gives a circle": () => {
    const circle = { name: "lie" };
    for (const name of ["brands", "local", "0", "length"]) circle[name] = circle;
    return circle;
  },
  "gives too much": () => "x".repeat(1_000_000),
};

/** Those that wait, which a busy machine may have end in time or not: in the place of some, what they once gave. */
const WAITING = {
  worker: { brands: 1, page_brands: 1 },
  audio: 35.7,
  client_hints: { brands: [["Chromium", "156"]] },
  storage: { local: "blocked" },
};

/** How the signals end, by name, when the one at each place is broken in this way. */
export async function broken(way) {
  const { SIGNALS } = await import("/src/signals/registry.js");
  const { collect, written } = await import("/src/signals/run.js");
  const results = [];
  for (const [at, { name }] of SIGNALS.entries()) {
    const signals = SIGNALS.map((signal, place) => {
      if (place === at) return { ...signal, read: BROKEN[way] };
      const given = WAITING[signal.name];
      return given ? { ...signal, read: async () => given } : signal;
    });
    const { signals: readings } = await collect({}, signals);
    results.push({ name, bytes: written(readings).length, states: states(readings) });
  }
  return results;
}

/** How a collection ends whose signals all hang, on a page that lets nobody go on after a pause. */
export async function allHang() {
  const { SIGNALS } = await import("/src/signals/registry.js");
  const { collect } = await import("/src/signals/run.js");
  const { setTimeout: before } = globalThis;
  // Neither a short timer nor a task comes back.
  globalThis.setTimeout = (then, ms, ...rest) => (ms < 100 ? 0 : before(then, ms, ...rest));
  const { scheduler } = globalThis;
  if (scheduler) scheduler.postTask = () => new Promise(() => {});
  const { signals, ms } = await collect(
    {},
    SIGNALS.map((signal) => ({ ...signal, read: () => new Promise(() => {}) })),
  );
  globalThis.setTimeout = before;
  delete scheduler?.postTask;
  return { states: [...new Set(signals.map(({ state }) => state))], ms };
}

/** What `preview` shows, what the statement says, and what was left on the page. */
export async function whole(options = {}) {
  const { createPortico } = await import("/sdk/index.mjs");
  const { makePlatform } = await import("/page/platform.mjs");
  const count = () => document.querySelectorAll("*").length;
  const before = count();
  const portico = await createPortico({ sdkId: `PT-SANDBOX-${"0".repeat(32)}`, ...options });
  const preview = await portico.device.preview();
  const platform = await makePlatform("P-256");
  const { deviceData } = await portico.session.initialize(platform.jwks);
  const { text } = await platform.unseal(deviceData);
  return {
    preview,
    device: JSON.parse(atob(text.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).device,
    bytes: text.length,
    nodes: count() - before,
    third: performance.getEntriesByType("resource").filter(({ name }) => !name.startsWith(location.origin)).length,
  };
}

/** What a page sees whose browser refuses, hangs and lies, function by function. */
export async function hostile() {
  const throws = (object, name, thrown) =>
    Object.defineProperty(object, name, {
      configurable: true,
      get() {
        throw thrown;
      },
    });
  throws(Navigator.prototype, "platform", new DOMException("no", "SecurityError"));
  throws(Navigator.prototype, "languages", "a text");
  throws(Navigator.prototype, "hardwareConcurrency", undefined);
  throws(globalThis, "Worker", null);
  Object.defineProperty(navigator, "maxTouchPoints", { value: { toString: () => "5" } });
  Object.defineProperty(navigator, "userAgent", { value: "é".repeat(200) });
  OfflineAudioContext.prototype.startRendering = () => new Promise(() => {});
  OffscreenCanvas.prototype.getContext = () => null;
  const { preview, bytes } = await whole();
  return {
    states: states(preview.signals),
    user_agent: preview.signals.find(({ name }) => name === "user_agent"),
    bytes,
  };
}

const states = (readings) => Object.fromEntries(readings.map(({ name, state }) => [name, state]));

/** What the package tells in a sandboxed frame of this page. */
export function framed() {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.src = "/device/sandboxed.html";
  return new Promise((resolve) => {
    addEventListener("message", ({ data }) => resolve(data), { once: true });
    document.body.append(frame);
  });
}
