// @ts-check
import { context } from "./reading.js";

/**
 * @reads vendor and name of the graphics hardware, and the largest texture that it takes
 * @source WebGL 1.0, `getParameter`; `WEBGL_debug_renderer_info`, `WEBGL_lose_context`
 * @why The part of a device that changes least, and one that has to fit the system it names. Nothing is drawn.
 * @kept device
 */
export const webgl = {
  name: "webgl",
  group: "matching",
  like: { vendor: "", renderer: "", texture: 0 },
  dear: true,
  read() {
    const gl = context("webgl", 1);
    try {
      const asked = (/** @type {number} */ parameter) => gl.getParameter(parameter);
      let [vendor, renderer] = [asked(gl.VENDOR), asked(gl.RENDERER)];
      // Where the standard names say nothing. Elsewhere the extension's bare use is a line in the console.
      if (/^WebKit/.test(renderer)) {
        const names = gl.getExtension("WEBGL_debug_renderer_info");
        if (names) [vendor, renderer] = [asked(names.UNMASKED_VENDOR_WEBGL), asked(names.UNMASKED_RENDERER_WEBGL)];
      }
      return { vendor, renderer, texture: asked(gl.MAX_TEXTURE_SIZE) };
    } finally {
      // A page has room for a few of them.
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    }
  },
};
