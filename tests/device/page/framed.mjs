// In another page's frame: tells that page what the package says of the device.

import { whole } from "./signals.mjs";

whole().then(
  (told) => parent.postMessage(told, "*"),
  ({ name, message }) => parent.postMessage({ failed: `${name}: ${message}` }, "*"),
);
