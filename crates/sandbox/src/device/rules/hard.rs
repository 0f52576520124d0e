//! What is refused under every policy. `statement.rs` checks these, in this order.

use super::{Class, Rule};

const fn hard(code: &'static str, compares: &'static str, why: &'static str, source: &'static str) -> Rule {
    Rule { code, class: Class::Hard, weight: 0, compares, why, source, check: None }
}

pub(super) const RULES: &[Rule] = &[
    hard(
        "size",
        "the statement's length with 4096 bytes",
        "The SDK's statements are smaller, and nobody gets to fill the records.",
        "contract 3.2",
    ),
    hard("form", "the sealed bytes", "A statement is text.", "contract 3.2"),
    hard(
        "signature",
        "signature, `alg`, `typ` and public key of the JWS",
        "Only the holder of the device key can have made it, and the key's thumbprint is what the session is bound to.",
        "RFC 7515, RFC 9449 section 4.3",
    ),
    hard("schema", "the payload's members and types", "The SDK makes no other.", "contract 3.2"),
    hard(
        "audience",
        "`aud` with this platform's key thumbprint",
        "A statement for another platform was taken there.",
        "contract 3.2",
    ),
    hard(
        "sdk_id",
        "`sdk_id` with the partner's",
        "No SDK has this id; the answer is `unknown_sdk_id`.",
        "contract 1.4",
    ),
    hard(
        "nonce",
        "`nonce` with those that were given",
        "It is unknown, was used before, or is older than five minutes; the answer is `stale_nonce`.",
        "contract 1.4",
    ),
    hard(
        "time",
        "`iat` with the platform's clock, five minutes either way",
        "The SDK takes its time from the platform.",
        "contract 3.1",
    ),
];
