// Opens a session, and tells the page's own server what became of it: some of these browsers nobody drives.

import { createPortico } from "/sdk/index.mjs";

const run = new URLSearchParams(location.search).get("run");
const countNodes = () => document.querySelectorAll("*").length;

async function connect() {
  const { gateway, sdkId, platformKey } = await (await fetch("/portal.json")).json();
  const portico = await createPortico({ gateway, sdkId, platformKey, timeoutMs: 60_000 });
  const nodes = countNodes();
  const result = await openSession(portico).then(
    ({ id }) => ({ session: id }),
    (error) => ({ error: wholeOf(error) }),
  );
  const left = countNodes() - nodes;
  globalThis.portico = portico;
  return { ...result, left, thumbprint: await portico.device.thumbprint(), ratio: devicePixelRatio };
}

/** Each load opens a session of its own: one that lives needs no statement. */
async function openSession(portico) {
  const info = await portico.connect();
  if (!info.resumed) return info;
  await portico.disconnect();
  return portico.connect();
}

/** Where an error was made, as engines note it on every one. */
const PLACE = ["stack", "fileName", "lineNumber", "columnNumber"];

/** All else that an error says: what is not among its own members no page can read. */
const wholeOf = (error) =>
  Object.fromEntries(
    Object.getOwnPropertyNames(error)
      .filter((name) => !PLACE.includes(name))
      .map((name) => [name, error[name]]),
  );

const outcome = await connect().catch((error) => ({ broken: String(error) }));
await fetch(`/outcome?run=${run}`, { method: "POST", body: JSON.stringify(outcome) });
