// The places where a customer's data could be found by somebody else.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { dumpStorage } from "./storage.mjs";

/** Something that somebody else could read, and what may stand in it. */
export function place(name, content, allowed) {
  return { name, bytes: Buffer.from(content), allowed };
}

/** A call's URL, headers and bodies, each by itself: they may carry different things. `carriers` says which body may hold what. */
export function placesOfExchange({ method, url, sent, received, requestHeaders = {}, responseHeaders = {} }, carriers) {
  const { pathname, origin } = new URL(url);
  const call = `${method} ${pathname}`;
  const may = (sends) =>
    carriers
      .filter((carrier) => carrier.sends === sends && carrier.method === method && carrier.path.test(pathname))
      .flatMap(({ what }) => what);
  return [
    place(`the URL of ${call}`, url.slice(origin.length)),
    place(`a header of ${call}`, JSON.stringify(withoutLength(requestHeaders))),
    place(`a header of the answer to ${call}`, JSON.stringify(withoutLength(responseHeaders))),
    place(`the body of ${call}`, sent ?? "", may(true)),
    place(`the body of the answer to ${call}`, received ?? "", may(false)),
  ];
}

/** The length of a body has three or four digits, as a CVC and a PIN have, and is theirs once in a thousand bodies. */
const withoutLength = ({ "content-length": _length, ...headers }) => headers;

/** Everything that a page keeps in the browser. Keys that are kept there can't be read out. */
export async function browserPlaces(page, context, when) {
  const { keys, ...stores } = await dumpStorage(page, context);
  for (const key of keys.filter(({ type }) => type !== "public")) {
    assert.equal(key.extractable, false, `a ${key.algorithm} key in storage can't be read out`);
  }
  return Object.entries(stores).map(([store, text]) => place(`${store} ${when}`, text ?? ""));
}

/** Every file that the servers wrote. The partner's own starter kit and the key file hold no customer's data, and are read too. */
export async function filePlaces(dir, when) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(files.map(async (file) => place(`${file.slice(dir.length + 1)} (${when})`, await readFile(file))));
}
