// @ts-check
// What outlives a reload. It ends in .js and imports nothing, like platform.js.

/** Some WebKit versions never answer the first `open` of a page. */
const OPEN_LIMIT_MS = 3000;

/** @typedef {"texts" | "keys"} Table The database's two stores. */

/**
 * IndexedDB, and a map in memory where it is blocked. Holds texts and keys that can't be read, never personal data. No
 * call fails: what can't be kept in the database is kept for as long as the page is open.
 */
export class Database {
  /** @type {Promise<IDBDatabase> | undefined} */
  #opening;
  /** @type {Map<string, any>} */
  #memory = new Map();
  /** What a database that is only now being made begins with. @type {((made: { transaction: IDBTransaction }) => void)[]} */
  #firsts = [];

  /** Opens it before it is needed. */
  begin() {
    this.#connection().catch(() => {});
  }

  /** @param {Table} table @param {string} name */
  async get(table, name) {
    return this.#memory.get(table + name) ?? this.#within(table, "readonly", (store) => settled(store.get(name)));
  }

  /**
   * Gives what was there; empty: nothing. Where there is a `before`, only in its place. Reading and writing are one
   * transaction: no other tab comes in between.
   * @param {Table} table @param {string} name @param {any} value undefined: forget
   * @param {string} [before]
   */
  async put(table, name, value, before) {
    const [key, absent] = [table + name, value === undefined];
    /** @type {any} */
    let kept;
    const fits = () => before === undefined || (kept ?? "") === before;
    const written = await this.#within(table, "readwrite", async (store) => {
      kept = this.#memory.get(key) ?? (await settled(store.get(name)));
      if (!fits()) return;
      if (absent) store.delete(name);
      else store.put(value, name);
      await completed(store);
      return true;
    });
    kept ??= this.#memory.get(key);
    if (fits()) {
      // A delete that the browser refuses leaves an entry that the next write replaces.
      if (written || absent) this.#memory.delete(key);
      else this.#memory.set(key, value);
    }
    return kept ?? "";
  }

  /**
   * Keeps `value` unless there is one, and gives the one that is kept: of two tabs that try at the same time the second gets
   * the first one's.
   * @param {Table} table @param {string} name @param {any} value
   * @returns {Promise<any>}
   */
  putIfAbsent(table, name, value) {
    return new Promise((resolve) => {
      // Where the database is only now being made there is none, and no other tab comes in between.
      this.#firsts.push((made) => {
        made.transaction.objectStore(table).put(value, name);
        resolve(value);
      });
      this.put(table, name, value, "").then((kept) => resolve(kept || value));
    });
  }

  #connection() {
    return (this.#opening ??= open((made) => this.#firsts.forEach((put) => put(made))));
  }

  /**
   * What `work` gives within a new transaction; undefined where the database is blocked.
   * @param {Table} table
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => Promise<any>} work
   */
  async #within(table, mode, work) {
    // Twice: the first connection may have been closed by the browser, or because another tab deletes the database.
    for (let tries = 0; tries < 2; tries++) {
      try {
        const database = await this.#connection();
        let store;
        try {
          store = database.transaction(table, mode).objectStore(table);
        } catch {
          this.#opening = undefined;
          continue;
        }
        return await work(store);
      } catch {
        return undefined;
      }
    }
  }
}

/**
 * Rejected where the database is blocked.
 * @param {(made: { transaction: IDBTransaction }) => void} begin is told of a database that is only now being made
 * @returns {Promise<IDBDatabase>}
 */
function open(begin) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("portico", 1);
    const timer = setTimeout(reject, OPEN_LIMIT_MS);
    request.onupgradeneeded = () => {
      for (const table of ["texts", "keys"]) request.result.createObjectStore(table);
      begin(/** @type {any} */ (request));
    };
    request.onerror = reject;
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      // Or this connection would block another tab, or the browser's own settings page, from deleting the database.
      database.onversionchange = () => database.close();
      resolve(database);
    };
  });
}

/** @param {IDBRequest} request */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });

/** The end of the store's transaction: only then is a write on disk. @param {IDBObjectStore} store */
const completed = ({ transaction }) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = reject;
  });
