// What the package reads of a device, in two engines: whatever one signal does, the others arrive; nothing is left behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../seal/support/browsers.mjs";
import { STRICT } from "../seal/support/server.mjs";
import { SIGNALS } from "../../src/js/signals/registry.js";
import { call } from "./support.mjs";

const NAMES = SIGNALS.map(({ name }) => name);
const LARGEST_STATEMENT = 4096;
/** What browsers of these tests have not. */
const ABSENT = {
  chromium: ["gpc"],
  // No graphics card, no client hints.
  firefox: ["client_hints", "memory", "webgl"],
};
/** Given by the page's test. */
const GIVEN = ["worker", "audio", "client_hints", "storage"];
const WAYS = {
  "throws an error": "error",
  "throws no error": "error",
  "throws what throws when it is looked at": "error",
  rejects: "error",
  hangs: "timeout",
  "gives a symbol": "error",
  "gives what is endless": undefined,
  "gives a circle": undefined,
  "gives too much": "error",
};

for (const engine of ["chromium", "firefox"]) {
  test(`signals in ${engine}`, async (t) => {
    const browser = await launch(engine);
    t.after(() => browser.close());
    const run = (t, name, args, options) => call(t, browser, "signals", name, args, options);

    /** All of them, once more when a busy machine let one of them wait too long. */
    const whole = async (t, args, options, tries = 5) => {
      const told = await run(t, "whole", args, options);
      const late = told.result.preview.signals.some(({ state }) => state === "timeout");
      return late && tries > 1 ? whole(t, args, options, tries - 1) : told;
    };

    await t.test("all of them are read under the strictest policy, and nothing is left or said", async (t) => {
      const { result, lines } = await whole(t);
      const { signals, ms } = result.preview;
      assert.deepEqual(
        signals.map(({ name }) => name),
        NAMES,
      );
      for (const { name, group, state, value, ms } of signals) {
        assert.equal(state, ABSENT[engine].includes(name) ? "absent" : "ok", name);
        assert.equal(value !== undefined, state === "ok", name);
        assert.ok(ms >= 0, `${name}: ${ms} ms`);
        assert.equal(group, SIGNALS.find((signal) => signal.name === name).group);
        const sent = result.device[name];
        assert.deepEqual(sent, {
          ...(state !== "ok" && { state }),
          ...(value !== undefined && { value }),
          ...(ms && { ms }),
        });
      }
      assert.ok(ms < 3000, `${ms} ms`);
      assert.deepEqual([result.nodes, result.third, lines], [0, 0, []]);
      assert.ok(result.bytes <= LARGEST_STATEMENT, `the statement has ${result.bytes} bytes`);
      t.diagnostic(`${engine}: the statement has ${result.bytes} bytes before it is sealed`);
    });

    for (const [way, state] of Object.entries(WAYS)) {
      await t.test(`one that ${way} is lost alone, wherever it stands`, async (t) => {
        const { result, lines } = await run(t, "broken", [way]);
        assert.deepEqual(
          result.map(({ name }) => name),
          NAMES,
        );
        for (const { name, states, bytes } of result) {
          const others = NAMES.filter((other) => other !== name);
          const absent = ABSENT[engine].filter((other) => !GIVEN.includes(other));
          const lost = others.filter((other) => states[other] !== (absent.includes(other) ? "absent" : "ok"));
          assert.deepEqual(lost, [], `${name} ${way}`);
          if (state) assert.equal(states[name], state);
          else assert.ok(["ok", "error"].includes(states[name]), `${name}: ${states[name]}`);
          assert.ok(bytes < 2200, `${name}: ${bytes} bytes`);
        }
        assert.deepEqual(lines, []);
      });
    }

    await t.test("1.5 seconds are the end, also of a page that lets nobody go on", async (t) => {
      const { result } = await run(t, "allHang");
      assert.deepEqual(result.states, ["timeout"]);
      assert.ok(result.ms >= 1400 && result.ms < 2500, `${result.ms} ms`);
    });

    await t.test("a page whose own functions were replaced gets a state for each of them", async (t) => {
      const { result, lines } = await run(t, "hostile");
      const { states, user_agent, bytes } = result;
      assert.deepEqual(
        ["platform", "languages", "cores", "worker", "touch", "audio", "canvas", "fonts"].map((name) => states[name]),
        ["blocked", "error", "error", "error", "error", "timeout", "absent", "absent"],
      );
      assert.deepEqual([states.lies, states.time_zone, user_agent.value], ["ok", "ok", "?".repeat(200)]);
      assert.ok(bytes <= LARGEST_STATEMENT, `the statement has ${bytes} bytes`);
      assert.deepEqual(lines, []);
    });

    await t.test("where workers are blocked, that is what is told", async (t) => {
      const { result } = await whole(t, [], { csp: STRICT.replace("worker-src 'self'", "worker-src 'none'") });
      const states = Object.fromEntries(result.preview.signals.map(({ name, state }) => [name, state]));
      assert.deepEqual([states.worker, states.audio, states.fonts], ["blocked", "ok", "ok"]);
    });

    await t.test("where the worker's script is refused, that is told without a word in the console", async (t) => {
      const { result } = await whole(t, [], { denyWorker: ["/sdk/document-worker.js"] });
      assert.equal(result.preview.signals.find(({ name }) => name === "worker").state, "blocked");
    });

    await t.test("groups that are off are skipped, all but the one for privacy", async (t) => {
      const off = { matching: false, context: false, automation: false };
      const { result } = await whole(t, [{ signals: off }]);
      for (const { group, state } of result.preview.signals) {
        if (group === "privacy") assert.notEqual(state, "skipped");
        else assert.equal(state, "skipped");
      }
      assert.deepEqual(result.device.webgl, { state: "skipped" });
      const some = await whole(t, [{ signals: { context: false, matching: true } }]);
      const groups = new Set(
        some.result.preview.signals.filter((one) => one.state === "skipped").map((one) => one.group),
      );
      assert.deepEqual([...groups], ["context"]);
    });

    await t.test("works in a sandboxed frame, where half of it is blocked", async (t) => {
      const headers = { "access-control-allow-origin": "*" };
      const { result, lines } = await run(t, "framed", [], { headers, csp: "" });
      assert.equal(result.failed, undefined);
      const told = Object.fromEntries(result.preview.signals.map(({ name, ...rest }) => [name, rest]));
      assert.deepEqual([told.frame.value.top, told.frame.value.depth], [false, 1]);
      assert.deepEqual([told.worker.state, told.storage.value.local], ["blocked", "blocked"]);
      for (const name of ["time_zone", "screen", "canvas", "fonts", "audio"])
        assert.equal(told[name].state, "ok", name);
      assert.ok(result.bytes <= LARGEST_STATEMENT, `the statement has ${result.bytes} bytes`);
      assert.deepEqual([result.nodes, lines], [0, []]);
    });
  });
}
