// Two receivers that others wrote.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";

const PYTHON = process.env.PORTICO_PYTHON;
const VERIFY = fileURLToPath(new URL("../verify.py", import.meta.url));

/** Whether npm's and PyPI's receiver take each delivery, both asked. */
export function verdicts(secret, deliveries) {
  assert.ok(PYTHON, "PORTICO_PYTHON names the interpreter that has standardwebhooks: cargo xtask test webhooks");
  const npm = deliveries.map(({ headers, body }) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
  const input = deliveries.map(({ headers, body }) => JSON.stringify({ secret, headers, body })).join("\n");
  const python = spawnSync(PYTHON, [VERIFY], { input, encoding: "utf8" });
  assert.equal(python.status, 0, python.stderr);
  const pypi = python.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).ok);
  return { npm, pypi };
}
