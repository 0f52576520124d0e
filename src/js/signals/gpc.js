// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads whether the person asks not to have their data sold or shared
 * @source Global Privacy Control, `navigator.globalPrivacyControl`
 * @why Told so that the platform can honour it, never held against anybody.
 * @kept check
 */
export const gpc = {
  name: "gpc",
  group: "privacy",
  like: false,
  read: () => navigator("globalPrivacyControl"),
};
