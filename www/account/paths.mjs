// @ts-check

/**
 * Where one of the platform's paths is on our screens: of whom, and the field.
 * @typedef {{ of: "individual" | "business" | number, field: string }} Place `of`: an owner's index where it is a number
 */

const OWNER = /^business\.beneficialOwner\[(\d+)\](?:\.(.+))?$/;

const ADDRESS = /** @type {Record<string, string>} */ ({
  addressLine1: "address.line1",
  addressLine2: "address.line2",
  city: "address.city",
  state: "address.state",
  zip: "address.postalCode",
});

/**
 * @param {string} path such as `individual.mailingAddress[0].zip`
 * @returns {Place | undefined} undefined for what is on no screen of ours
 */
export function placeOf(path) {
  const [, index, rest] = OWNER.exec(path) ?? [];
  if (index !== undefined) return rest ? { of: Number(index), field: fieldOf(rest) } : undefined;
  if (path === "business.beneficialOwner") return { of: "business", field: "owners" };
  const [part, ...names] = path.split(".");
  if ((part !== "individual" && part !== "business") || names.length === 0) return undefined;
  return { of: part, field: fieldOf(names.join(".")) };
}

/**
 * An address as a whole is looked for at its first line.
 * @param {string} name
 */
function fieldOf(name) {
  if (!name.startsWith("mailingAddress")) return name;
  return ADDRESS[name.split(".")[1] ?? ""] ?? "address.line1";
}
