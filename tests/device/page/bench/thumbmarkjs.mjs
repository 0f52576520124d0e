import { Thumbmark } from "@thumbmarkjs/thumbmarkjs";

const { thumbmark } = await new Thumbmark({ logging: false }).get();
globalThis.ended();
globalThis.told = thumbmark;
