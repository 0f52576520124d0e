//! Signatures after the Standard Webhooks specification, symmetric scheme `v1`.
//!
//! The specification's own crate reads the machine's clock and brings a second base64 and a second HMAC; what is left of
//! it without them is this file.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;
use zeroize::Zeroizing;

/// How far a delivery's time may be off, either way.
const TOLERANCE_SECONDS: i64 = 300;
/// Sixteen is more than any change of keys needs, and bounds the work for a header made to be long.
const MAX_SIGNATURES: usize = 16;
const MAX_ID_BYTES: usize = 256;
/// What the specification asks of a key: 24 to 64 bytes.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The key that the platform signs its webhooks with.
#[derive(Clone)]
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

/// A text that is no such key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it has the form whsec_ and the base64 of 24 to 64 bytes")]
pub struct WebhookSecretError;

/// Why a delivery is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A header is missing, doubled or of no known form.
    Malformed,
    /// It was signed too long ago, or in the future.
    Stale,
    /// No signature is one of our key's.
    Forged,
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl std::str::FromStr for WebhookSecret {
    type Err = WebhookSecretError;

    fn from_str(text: &str) -> Result<Self, WebhookSecretError> {
        let text = text.strip_prefix("whsec_").ok_or(WebhookSecretError)?;
        let key = Zeroizing::new(STANDARD.decode(text).map_err(|_| WebhookSecretError)?);
        if KEY_BYTES.contains(&key.len()) { Ok(Self(key)) } else { Err(WebhookSecretError) }
    }
}

impl WebhookSecret {
    /// Checks a delivery at `now`, in seconds, and gives its id.
    pub(super) fn verify<'a>(&self, headers: &'a HeaderMap, body: &[u8], now: i64) -> Result<&'a str, Refused> {
        let id = only(headers, "webhook-id")?;
        let timestamp = only(headers, "webhook-timestamp")?;
        let signatures = only(headers, "webhook-signature")?;
        if id.len() > MAX_ID_BYTES {
            return Err(Refused::Malformed);
        }
        // As text, the timestamp is signed as it came: "+1" or "01" would be another text of the same time.
        let signed_at: i64 = timestamp.parse().map_err(|_| Refused::Malformed)?;
        let code = Hmac::<Sha256>::new_from_slice(&self.0).map_err(|_| Refused::Malformed)?;
        let code =
            code.chain_update(id).chain_update(b".").chain_update(timestamp).chain_update(b".").chain_update(body);
        // While the platform changes its key it signs with both. Each is compared in constant time by `verify_slice`.
        let ours = signatures
            .split(' ')
            .take(MAX_SIGNATURES)
            .filter_map(|one| one.strip_prefix("v1,"))
            .any(|one| STANDARD.decode(one).is_ok_and(|signature| code.clone().verify_slice(&signature).is_ok()));
        if !ours {
            return Err(Refused::Forged);
        }
        let off = now.checked_sub(signed_at).and_then(i64::checked_abs);
        if off.is_some_and(|off| off <= TOLERANCE_SECONDS) { Ok(id) } else { Err(Refused::Stale) }
    }
}

fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Refused> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty());
    if values.next().is_none() { value.ok_or(Refused::Malformed) } else { Err(Refused::Malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const AT: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn verify(change: impl FnOnce(&mut HeaderMap), body: &[u8], now: i64) -> Result<(), Refused> {
        let mut headers = HeaderMap::new();
        headers.insert("webhook-id", ID.parse().unwrap());
        headers.insert("webhook-timestamp", AT.to_string().parse().unwrap());
        headers.insert("webhook-signature", SIGNATURE.parse().unwrap());
        change(&mut headers);
        SECRET.parse::<WebhookSecret>().unwrap().verify(&headers, body, now).map(|id| assert_eq!(id, ID))
    }

    fn set(name: &'static str, value: &str) -> impl FnOnce(&mut HeaderMap) {
        let value = value.parse().unwrap();
        move |headers| drop(headers.insert(name, value))
    }

    #[test]
    fn takes_the_specifications_known_answer_and_for_five_minutes_either_way() {
        for (off, expected) in [
            (0, Ok(())),
            (300, Ok(())),
            (-300, Ok(())),
            (301, Err(Refused::Stale)),
            (-301, Err(Refused::Stale)),
            (i64::MAX - AT, Err(Refused::Stale)),
        ] {
            assert_eq!(verify(|_| {}, BODY, AT + off), expected, "{off}");
        }
    }

    #[test]
    fn takes_any_of_several_signatures_and_skips_what_it_does_not_know() {
        let other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        for list in [
            format!("{other} {SIGNATURE}"),
            format!("{SIGNATURE} {other}"),
            format!("v1a,anything v2,x {SIGNATURE}"),
            format!("v1,not-base64 {SIGNATURE}"),
        ] {
            assert_eq!(verify(set("webhook-signature", &list), BODY, AT), Ok(()), "{list}");
        }
        for list in [
            other.to_owned(),
            SIGNATURE.replace("v1,", "v2,"),
            SIGNATURE.replace("v1,", ""),
            SIGNATURE.replace("g0hM", "G0hM"),
            "v1,".to_owned(),
            format!("{} {SIGNATURE}", [other; 16].join(" ")),
        ] {
            assert_eq!(verify(set("webhook-signature", &list), BODY, AT), Err(Refused::Forged), "{list}");
        }
    }

    #[test]
    fn id_time_and_body_are_all_signed() {
        assert_eq!(verify(set("webhook-id", "msg_other"), BODY, AT), Err(Refused::Forged));
        assert_eq!(verify(set("webhook-timestamp", &(AT + 1).to_string()), BODY, AT), Err(Refused::Forged));
        assert_eq!(verify(set("webhook-timestamp", &format!("+{AT}")), BODY, AT), Err(Refused::Forged));
        assert_eq!(verify(|_| {}, br#"{"test": 2432232315}"#, AT), Err(Refused::Forged));
    }

    #[test]
    fn a_header_that_is_missing_doubled_or_unreadable_is_malformed() {
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            assert_eq!(verify(|headers| drop(headers.remove(name)), BODY, AT), Err(Refused::Malformed), "{name}");
            let twice = |headers: &mut HeaderMap| assert!(headers.append(name, "x".parse().unwrap()));
            assert_eq!(verify(twice, BODY, AT), Err(Refused::Malformed), "{name}");
            assert_eq!(verify(set(name, ""), BODY, AT), Err(Refused::Malformed), "{name}");
        }
        assert_eq!(verify(set("webhook-timestamp", "yesterday"), BODY, AT), Err(Refused::Malformed));
        assert_eq!(verify(set("webhook-id", &"x".repeat(257)), BODY, AT), Err(Refused::Malformed));
    }

    #[test]
    fn a_secret_is_whsec_and_the_base64_of_enough_bytes_and_is_never_printed() {
        assert_eq!(format!("{:?}", SECRET.parse::<WebhookSecret>().unwrap()), "[redacted]");
        for text in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not base64"] {
            assert_eq!(text.parse::<WebhookSecret>().unwrap_err(), WebhookSecretError, "{text}");
        }
    }
}
