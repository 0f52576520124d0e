// @ts-check
import { global, NOISED } from "./reading.js";

const LENGTH = 5000;
const FROM = 4500;

/**
 * @reads a number that comes of how the browser computes a sound. Nothing is played, and no microphone is asked for
 * @source Web Audio API, `OfflineAudioContext`, `DynamicsCompressorNode`
 * @why Depends on engine and processor alone, so it has to fit what the rest says they are.
 * @kept device
 */
export const audio = {
  name: "audio",
  group: "matching",
  like: 0,
  dear: true,
  async read() {
    const offline = new (global("OfflineAudioContext"))(1, LENGTH, 44_100);
    const tone = offline.createOscillator();
    const compressor = offline.createDynamicsCompressor();
    tone.type = "triangle";
    tone.frequency.value = 10_000;
    const set = { threshold: -50, knee: 40, ratio: 12, attack: 0, release: 0.25 };
    for (const [name, value] of Object.entries(set)) compressor[name].value = value;
    tone.connect(compressor).connect(offline.destination);
    tone.start();
    const rendered = await offline.startRendering();
    const again = new Float32Array(LENGTH);
    rendered.copyFromChannel(again, 0);
    const sum = summed(rendered.getChannelData(0));
    if (sum !== summed(again)) throw NOISED;
    return Math.round(sum * 1e6) / 1e6;
  },
};

/** @param {Float32Array} samples */
const summed = (samples) => samples.slice(FROM).reduce((sum, sample) => sum + Math.abs(sample), 0);
