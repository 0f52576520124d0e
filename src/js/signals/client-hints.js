// @ts-check
import { navigator } from "./reading.js";

/** A made-up brand, which Chromium adds so that nobody relies on the list's form: `Not A;Brand` and the like. */
const GREASE = /Not.A.Brand/;

/**
 * @reads brands with their major versions, mobile or not, the platform; where the browser allows it, the platform's
 *   version, architecture, bitness, model and the full version. No made-up brand
 * @source User-Agent Client Hints, `navigator.userAgentData`
 * @why Tells a browser apart from one that only changed its user agent: has to fit the headers `Sec-CH-UA`. Chromium
 *   alone has it.
 * @kept device
 */
export const clientHints = {
  name: "client_hints",
  group: "matching",
  like: {
    brands: [[""]],
    mobile: false,
    platform: "",
    platform_version: "",
    architecture: "",
    bitness: "",
    model: "",
    full_version: "",
  },
  async read() {
    const hints = navigator("userAgentData");
    const names = ["platformVersion", "architecture", "bitness", "model", "fullVersionList"];
    // A policy may refuse these. The rest is what every site is told unasked.
    const more = await hints.getHighEntropyValues(names).catch(() => ({}));
    /** @type {{ brand: string, version: string }[]} */
    const all = hints.brands;
    return {
      ...more,
      brands: all.filter(({ brand }) => !GREASE.test(brand)).map(({ brand, version }) => [brand, version]),
      mobile: hints.mobile,
      platform: hints.platform,
      platform_version: more.platformVersion,
      model: more.model || undefined,
      full_version: more.fullVersionList?.find((/** @type {any} */ { brand }) => brand === "Chromium")?.version,
    };
  },
};
