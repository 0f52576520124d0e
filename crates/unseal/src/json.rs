//! JSON without duplicate members.
//!
//! RFC 8259 leaves open which of two members with one name counts, so two readers of one text may see two things.
//! serde_json takes the last one silently; for headers, and for whatever a check and a use both read, that is a hole.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use crate::Malformed;

/// Reads one JSON text. Duplicate members are refused at every depth.
///
/// # Errors
/// [`Malformed`] when it is no JSON, has a duplicate member, nests deeper than serde_json's 128 levels, or has
/// something after its end.
pub fn parse_strict(text: &[u8]) -> Result<Value, Malformed> {
    serde_json::from_slice::<Strict>(text).map(|strict| strict.0).map_err(|_| Malformed)
}

/// The same for a text that has to be an object.
///
/// # Errors
/// [`Malformed`] as [`parse_strict`], and when it is JSON of another type.
pub fn parse_strict_object(text: &[u8]) -> Result<Map<String, Value>, Malformed> {
    match parse_strict(text)? {
        Value::Object(members) => Ok(members),
        _ => Err(Malformed),
    }
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Seed.deserialize(deserializer).map(Self)
    }
}

#[derive(Clone, Copy)]
struct Seed;

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON without duplicate members")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Self)?;
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate member"));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        let text = br#"{"a":[1,-2,0.5,"x",null,true,{"b":{}}],"c":18446744073709551615}"#;
        assert_eq!(parse_strict(text).unwrap(), serde_json::from_slice::<Value>(text).unwrap());
    }

    #[test]
    fn refuses_duplicate_members_at_every_depth_and_in_every_spelling() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"a":2}}]"#, r#"{"a":1,"\u0061":2}"#] {
            assert_eq!(parse_strict(text.as_bytes()), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_single_json_text() {
        for text in ["", "{", "{} {}", "{'a':1}", "\u{feff}{}", "NaN", "[1,]"] {
            assert_eq!(parse_strict(text.as_bytes()), Err(Malformed), "{text:?}");
        }
        let deep = "[".repeat(4_000);
        assert_eq!(parse_strict(deep.as_bytes()), Err(Malformed));
        assert_eq!(parse_strict_object(b"[]"), Err(Malformed));
        assert_eq!(Value::Object(parse_strict_object(b"{\"a\":1}").unwrap()), json!({"a": 1}));
    }
}
