// The same device is known again after all that changes about a browser from day to day; another device is not.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { servePartner, startPartner } from "./support/partner.mjs";
import { makeProfile, startScreen } from "./support/programs.mjs";
import { startSite } from "./support/site.mjs";
import { byHand, byPuppeteer, launch } from "./support/visitors.mjs";

const ROUNDS = Number(process.env.PORTICO_ROUNDS ?? 1);

/** By the debugger's own protocol, before the page is opened. */
const emulate =
  (...calls) =>
  async (page) => {
    const client = await page.createCDPSession();
    for (const [method, parameters] of calls) await client.send(`Emulation.${method}`, parameters);
  };

/** Chromium's user agent of another version, with the client hints that go with it. */
const version =
  (major, full, { system = "X11; Linux x86_64", platform = "Linux", old = "Linux x86_64" } = {}) =>
  async (page) => {
    const brands = [
      { brand: "Not:A-Brand", version: "8" },
      { brand: "Chromium", version: String(major) },
    ];
    await emulate([
      "setUserAgentOverride",
      {
        userAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`,
        platform: old,
        userAgentMetadata: {
          brands,
          fullVersion: full,
          platform,
          platformVersion: platform === "Windows" ? "15.0.0" : "",
          architecture: "x86",
          bitness: "64",
          model: "",
          mobile: false,
        },
      },
    ])(page);
  };

const screen = (width, height, ratio) => [
  "setDeviceMetricsOverride",
  {
    width: 780,
    height: 493,
    screenWidth: width,
    screenHeight: height,
    deviceScaleFactor: ratio,
    mobile: false,
  },
];

/** Another graphics card, as the page is told of it. */
const graphics = (vendor, renderer) => (page) =>
  page.evaluateOnNewDocument(
    (vendor, renderer) => {
      const { getParameter } = WebGLRenderingContext.prototype;
      const told = { 0x9245: vendor, 0x9246: renderer, 0x0d33: 16384 };
      WebGLRenderingContext.prototype.getParameter = function (name) {
        return told[name] ?? getParameter.call(this, name);
      };
    },
    vendor,
    renderer,
  );

/** A profile in which every page has this zoom. Levels are powers of 1.2. */
async function zoomed(percent) {
  const profile = await makeProfile();
  await mkdir(join(profile.folder, "Default"), { recursive: true });
  const level = Math.log(percent / 100) / Math.log(1.2);
  await writeFile(
    join(profile.folder, "Default/Preferences"),
    JSON.stringify({ partition: { default_zoom_level: { x: level } } }),
  );
  return profile;
}

const firefoxAgent = (version) => ({
  "general.useragent.override": `Mozilla/5.0 (X11; Linux x86_64; rv:${version}) Gecko/20100101 Firefox/${version}`,
});

/**
 * What changes from one visit to the next, in this order. Each has a fresh profile, so a new key; `ratio` shows that it did
 * change. Versions come last, since they only grow.
 */
const SAME = {
  chromium: [
    { name: "a new profile in a new process", options: {} },
    { name: "a window of another size", options: { args: ["--window-size=640,480"] } },
    { name: "a page zoom of 67 %", zoom: 67, ratio: 0.67 },
    { name: "a page zoom of 110 %", zoom: 110, ratio: 1.1 },
    { name: "a pixel ratio of 2", options: { prepare: emulate(screen(800, 600, 2)) }, ratio: 2 },
    { name: "a system that scales by 2", options: { args: ["--force-device-scale-factor=2"] }, ratio: 2 },
    { name: "a frame of another origin", framed: true },
    { name: "a minor version", options: { prepare: version(156, "156.0.8100.12") } },
    { name: "a major version", options: { prepare: version(157, "157.0.8200.1") } },
  ],
  firefox: [
    { name: "a new profile in a new process", options: {} },
    {
      name: "a window of another size",
      options: { prepare: (page) => page.setViewport({ width: 900, height: 500 }) },
    },
    { name: "a zoom of 67 %", options: { preferences: { "layout.css.devPixelsPerPx": "0.67" } }, ratio: 0.67 },
    { name: "a zoom of 110 %", options: { preferences: { "layout.css.devPixelsPerPx": "1.1" } }, ratio: 1.1 },
    { name: "a pixel ratio of 2", options: { preferences: { "layout.css.devPixelsPerPx": "2" } }, ratio: 2 },
    { name: "a frame of another origin", framed: true },
    { name: "a minor version", options: { preferences: firefoxAgent("153.1") } },
    { name: "a major version", options: { preferences: firefoxAgent("154.0") } },
  ],
};

/** Other people's devices: one of another kind, and one that has the same system and browser. */
const OTHER = {
  chromium: [
    {
      name: "a desktop with Windows",
      options: {
        prepare: async (page) => {
          await graphics(
            "Google Inc. (NVIDIA)",
            "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)",
          )(page);
          const windows = { system: "Windows NT 10.0; Win64; x64", platform: "Windows", old: "Win32" };
          await version(156, "156.0.8078.79", windows)(page);
          await emulate(screen(2560, 1440, 1), ["setHardwareConcurrencyOverride", { hardwareConcurrency: 16 }])(page);
        },
      },
    },
    {
      name: "a laptop with the same system and browser",
      options: {
        prepare: async (page) => {
          await graphics(
            "Google Inc. (Intel)",
            "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
          )(page);
          await emulate(
            screen(1440, 900, 2),
            ["setHardwareConcurrencyOverride", { hardwareConcurrency: 8 }],
            ["setTimezoneOverride", { timezoneId: "America/Denver" }],
          )(page);
        },
      },
    },
  ],
  firefox: [
    {
      name: "a desktop with Windows",
      options: {
        env: { MOZ_HEADLESS_WIDTH: "2560", MOZ_HEADLESS_HEIGHT: "1440", TZ: "America/New_York" },
        preferences: {
          "general.platform.override": "Win32",
          "general.useragent.override":
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0",
          "dom.maxHardwareConcurrency": 1,
        },
      },
    },
    {
      name: "a laptop with the same system and browser",
      options: {
        env: { MOZ_HEADLESS_WIDTH: "1440", MOZ_HEADLESS_HEIGHT: "900", TZ: "America/Denver" },
        preferences: { "dom.maxHardwareConcurrency": 1, "intl.accept_languages": "es-US, es" },
      },
    },
  ],
};

for (const engine of ["chromium", "firefox"]) {
  for (let round = 1; round <= ROUNDS; round += 1) {
    test(`a device in ${engine}, round ${round}`, async (t) => {
      const site = await startSite(t);
      const noise = [];
      const profile = await makeProfile();
      t.after(profile.remove);
      const { first, reloaded } = await visitTwice(site, engine, { profile, noise });
      const device = first.check.match.device_id;
      assert.equal(first.check.match.known, false);
      const keys = new Set([first.thumbprint]);

      /** The same device by another key, which nobody had before. */
      const isKnownAgain = (t, { thumbprint, check }) => {
        t.diagnostic(`similarity ${check.match.similarity}`);
        assert.deepEqual([check.match.device_id, check.match.known], [device, true]);
        assert.ok(!keys.has(thumbprint), "the key is new");
        keys.add(thumbprint);
      };

      await t.test("is known by its key after a reload", () => {
        assert.equal(reloaded.thumbprint, first.thumbprint);
        assert.deepEqual([reloaded.check.match.device_id, reloaded.check.match.known], [device, true]);
      });

      await t.test("is known by its key in a new process", async () => {
        // Its console is left alone: the gateway's cookie has ended with the browser, so the first call is answered with a
        // 401, and Chromium writes that down.
        const { thumbprint, check } = await site.visit(byPuppeteer(engine, { profile }));
        assert.equal(thumbprint, first.thumbprint);
        assert.deepEqual([check.match.device_id, check.match.known], [device, true]);
      });

      for (const { name, options, zoom, ratio, framed } of SAME[engine]) {
        await t.test(`is known again with ${name}`, async (t) => {
          if (framed) return isKnownAgain(t, await visitInFrame(t, site, engine, noise));
          const own = zoom ? await zoomed(zoom) : undefined;
          if (own) t.after(own.remove);
          const seen = await site.visit(byPuppeteer(engine, { ...options, profile: own, noise }));
          if (ratio) assert.ok(Math.abs(seen.ratio - ratio) < 0.02, `the pixel ratio is ${seen.ratio}`);
          isKnownAgain(t, seen);
        });
      }

      for (const { name, options } of OTHER[engine]) {
        await t.test(`is another than ${name}`, async (t) => {
          const { check } = await site.visit(byPuppeteer(engine, { ...options, noise }));
          t.diagnostic(`similarity ${check.match.similarity}`);
          assert.notEqual(check.match.device_id, device);
          assert.equal(check.match.known, false);
        });
      }

      await t.test("wrote nothing to the console and asked no third party", () => assert.deepEqual(noise, []));
    });
  }
}

test("two stock Firefox sessions, each with a profile of its own, are one device", async (t) => {
  const [site, display] = [await startSite(t), await startScreen(t)];
  const first = await site.visit(byHand("firefox", display));
  const second = await site.visit(byHand("firefox", display));
  t.diagnostic(`similarity ${second.check.match.similarity}`);
  assert.notEqual(second.thumbprint, first.thumbprint);
  assert.deepEqual([first.check.match.known, second.check.match.known], [false, true]);
  assert.equal(second.check.match.device_id, first.check.match.device_id);
});

/** A visit, and the same page once more. */
async function visitTwice(site, engine, options) {
  const { page, end } = await launch(engine, options);
  const open = async (url) => {
    await page.goto(url);
    return async () => {};
  };
  const first = await site.visit(open);
  const reloaded = await site.visit(open);
  assert.deepEqual([first.left, reloaded.left], [0, 0], "no element is left in the page");
  await end();
  return { first, reloaded };
}

/** The partner's page inside another site's: no cookie of the gateway travels there, so the partner's backend sends it. */
async function visitInFrame(t, site, engine, noise) {
  const server = await servePartner();
  t.after(server.close);
  const partner = await startPartner(site);
  const init = await partner.init();
  const { page, end } = await launch(engine, { noise });
  t.after(end);
  await page.goto(`${server.origin.replace("localhost", "127.0.0.1")}/device/host.html`);
  const frame = await page.waitForFrame((frame) => frame.url().startsWith(server.origin));
  const { statement, headers } = await frame.evaluate(
    async (init, sdkId, platformKey) => {
      const { makeStatement, headersOf } = await import("/device/partner.mjs");
      return { statement: await makeStatement(init, sdkId, platformKey), headers: headersOf() };
    },
    init,
    site.kit.sdk_id,
    site.kit.platform_key,
  );
  const { status, body } = await partner.open(statement, headers);
  assert.equal(status, 201, JSON.stringify(body));
  const [check] = await site.controls.checks(body.id);
  return { thumbprint: body.device_jkt, check };
}
