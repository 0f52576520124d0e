// @ts-check
// What the device statement tells of the device: what a browser says of itself without asking anybody. Left out on
// purpose: whatever would need a permission or a prompt, draws or plays something, lists fonts or plugins, or tells of a
// person's health (the media queries about motion, contrast and colours). Nothing is hashed: a signal that comes or goes
// must not give every device a new name. It imports nothing and ends in .js, as platform.js does.

/** There is nothing of that name. */
const ABSENT = Symbol();

/**
 * A member. Its getter may be anything that a page or an extension put there.
 * @param {any} object
 * @param {string} name
 */
function member(object, name) {
  const value = object[name];
  if (value === undefined || value === null) throw ABSENT;
  return value;
}

/** @param {string} name */
const global = (name) => member(globalThis, name);

/** @param {string} name */
const navigator = (name) => member(global("navigator"), name);

/**
 * A member that is a number.
 * @param {any} object
 * @param {string} name
 */
function number(object, name) {
  const value = member(object, name);
  if (!Number.isFinite(value)) throw undefined;
  return value;
}

/** The nearest multiple: rounding down would tell two values apart that differ by a hair. @param {number} value @param {number} step */
const bucketed = (value, step) => Math.round(value / step) * step;

/**
 * Which reader gives what, in the order in which they run; names as the platform knows them. The time zone first: the
 * first use of Intl loads its tables, and what comes after would be blamed for that time. Storage last: it alone may
 * touch the disk.
 * @type {Record<string, () => unknown>}
 */
const SIGNALS = {
  // Zone and distance from UTC have to fit each other, and the address that the request comes from. JavaScript counts
  // minutes towards UTC; everybody else counts them away from it.
  time_zone: () => ({
    zone: member(new Intl.DateTimeFormat().resolvedOptions(), "timeZone"),
    offset_minutes: 0 - new Date().getTimezoneOffset(),
  }),
  // Has to be what the browser sends as a header.
  user_agent: () => navigator("userAgent"),
  // Of low entropy: what Chromium sends to every site unasked.
  client_hints: () => {
    const hints = navigator("userAgentData");
    const [brands, mobile, platform] = ["brands", "mobile", "platform"].map((name) => member(hints, name));
    return { brands, mobile, platform };
  },
  // The old name, such as Win32. Frozen, and still telling where it disagrees with the rest.
  platform: () => navigator("platform"),
  // Three are enough to compare with the header; a longer list would single a person out.
  languages: () => Array.prototype.slice.call(navigator("languages"), 0, 3),
  // In physical pixels, so that zooming changes little, and in steps of 10, longer side first, so that turning a phone
  // changes nothing.
  screen: () => {
    const screen = global("screen");
    const ratio = number(globalThis, "devicePixelRatio");
    const sides = [number(screen, "width") * ratio, number(screen, "height") * ratio];
    return {
      long: bucketed(Math.max(...sides), 10),
      short: bucketed(Math.min(...sides), 10),
      ratio: bucketed(ratio, 0.25),
      color_depth: number(screen, "colorDepth"),
    };
  },
  // Above 16 they are rare enough to single a device out.
  cores: () => Math.min(number(global("navigator"), "hardwareConcurrency"), 16),
  // In GB, which browsers round and cap by themselves.
  memory: () => navigator("deviceMemory"),
  // How many fingers the screen can tell apart: zero on a desk, five or ten on a phone.
  touch: () => navigator("maxTouchPoints"),
  // Whether a program drives the browser, where the browser says so.
  webdriver: () => navigator("webdriver"),
  // Global Privacy Control. Told so that the platform can honour it, never held against anybody.
  privacy_control: () => navigator("globalPrivacyControl"),
  // Which stores the page may use. A blocked one explains a device that nobody has seen before. The getters of the
  // first two stores throw where cookies are blocked.
  storage: () => ({
    cookies: navigator("cookieEnabled"),
    local: read(() => global("localStorage")).state,
    session: read(() => global("sessionStorage")).state,
    database: read(() => global("indexedDB")).state,
  }),
};

/**
 * A signal's value, or why there is none: a reason is a signal as well.
 * @param {() => unknown} reader
 * @returns {{ state: "ok" | "absent" | "blocked" | "error", value?: unknown }}
 */
function read(reader) {
  try {
    return { state: "ok", value: reader() };
  } catch (thrown) {
    if (thrown === ABSENT) return { state: "absent" };
    // Of what was thrown, nothing but this is looked at.
    const blocked = thrown instanceof DOMException && ["SecurityError", "NotAllowedError"].includes(thrown.name);
    return { state: blocked ? "blocked" : "error" };
  }
}

/**
 * Every signal by name as JSON, each as `{state, value, ms}`: `state` is `ok`, `absent`, `blocked` or `error`, and
 * `value` is there with `ok` alone. One that fails is data and never loses the others.
 */
export function collect() {
  /** @type {Record<string, unknown>} */
  const all = {};
  for (const [name, reader] of Object.entries(SIGNALS)) {
    const started = performance.now();
    const reading = read(reader);
    // To a tenth, as browsers blur their clocks to no finer.
    all[name] = { ...reading, ms: Math.round((performance.now() - started) * 10) / 10 };
  }
  return JSON.stringify(all);
}
