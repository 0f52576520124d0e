// @ts-check
// The package's one worker file, opened for one of its kinds of work.

/** @type {{ createScriptURL: (address: string) => string } | undefined} */
let policy;

/**
 * Opens a worker. Throws where there are none, a policy is against them, or the script is of another origin.
 * @param {string} name what it is for: see document-worker.js
 */
export function openWorker(name) {
  // In this form bundlers take the file along as it is, and do not make a worker of their own from it.
  const address = new URL("./document-worker.js", import.meta.url);
  // Asked before: Firefox tells the console of a worker of another origin, and what has no origin has none of its own.
  if (address.origin !== globalThis.origin) throw new TypeError("another origin");
  return new Worker(trusted(address.href), { type: "module", name });
}

/**
 * The address as a page with Trusted Types takes it. The policy stays in this module and passes nothing else. A second
 * copy of the package in one realm finds the name taken, and works on the page.
 * @param {string} address
 * @returns {string}
 */
function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return address;
  policy ??= trustedTypes.createPolicy("portico", {
    /** @param {string} url */
    createScriptURL(url) {
      if (url !== address) throw new TypeError("not the package's own");
      return url;
    },
  });
  return /** @type {NonNullable<typeof policy>} */ (policy).createScriptURL(address);
}
