//! Random values: ids, tokens, digits; and how bytes are written.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use portico_unseal::NoRandomness;
use uuid::Uuid;

/// An id that sorts by the time of its making (UUID v7).
pub(crate) fn generate_id() -> String {
    Uuid::now_v7().to_string()
}

/// `N` random bytes.
pub(crate) fn generate_bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// 256 random bits as text.
pub(crate) fn generate_token() -> Result<String, NoRandomness> {
    generate_bytes::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// Two hexadecimal digits for each byte.
pub(crate) fn encode_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// `count` random digits, each as likely as any other.
pub(crate) fn generate_digits(count: usize) -> Result<String, NoRandomness> {
    let mut digits = String::with_capacity(count);
    while digits.len() < count {
        let [byte] = generate_bytes::<1>()?;
        // 250 is the largest multiple of ten in a byte: taking the rest too would favour 0 to 5.
        if byte < 250 {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    Ok(digits)
}
