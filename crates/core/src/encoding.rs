//! Bytes as text and back: base64url, hex, names and path segments.

use ring::digest::{SHA256, digest};
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::ports::Random;

/// A number's digits, with a minus before them where it is negative. The standard library's writing of numbers brings a
/// table along and more code than all of this module.
#[must_use]
pub fn decimal(number: i64) -> String {
    let (mut rest, mut digits) = (number.unsigned_abs(), Vec::new());
    while rest > 0 || digits.is_empty() {
        digits.push(b'0' | u8::try_from(rest % 10).unwrap_or_default());
        rest /= 10;
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.reverse();
    String::from_utf8(digits).unwrap_or_default()
}

/// The digits of a place in a list.
pub(crate) fn place_of(place: usize) -> String {
    decimal(i64::try_from(place).unwrap_or(i64::MAX))
}

/// base64url without padding (RFC 7515 section 2). What is encoded may be secret, so growing must leave no copy behind.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    let mut text = vec![0; (bytes.len() * 4).div_ceil(3)];
    for (letters, group) in text.chunks_mut(4).zip(bytes.chunks(3)) {
        let [a, b, c] = match group {
            [a, b, c] => [*a, *b, *c],
            [a, b] => [*a, *b, 0],
            _ => [group.first().copied().unwrap_or(0), 0, 0],
        };
        let values = [a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63];
        for (letter, value) in letters.iter_mut().zip(values) {
            *letter = LETTERS.get(usize::from(value)).copied().unwrap_or(b'_');
        }
    }
    String::from_utf8(text).unwrap_or_default()
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The bytes behind base64url. `None` for padding, other letters and stray bits at the end: each value has one spelling.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            bits = bits << 6 | group.get(place).map_or(Some(0), |letter| value_of(*letter))?;
        }
        let [_, first, second, third] = bits.to_be_bytes();
        let (taken, stray): (&[u8], bool) = match group.len() {
            4 => (&[first, second, third], false),
            3 => (&[first, second], third != 0),
            2 => (&[first], second != 0 || third != 0),
            _ => return None,
        };
        if stray {
            return None;
        }
        bytes.extend_from_slice(taken);
    }
    Some(bytes)
}

fn value_of(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// Exactly `N` bytes behind base64url: keys, so that the way there is wiped.
pub(crate) fn array_from_base64url<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = Zeroizing::new(from_base64url(text)?);
    bytes.as_slice().try_into().ok()
}

/// SHA-256 as base64url: thumbprints and `ath`.
pub(crate) fn sha256_base64url(bytes: &[u8]) -> String {
    base64url(digest(&SHA256, bytes).as_ref())
}

/// SHA-256 as lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest(&SHA256, bytes).as_ref() {
        push_hex(&mut text, *byte);
    }
    text.make_ascii_lowercase();
    text
}

/// 128 random bits as base64url: `jti`s and idempotency keys.
pub(crate) fn generate_id<R: Random>(random: &R) -> Result<String, Fault> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    Ok(base64url(&bytes))
}

/// A name of the wire in the form of the package's types: `postal_code` as `postalCode`.
pub(crate) fn push_camel_case(text: &mut String, name: &str) {
    let mut after_underscore = false;
    for letter in name.chars() {
        match letter {
            '_' => after_underscore = true,
            letter if after_underscore => {
                text.push(letter.to_ascii_uppercase());
                after_underscore = false;
            }
            letter => text.push(letter),
        }
    }
}

/// The same, where the package calls a member by another word.
pub(crate) fn push_member_name(text: &mut String, name: &str) {
    push_camel_case(text, if name == "verification_value" { "cvc" } else { name });
}

/// One segment of a path, percent-encoded: an id can't leave its place.
pub(crate) fn push_percent_encoded(path: &mut String, segment: &str) {
    // A browser folds dot segments, encoded or not; an id that is one becomes a segment that no route has.
    let dots = matches!(segment, "" | "." | "..");
    for byte in if dots { "-" } else { segment }.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') || byte == b'.' {
            path.push(char::from(byte));
        } else {
            path.push('%');
            push_hex(path, byte);
        }
    }
}

fn push_hex(text: &mut String, byte: u8) {
    for half in [byte >> 4, byte & 15] {
        text.push(char::from(if half < 10 { b'0' + half } else { b'A' + half - 10 }));
    }
}

/// A whole number.
pub(crate) fn whole(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// Whether `rule` holds for all bytes of a text.
pub(crate) fn all_bytes(text: &str, rule: fn(u8) -> bool) -> bool {
    text.bytes().all(rule)
}

#[cfg(test)]
mod tests {
    #[test]
    fn writes_numbers_as_the_standard_library_does() {
        for number in [0, 1, 9, 10, 99, 100, 1_797_000_000, -1, -10, i64::MAX, i64::MIN] {
            assert_eq!(super::decimal(number), number.to_string());
        }
    }

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn writes_and_reads_base64url_as_another_implementation_does(
            bytes in prop::collection::vec(any::<u8>(), 0..64), text in "[A-Za-z0-9_+/=-]{0,12}"
        ) {
            prop_assert_eq!(base64url(&bytes), URL_SAFE_NO_PAD.encode(&bytes));
            prop_assert_eq!(from_base64url(&base64url(&bytes)), Some(bytes));
            prop_assert_eq!(from_base64url(&text), URL_SAFE_NO_PAD.decode(&text).ok());
        }
    }

    #[test]
    fn an_id_can_not_leave_its_place_in_the_path() {
        for (id, segment) in
            [("019a-B_c.d~", "019a-B_c.d~"), ("a/../b?c#d\"é", "a%2F..%2Fb%3Fc%23d%22%C3%A9"), ("..", "-"), ("", "-")]
        {
            let mut path = String::new();
            push_percent_encoded(&mut path, id);
            assert_eq!(path, segment);
        }
    }

    #[test]
    fn hashes_as_fips_180_4_says() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_base64url(b""), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    }

    #[test]
    fn takes_one_spelling_of_base64url_only() {
        assert_eq!(from_base64url("AA"), Some(vec![0]));
        for wrong in ["AB", "AA==", "A", "A+", "A/", " AA", "AA\n"] {
            assert_eq!(from_base64url(wrong), None, "{wrong:?}");
        }
        assert_eq!(array_from_base64url::<2>("AAA"), Some([0, 0]));
        assert_eq!(array_from_base64url::<3>("AAA"), None);
    }
}
