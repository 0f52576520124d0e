import { load } from "@fingerprintjs/botd";

const detector = await load({ monitoring: false });
const { bot } = detector.detect();
globalThis.ended();
globalThis.told = String(bot);
