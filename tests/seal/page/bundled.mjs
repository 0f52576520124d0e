// What a page bundles: the package, by its name. The other modules of this folder take it from here.

import { createPortico } from "@portico/web-sdk";

globalThis.bundled = { createPortico };
