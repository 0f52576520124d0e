// @ts-check
import { navigator } from "./reading.js";

/**
 * @reads the first three languages that the person prefers, as BCP 47 tags
 * @source HTML, `navigator.languages`
 * @why Has to fit the header `Accept-Language`. A longer list would single a person out.
 * @kept device
 */
export const languages = {
  name: "languages",
  group: "matching",
  like: [""],
  read: () => Array.prototype.slice.call(navigator("languages"), 0, 3),
};
