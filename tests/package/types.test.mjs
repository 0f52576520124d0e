import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { project, run } from "./packed.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

for (const [module, moduleResolution] of [
  ["esnext", "bundler"],
  ["nodenext", "nodenext"],
]) {
  test(`a strict project type-checks what is right and refuses what is wrong, by ${moduleResolution}`, (t) => {
    const { folder } = project(t);
    // What is wrong is marked by @ts-expect-error, which is an error where nothing is wrong.
    for (const name of ["right.ts", "wrong.ts"]) copyFileSync(join(here, "usage", name), join(folder, name));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
      skipLibCheck: false,
      module,
      moduleResolution,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["right.ts", "wrong.ts"] }));
    assert.equal(run("typescript/bin/tsc", ["-p", "."], folder), "");
  });
}
