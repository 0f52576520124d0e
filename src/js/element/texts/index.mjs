// @ts-check
import { FluentBundle, FluentResource } from "@fluent/bundle";

import { errors } from "./en-errors.mjs";
import { screens } from "./en-screens.mjs";

/** @typedef {Record<string, string | number>} Values */

/** @type {FluentBundle | undefined} */
let bundle;

/**
 * The bundle, made at first use: importing this file parses nothing.
 *
 * Isolation marks are off. English needs none, and they end up in what people copy and in what tests compare.
 */
function english() {
  if (!bundle) {
    bundle = new FluentBundle("en-US", { useIsolating: false });
    for (const text of [screens, errors]) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

/**
 * The pattern of a message, or of its attribute when the id has a full stop (`trouble-offline.title`).
 * @param {string} id
 */
function pattern(id) {
  const [name = "", attribute] = id.split(".");
  const message = english().getMessage(name);
  return (attribute ? message?.attributes[attribute] : message?.value) ?? undefined;
}

/**
 * Whether there is such a text.
 * @param {string} id
 */
export function hasText(id) {
  return pattern(id) !== undefined;
}

/**
 * The text of a message. An id without one gives the id: a gap that is seen is mended.
 * @param {string} id
 * @param {Values} [values]
 */
export function t(id, values) {
  const found = pattern(id);
  return found === undefined ? id : english().formatPattern(found, values ?? null);
}

/**
 * The first of some texts that there is.
 * @param {string[]} ids from the most to the least fitting
 * @param {Values} [values]
 */
export function firstText(ids, values) {
  return t(ids.find(hasText) ?? ids[ids.length - 1] ?? "", values);
}

/**
 * Adds texts of a page's own, for screens that it makes from the parts of this folder. None of those that are there is
 * replaced.
 * @param {string} source in Fluent's syntax
 */
export function addTexts(source) {
  english().addResource(new FluentResource(source));
}
