//! Base64url without padding (RFC 4648 section 5), canonical only: each byte string has exactly one text.
//!
//! A decoder that let trailing bits pass would let one sealed value stand in several texts, each a fresh one to a
//! check that compares texts.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::Malformed;

/// The bytes that `text` stands for.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Malformed> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Malformed)
}

/// The same for a fixed number of bytes. The intermediate copy is wiped, since keys come this way.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Result<[u8; N], Malformed> {
    let bytes = Zeroizing::new(decode(text)?);
    bytes.as_slice().try_into().map_err(|_| Malformed)
}

/// The text that stands for `bytes`.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_one_text_of_a_byte_string_and_no_other() {
        assert_eq!(decode("AQ").unwrap(), [1]);
        for other in ["AR", "AQ==", "AQ=", "A", "A+", "A/", "AQ\n", " AQ", "A Q"] {
            assert_eq!(decode(other), Err(Malformed), "{other:?}");
        }
    }

    #[test]
    fn refuses_an_array_of_another_length() {
        assert_eq!(decode_array::<2>("AQI").unwrap(), [1, 2]);
        assert_eq!(decode_array::<1>("AQI"), Err(Malformed));
        assert_eq!(decode_array::<3>("AQI"), Err(Malformed));
    }
}
