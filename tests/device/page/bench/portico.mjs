// To a sealed, signed statement that is ready to send: the moment in which it would leave.

import { createPortico } from "@portico/web-sdk";

const { fetch } = globalThis;
globalThis.fetch = (request, ...rest) => {
  if (request.method === "POST" && new URL(request.url).pathname.endsWith("/sessions")) globalThis.ended();
  return fetch(request, ...rest);
};
const portico = await createPortico(globalThis.options);
const { id } = await portico.connect();
globalThis.told = id;
