// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads which of cookies, local and session storage and IndexedDB there are, and whether the browser promised to keep
 *   them. Nothing that they hold
 * @source HTML, `localStorage`, `sessionStorage`; Indexed Database API; Storage, `navigator.storage.persisted`
 * @why Blocked stores explain a device that nobody has seen before, and are never held against anybody.
 * @kept check
 */
export const storage = {
  name: "storage",
  group: "context",
  like: { cookies: null, local: null, session: null, database: null, persisted: false },
  async read() {
    const persisted = await globalThis.navigator?.storage?.persisted?.().catch(() => undefined);
    return {
      cookies: there(() => navigator("cookieEnabled")),
      local: there(() => globalThis.localStorage),
      session: there(() => globalThis.sessionStorage),
      database: there(() => globalThis.indexedDB),
      persisted,
    };
  },
};

/**
 * These getters throw where a policy blocks them.
 * @param {() => unknown} store
 */
function there(store) {
  try {
    return Boolean(store());
  } catch {
    return "blocked";
  }
}
