// @ts-check
import { attention } from "./attention.js";
import { audio } from "./audio.js";
import { available } from "./available.js";
import { canvas } from "./canvas.js";
import { clientHints } from "./client-hints.js";
import { cores } from "./cores.js";
import { display } from "./display.js";
import { engine } from "./engine.js";
import { fonts } from "./fonts.js";
import { frame } from "./frame.js";
import { globals } from "./globals.js";
import { gpc } from "./gpc.js";
import { headless } from "./headless.js";
import { languages } from "./languages.js";
import { lies } from "./lies.js";
import { memory } from "./memory.js";
import { offsets } from "./offsets.js";
import { platform } from "./platform.js";
import { screen } from "./screen.js";
import { storage } from "./storage.js";
import { timeZone } from "./time-zone.js";
import { touch } from "./touch.js";
import { userAgent } from "./user-agent.js";
import { webdriver } from "./webdriver.js";
import { webgl } from "./webgl.js";
import { window } from "./window.js";
import { worker } from "./worker.js";

/**
 * @typedef {object} Signal One thing that a browser tells of the device.
 * @property {string} name as the platform knows it
 * @property {string} group of consent: a SignalGroup of device.d.ts
 * @property {any} like a value of the same shape; null stands for a text, a number or a boolean
 * @property {boolean} [dear] takes milliseconds: the page may do something else before it
 * @property {(atEnd: (stop: () => void) => void) => unknown} read gives the value, or a promise of it; throws why there is
 * none. `stop` is called when the signal has ended, also when nobody waited so long
 */

/**
 * All signals, in the order in which they run:
 *
 * 1. Those that wait for somebody else, the slowest first: while the worker starts, the hints are asked for and the sound is
 *    computed, all others are read. The sound after a pause, since it wakes up a thread of its own.
 * 2. Those that cost nothing, so that a page which is left at once has told the most.
 * 3. The time zone after a pause: where it takes the first use of `Intl`, that loads its tables.
 * 4. Those that draw, each after a pause, so that no two hold up the page: the canvas before the fonts, since both load the
 *    system's list of fonts and the picture needs but one; WebGL last, since it wakes up another process.
 *
 * @type {Signal[]}
 */
export const SIGNALS = [
  worker,
  clientHints,
  storage,
  audio,
  languages,
  platform,
  screen,
  display,
  cores,
  memory,
  touch,
  userAgent,
  window,
  available,
  attention,
  frame,
  webdriver,
  headless,
  globals,
  engine,
  lies,
  gpc,
  timeZone,
  offsets,
  canvas,
  fonts,
  webgl,
];
