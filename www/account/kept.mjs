// @ts-check

/**
 * What is kept over a reload: ids of our own making and the two choices. Never anything that a person typed.
 * @typedef {{
 *   who: "individual" | "business", what: "deposit" | "clearing",
 *   customer: string, account: string, accountId?: string,
 * }} Kept `customer` and `account`: external ids, made before the calls that use them
 */

const KEY = "larkwell-account";

/**
 * What an earlier visit left. Absent when there is nothing, or nothing of this form.
 * @returns {Kept | undefined}
 */
export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    // A browser may keep nothing for us: then each visit begins anew.
    return undefined;
  }
}

/** @param {Kept} kept */
export function keep(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // As above: the visit goes on, and a reload begins anew.
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}

/** @param {any} kept */
const isKept = (kept) =>
  ["individual", "business"].includes(kept?.who) &&
  ["deposit", "clearing"].includes(kept?.what) &&
  typeof kept?.customer === "string" &&
  typeof kept?.account === "string";
