// Everything that a page keeps in the browser, as one text for each place.

/** Reads localStorage, sessionStorage, every IndexedDB, every cache, and the cookies, HttpOnly ones too. */
export async function dumpStorage(page, context) {
  const inPage = await page.evaluate(readAll);
  return { ...inPage, cookies: JSON.stringify(await context.cookies()), url: page.url() };
}

/** Runs in the page. */
async function readAll() {
  const keys = [];
  const plain = (value) => {
    if (value instanceof CryptoKey) {
      keys.push({ type: value.type, algorithm: value.algorithm.name, extractable: value.extractable });
      return `CryptoKey ${value.type} ${value.algorithm.name}`;
    }
    if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
    if (ArrayBuffer.isView(value))
      return String.fromCharCode(...new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Map || value instanceof Set) return plain([...value]);
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
    }
    return typeof value === "bigint" ? String(value) : value;
  };
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const databases = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [names, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
      databases.push({ name, store, entries: names.map((key, index) => [plain(key), plain(values[index])]) });
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      cached.push({ name, url: request.url, body: await (await cache.match(request)).text() });
    }
  }
  return {
    localStorage: JSON.stringify({ ...localStorage }),
    sessionStorage: JSON.stringify({ ...sessionStorage }),
    indexedDB: JSON.stringify(databases),
    caches: JSON.stringify(cached),
    history: JSON.stringify(history.state),
    keys,
  };
}
