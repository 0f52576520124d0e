// @ts-check

/**
 * What is wrong beyond doubt, so that a person learns it on the screen that they are on. All else is for the SDK's rules,
 * which see the whole at the end; the codes are theirs.
 * @type {Record<string, (text: string) => string | undefined>}
 */
const CERTAIN = {
  email: (text) => (/^\S+@\S+\.\S+$/.test(text) ? undefined : "email_form"),
  phone: (text) => (text.replace(/\D/g, "").length >= 10 ? undefined : "phone_form"),
  "address.postalCode": (text) => (/^\d{5}(-?\d{4})?$/.test(text) ? undefined : "postal_code_form"),
};

/** Fields that may stay empty. */
const OPTIONAL = new Set(["middleName", "address.line2"]);

/**
 * The code of the rule that a value breaks for certain.
 * @param {string} field
 * @param {string} value
 */
export function firstLook(field, value) {
  const text = value.trim();
  if (text === "") return OPTIONAL.has(field) ? undefined : "required";
  return CERTAIN[field]?.(text);
}
