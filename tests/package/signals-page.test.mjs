import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { root } from "./packed.mjs";
import { signalsPage } from "./signals-page.mjs";

test("docs/device-signals.md says what the code reads", () => {
  const path = join(root, "docs/device-signals.md");
  if (process.env.PORTICO_UPDATE) writeFileSync(path, signalsPage());
  assert.equal(
    readFileSync(path, "utf8"),
    signalsPage(),
    "PORTICO_UPDATE=1 cargo xtask test --only package writes it anew",
  );
});
