// Programs that a test starts and ends, and where they are.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ENGINES } from "../../seal/support/browsers.mjs";

/** Where the first of these programs is that is there. */
export function find(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = names
    .filter(Boolean)
    .flatMap((name) => (name.includes("/") ? [name] : folders.map((f) => join(f, name))));
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error(`there is no ${names.filter(Boolean).join(" or ")}: run \`cargo xtask doctor\``);
  return found;
}

/** The browser of an engine. */
export const browserOf = (engine) => find(...ENGINES[engine].programs);

/** Starts a program as the head of a group of its own. `end` ends it, and all that it started. */
export function start(program, args, { env = {}, stdio = "ignore" } = {}) {
  const child = spawn(program, args, { detached: true, stdio, env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", resolve);
  });
  const kill = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  process.once("exit", kill);
  return {
    child,
    async end() {
      kill();
      await ended;
      process.off("exit", kill);
    },
  };
}

/** A folder for a profile, with what takes it away. */
export async function makeProfile() {
  const folder = await mkdtemp(join(tmpdir(), "portico-profile-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A screen for browsers with a window: Xvfb on the first number that is free. */
export async function startScreen(t, size = "1920x1080x24") {
  const xvfb = start(find("Xvfb"), ["-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  t.after(xvfb.end);
  const number = await new Promise((resolve, reject) => {
    xvfb.child.stdio[3].once("data", (data) => resolve(String(data).trim()));
    xvfb.child.once("exit", () => reject(new Error("Xvfb ended before it had a screen")));
  });
  return `:${number}`;
}
