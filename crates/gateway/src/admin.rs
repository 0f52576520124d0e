//! The partner's own server, which shows the admin's token.

use http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use crate::{refusal::Refusal, secret::Secret};

/// Refuses whoever doesn't bear the token.
///
/// # Errors
/// `invalid_token`.
pub(crate) fn check(headers: &HeaderMap, token: &Secret) -> Result<(), Refusal> {
    if bears(headers, token) { Ok(()) } else { Err(Refusal::invalid_admin_token()) }
}

/// Compared by their hashes, so that the time tells nothing of the token.
fn bears(headers: &HeaderMap, token: &Secret) -> bool {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    let Some((scheme, given)) = value.filter(|_| values.next().is_none()) else { return false };
    scheme.eq_ignore_ascii_case("Bearer") && Sha256::digest(given.trim()) == Sha256::digest(token.expose())
}
