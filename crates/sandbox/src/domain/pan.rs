//! Card numbers.

use portico_unseal::NoRandomness;

use crate::random::generate_digits;

/// The first digits of the sandbox's card numbers.
const ISSUER: &str = "400022";

/// 16 digits that pass the Luhn check.
pub(crate) fn generate_pan() -> Result<String, NoRandomness> {
    let payload = [ISSUER, &generate_digits(9)?].concat();
    let check = luhn_digit(&payload);
    Ok(format!("{payload}{check}"))
}

/// The digit that makes `payload` and it pass the Luhn check.
fn luhn_digit(payload: &str) -> u32 {
    let sum: u32 = payload
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(index, digit)| match index % 2 {
            0 if digit > 4 => digit * 2 - 9,
            0 => digit * 2,
            _ => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completes_card_numbers_by_the_luhn_check() {
        assert_eq!(luhn_digit("7992739871"), 3);
        assert_eq!(luhn_digit("411111111111111"), 1);
        assert_eq!(generate_pan().unwrap().len(), 16);
    }
}
