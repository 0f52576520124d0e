// The package as npm would publish it, unpacked into a bare project.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Packs the package and puts it where a project would install it. Gives the project's folder. */
export function project(t) {
  const folder = mkdtempSync(join(tmpdir(), "portico-package-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  // A copy: packing puts the licenses beside package.json, and tests run at the same time.
  const copy = join(folder, "copy");
  mkdirSync(join(copy, "pkg"), { recursive: true });
  execFileSync("cp", [
    "-R",
    ...["dist", "package.json", "README.md", "CHANGELOG.md"].map((f) => join(root, "pkg", f)),
    join(copy, "pkg"),
  ]);
  execFileSync("cp", [join(root, "LICENSE-MIT"), join(root, "LICENSE-APACHE"), copy]);
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(copy, "pkg") });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const installed = join(folder, "node_modules", "@portico", "web-sdk");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
  for (const name of ["lit", "@fluent", "@lit", "lit-html", "lit-element", "@lit-labs", "@types"]) {
    try {
      symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
    } catch {
      // Not every version of these has all of them.
    }
  }
  return { folder, installed, tarball: join(folder, tarball) };
}

/** Runs a program of our npm packages. Throws with what it printed when it fails. */
export function run(script, args, cwd) {
  try {
    return execFileSync(process.execPath, [join(root, "node_modules", script), ...args], { cwd, encoding: "utf8" });
  } catch (error) {
    throw new Error(`${script} failed:\n${error.stdout}\n${error.stderr}`);
  }
}
