//! Nonces for proofs (RFC 9449 sections 8 and 9): no proof can be made long before it is used.
//!
//! A nonce is an HMAC over a window of time, so nothing is kept of those that were given out. The key is in the
//! database: gateways that share it take one another's nonces, and a restart changes none.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// How long a nonce is the newest. After that it is taken for as long again.
const WINDOW_SECONDS: i64 = 300;
/// What the HMAC is over beside the window, so that no other use of the key makes the same value.
const CONTEXT: &[u8] = b"dpop-nonce.";

/// The name of the key in the database.
pub(crate) const KEY_NAME: &str = "dpop_nonce";

/// Gives nonces and knows them again.
pub(crate) struct Nonces {
    key: Zeroizing<Vec<u8>>,
    required: bool,
}

impl std::fmt::Debug for Nonces {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Nonces").field("required", &self.required).finish_non_exhaustive()
    }
}

impl Nonces {
    pub(crate) fn new(key: Zeroizing<Vec<u8>>, required: bool) -> Self {
        Self { key, required }
    }

    /// The nonce to give out at `now`, in seconds; none when no proof needs one.
    pub(crate) fn newest(&self, now: i64) -> Option<String> {
        let code = self.required.then(|| self.mac(now.div_euclid(WINDOW_SECONDS)))??;
        Some(URL_SAFE_NO_PAD.encode(code.finalize().into_bytes()))
    }

    /// Whether a proof with this nonce is taken at `now`.
    pub(crate) fn takes(&self, nonce: Option<&str>, now: i64) -> bool {
        if !self.required {
            return true;
        }
        let Some(code) = nonce.and_then(|nonce| URL_SAFE_NO_PAD.decode(nonce).ok()) else { return false };
        let window = now.div_euclid(WINDOW_SECONDS);
        // Compared in constant time by `verify_slice`.
        [window, window - 1]
            .into_iter()
            .any(|window| self.mac(window).is_some_and(|mac| mac.verify_slice(&code).is_ok()))
    }

    /// `None` never: HMAC takes keys of any length.
    fn mac(&self, window: i64) -> Option<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        Some(mac.chain_update(CONTEXT).chain_update(window.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nonces(key: u8, required: bool) -> Nonces {
        Nonces::new(Zeroizing::new(vec![key; 32]), required)
    }

    #[test]
    fn a_nonce_is_taken_in_its_window_and_the_next_and_never_before_or_after() {
        let nonces = nonces(1, true);
        let nonce = nonces.newest(900).unwrap();
        assert_eq!(nonces.newest(1_199).unwrap(), nonce);
        assert_ne!(nonces.newest(1_200).unwrap(), nonce);
        for (now, taken) in [(899, false), (900, true), (1_199, true), (1_200, true), (1_499, true), (1_500, false)] {
            assert_eq!(nonces.takes(Some(&nonce), now), taken, "{now}");
        }
    }

    #[test]
    fn takes_only_what_its_own_key_made() {
        let (ours, others) = (nonces(1, true), nonces(2, true));
        let nonce = ours.newest(900).unwrap();
        assert!(nonces(1, true).takes(Some(&nonce), 900), "another gateway with the same key");
        assert!(!others.takes(Some(&nonce), 900));
        let cut = nonce.get(..nonce.len() - 2).unwrap();
        for wrong in [None, Some(""), Some(cut), Some("not base64url!"), Some("AAAA")] {
            assert!(!ours.takes(wrong, 900), "{wrong:?}");
        }
    }

    #[test]
    fn switched_off_it_gives_none_and_takes_anything() {
        let off = nonces(1, false);
        assert_eq!(off.newest(900), None);
        assert!(off.takes(None, 900) && off.takes(Some("x"), 900));
        assert!(!format!("{off:?}").contains("1, 1"));
    }
}
