//! Money: cents inside, dollars with two decimals on the wire.

/// More than any account here holds, and far from the ends of an `i64`.
const MOST: i64 = 100_000_000_000;

/// Such as `"-12.05"`.
pub(crate) fn write_dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// The other way round. `None` for what is written differently, or is more than any account holds.
pub(crate) fn parse_dollars(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (dollars, cents) = digits.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(dollars) || !is_number(cents) || cents.len() != 2 {
        return None;
    }
    let total = dollars.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)?;
    (total <= MOST).then_some(sign * total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_the_same_amounts() {
        for (cents, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00")] {
            assert_eq!((write_dollars(cents).as_str(), parse_dollars(text)), (text, Some(cents)));
        }
        for text in ["", "1", "1.", ".50", "1.5", "1.500", "+1.00", "--1.00", "1,00", "9999999999999999.00"] {
            assert_eq!(parse_dollars(text), None, "{text:?}");
        }
    }
}
