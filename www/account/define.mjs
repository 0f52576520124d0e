// @ts-check
import { Connecting } from "../../src/js/element/steps/connecting.mjs";
import { Trouble } from "../../src/js/element/steps/trouble.mjs";
import { addTexts } from "../../src/js/element/texts/index.mjs";
import { Agreement } from "./agreement.mjs";
import { BusinessAccount } from "./business-account.mjs";
import { Checking } from "./checking.mjs";
import { Details } from "./details.mjs";
import { Blocked, Open } from "./ends.mjs";
import { Kind } from "./kind.mjs";
import { Missing } from "./missing.mjs";
import { errors } from "./texts/errors.mjs";
import { screens } from "./texts/screens.mjs";

/** @type {[string, CustomElementConstructor][]} */
const ELEMENTS = [
  ["larkwell-account", BusinessAccount],
  ["larkwell-kind", Kind],
  ["larkwell-details", Details],
  ["larkwell-agreement", Agreement],
  ["larkwell-missing", Missing],
  ["larkwell-checking", Checking],
  ["larkwell-open", Open],
  ["larkwell-blocked", Blocked],
  ["portico-trouble", Trouble],
  ["portico-connecting", Connecting],
];

/** Registers the elements of the second journey, and its texts. */
export function define() {
  for (const source of [screens, errors]) addTexts(source);
  for (const [name, element] of ELEMENTS) customElements.define(name, element);
}
