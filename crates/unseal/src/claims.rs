//! What a sealed value's header says about itself, compared with what the receiver expects (contract section 3.1).

use serde_json::{Map, Value};

use crate::Unsealable;

/// How far an `iat` may be off, in seconds, either way.
pub const LEEWAY: i64 = 300;

/// Longest `jti`, in characters.
const MAX_JTI: usize = 128;

/// What the receiver expects.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The name of the key that the value was opened with.
    pub kid: &'a str,
    /// The session that the value belongs to; `None` for a value from before there is one, which then has no `sid`.
    pub sid: Option<&'a str>,
    /// What the value is for, with its target: `person:<account>`, `device`.
    pub use_: &'a str,
    /// Seconds since 1970, by the receiver's clock.
    pub now: i64,
}

/// What a header that held up says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The value's own id. The receiver remembers it for as long as `iat` is in the window.
    pub jti: String,
    /// When it was sealed, in seconds since 1970.
    pub iat: i64,
}

/// Compares the header members `kid`, `sid`, `use` and `iat`, and reads `jti`. Pure: replay is for the caller to check.
///
/// # Errors
/// [`Unsealable`] when one of them is missing, of another type or another value, when `sid` is there and none is
/// expected, or when `iat` is more than [`LEEWAY`] off.
pub fn check_claims(header: &Map<String, Value>, expected: &Expected<'_>) -> Result<Claims, Unsealable> {
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    let sid_fits = match expected.sid {
        Some(sid) => text("sid") == Some(sid),
        None => !header.contains_key("sid"),
    };
    let iat = header.get("iat").and_then(Value::as_i64).ok_or(Unsealable)?;
    let jti = text("jti").filter(|jti| is_name(jti)).ok_or(Unsealable)?;
    // i64::MIN has no absolute value, so the difference is taken in unsigned arithmetic.
    let is_fresh = iat.abs_diff(expected.now) <= LEEWAY.unsigned_abs();
    if sid_fits && is_fresh && text("kid") == Some(expected.kid) && text("use") == Some(expected.use_) {
        Ok(Claims { jti: jti.to_owned(), iat })
    } else {
        Err(Unsealable)
    }
}

/// 1 to 128 visible ASCII characters.
fn is_name(text: &str) -> bool {
    (1..=MAX_JTI).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn header(changes: &[(&str, Value)]) -> Map<String, Value> {
        let mut header = json!({"kid": "k", "sid": "s", "use": "pin:c", "iat": NOW, "jti": "j", "later": 1});
        for (name, value) in changes {
            header[*name] = value.clone();
        }
        header.as_object().unwrap().iter().filter(|(_, v)| !v.is_null()).map(|(n, v)| (n.clone(), v.clone())).collect()
    }

    const EXPECTED: Expected<'static> = Expected { kid: "k", sid: Some("s"), use_: "pin:c", now: NOW };

    #[test]
    fn takes_a_header_that_fits_and_ignores_members_that_it_does_not_know() {
        assert_eq!(check_claims(&header(&[]), &EXPECTED), Ok(Claims { jti: "j".into(), iat: NOW }));
    }

    #[test]
    fn takes_three_hundred_seconds_either_way_and_refuses_one_more() {
        for (offset, fits) in [(-301, false), (-300, true), (300, true), (301, false)] {
            assert_eq!(check_claims(&header(&[("iat", json!(NOW + offset))]), &EXPECTED).is_ok(), fits, "{offset}");
        }
        assert!(check_claims(&header(&[("iat", json!(i64::MIN))]), &EXPECTED).is_err());
    }

    #[test]
    fn refuses_each_member_that_is_missing_wrong_or_of_another_type() {
        for name in ["kid", "sid", "use", "iat", "jti"] {
            for value in [Value::Null, json!(""), json!("x".repeat(129)), json!({}), json!(1.5)] {
                assert!(check_claims(&header(&[(name, value.clone())]), &EXPECTED).is_err(), "{name} {value}");
            }
        }
        assert!(check_claims(&header(&[("jti", json!("a b"))]), &EXPECTED).is_err());
    }

    #[test]
    fn a_value_from_before_the_session_has_no_sid() {
        let expected = Expected { sid: None, ..EXPECTED };
        assert!(check_claims(&header(&[("sid", Value::Null)]), &expected).is_ok());
        assert!(check_claims(&header(&[]), &expected).is_err());
        assert!(check_claims(&header(&[("sid", Value::Null)]), &EXPECTED).is_err());
    }
}
