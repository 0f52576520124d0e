// @ts-check

/**
 * How a failure is shown:
 * - `fields`: beside the fields that it names;
 * - `notice`: in the step, which keeps all that was typed;
 * - `trouble`: in the step's place, with a way on;
 * - `behind`: not at all; the platform is further than this page, so look again.
 * @typedef {{
 *   view: "fields" | "notice" | "trouble" | "behind",
 *   code: string,
 *   text: string,
 *   requestId?: string,
 *   attemptsLeft?: number,
 *   fields: { field: string, code: string }[],
 * }} Failure
 */

/** Texts by code. A code that is not here is told as `failed` in a step and as `unknown` in its place. */
const NOTICES = /** @type {Record<string, string>} */ ({
  aborted: "stopped",
  brand_not_available: "brand_not_available",
  card_closed: "card_closed",
  document_unreadable: "document",
  gateway_unreachable: "unreachable",
  internal_error: "failed",
  invalid_verification: "failed",
  offline: "offline",
  outcome_unknown: "slow",
  rate_limited: "busy",
  request_in_progress: "busy",
  timeout: "slow",
  unsealable: "failed",
  upstream_timeout: "slow",
  upstream_unavailable: "unreachable",
  validation_failed: "fields",
  verification_failed: "verification_failed",
  verification_locked: "verification_locked",
});

const TROUBLES = /** @type {Record<string, string>} */ ({
  aborted: "unreachable",
  client_missing: "setup",
  context_missing: "setup",
  context_not_found: "setup",
  crypto_unavailable: "crypto_unavailable",
  device_not_authentic: "device",
  gateway_unreachable: "unreachable",
  internal_error: "unreachable",
  internal_fault: "internal_fault",
  invalid_client: "setup",
  invalid_option: "setup",
  invalid_ticket: "expired",
  invalid_token: "setup",
  login_required: "expired",
  no_usable_key: "setup",
  not_connected: "expired",
  offline: "offline",
  origin_not_allowed: "setup",
  platform_key_mismatch: "setup",
  rate_limited: "unreachable",
  request_in_progress: "unreachable",
  route_not_found: "setup",
  session_expired: "expired",
  session_not_found: "expired",
  session_required: "expired",
  timeout: "unreachable",
  unexpected_answer: "setup",
  unknown_sdk_id: "setup",
  upstream_timeout: "unreachable",
  upstream_unavailable: "unreachable",
  wasm_blocked_by_csp: "setup",
  wasm_invalid: "setup",
  wasm_unreachable: "loading",
  wasm_unsupported: "wasm_unsupported",
});

/** The platform or another tab is further than this page thinks. */
const BEHIND = new Set([
  "wrong_step",
  "pin_already_set",
  "account_not_new",
  "expected_use_not_applicable",
  "kyc_step_not_due",
  "documents_already_sent",
  "documents_not_sent",
]);

/** The platform's judgements of an address name no field; this is where a person looks. */
const ADDRESS_FIELDS = /** @type {Record<string, string>} */ ({
  address_canadian_not_allowed: "address.state",
  address_general_delivery_not_allowed: "address.line1",
  address_has_component_mismatch: "address.postalCode",
  address_has_multiple_matches: "address.line2",
});

/**
 * Weighs what a call threw. Reads codes alone: a developer's sentence is not for the person who fills in a form.
 * @param {unknown} error
 * @param {"step" | "start"} place
 * @returns {Failure}
 */
export function weigh(error, place) {
  const { code, errors, requestId, attemptsLeft } = read(error);
  const base = { code, requestId, attemptsLeft };
  if (place === "step") {
    const addressField = ADDRESS_FIELDS[code];
    const named = code === "validation_failed" ? errors : [];
    const fields = addressField ? [{ field: addressField, code }] : named;
    if (fields.length > 0) return { ...base, view: "fields", text: "fields", fields };
    if (BEHIND.has(code)) return { ...base, view: "behind", text: "", fields };
    const notice = NOTICES[code];
    if (notice) return { ...base, view: "notice", text: notice, fields };
    if (!TROUBLES[code] && code !== "unknown") return { ...base, view: "notice", text: "failed", fields };
  }
  return { ...base, view: "trouble", text: TROUBLES[code] ?? "unknown", fields: [] };
}

/**
 * What can be told of anything that was thrown.
 * @param {unknown} error
 */
function read(error) {
  const given = /** @type {Partial<import("../index.js").PorticoError>} */ (
    typeof error === "object" && error !== null ? error : {}
  );
  return {
    code: typeof given.code === "string" ? given.code : "unknown",
    errors: Array.isArray(given.errors) ? given.errors.map(({ field, code }) => ({ field, code })) : [],
    requestId: given.requestId,
    attemptsLeft: given.attemptsLeft,
  };
}
