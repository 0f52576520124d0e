// @ts-check
import { member } from "./reading.js";

/**
 * @reads the IANA name of the time zone
 * @source ECMA-402, `Intl.DateTimeFormat.prototype.resolvedOptions`; ECMA-262, `Temporal.Now.timeZoneId` where there is one
 * @why Part of what makes a device known again; has to fit its offsets, and where the request comes from.
 * @kept device
 */
export const timeZone = {
  name: "time_zone",
  group: "matching",
  like: "",
  dear: true,
  // Intl is the dearer: its first use loads all that it could ever format with.
  read: () =>
    /** @type {any} */ (globalThis).Temporal?.Now.timeZoneId() ??
    member(new Intl.DateTimeFormat().resolvedOptions(), "timeZone"),
};
