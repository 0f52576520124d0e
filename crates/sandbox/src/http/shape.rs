//! From bytes to the model's types, with a pointer to what doesn't fit.

use portico_model::{ErrorCode, FieldCode, FieldError};
use portico_unseal::json::parse_strict;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::Refusal;

/// JSON without duplicate members, and without the character that no database keeps.
pub(crate) fn parse_body(bytes: &[u8]) -> Result<Value, Refusal> {
    parse_within(bytes, "")
}

/// The same for a value that stands at `prefix` in the body.
pub(crate) fn parse_within(bytes: &[u8], prefix: &str) -> Result<Value, Refusal> {
    let value = parse_strict(bytes).map_err(|_| ErrorCode::MalformedRequest)?;
    // U+0000 as itself is no JSON: a text that has it has its escape. Few bodies have any, so few are looked through.
    let has_escape = bytes.split(|byte| *byte == b'\\').skip(1).any(|rest| rest.starts_with(b"u0000"));
    match has_escape.then(|| find_nul(&value, prefix)).flatten() {
        Some(pointer) => {
            let entry = FieldError::new(&pointer, FieldCode::WrongType);
            Err(Refusal::fields(ErrorCode::MalformedRequest, vec![entry]))
        }
        None => Ok(value),
    }
}

/// The first text, or the first object with a name, that has U+0000 in it.
fn find_nul(value: &Value, pointer: &str) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(|| pointer.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| find_nul(item, &format!("{pointer}/{index}")))
        }
        Value::Object(members) => members.iter().find_map(|(name, member)| {
            if name.contains('\0') {
                return Some(pointer.to_owned());
            }
            find_nul(member, &format!("{pointer}/{}", escape(name)))
        }),
        _ => None,
    }
}

/// A body as a `T`.
pub(crate) fn read_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    read_shape(&parse_body(bytes)?, "")
}

/// `value` as a `T`. `prefix` is where it stands in the body.
pub(crate) fn read_shape<T: DeserializeOwned>(value: &Value, prefix: &str) -> Result<T, Refusal> {
    // serde would also fill a struct from an array, by position.
    if !value.is_object() {
        let entry = FieldError::new(prefix, FieldCode::WrongType);
        return Err(Refusal::fields(ErrorCode::MalformedRequest, vec![entry]));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = [prefix, &pointer(error.path())].concat();
        // serde's own texts quote the value; only which rule it was is taken from them.
        let text = error.inner().to_string();
        let entry = if let Some(name) = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            FieldError::new(&format!("{pointer}/{name}"), FieldCode::Required)
        } else if text.starts_with("unknown field") {
            FieldError::new(&pointer, FieldCode::UnknownField)
        } else if text.starts_with("unknown variant") {
            FieldError::new(&pointer, FieldCode::OptionUnknown)
        } else {
            FieldError::new(&pointer, FieldCode::WrongType)
        };
        Refusal::fields(ErrorCode::MalformedRequest, vec![entry])
    })
}

/// RFC 6901.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&escape(key));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use portico_model::netspend::{Answers, NewAccount, NewPerson};
    use serde_json::json;

    use super::*;

    fn first<T: DeserializeOwned>(value: &Value) -> (String, String) {
        let refusal = read_shape::<T>(value, "").err().unwrap();
        let entry = refusal.problem("id").errors.remove(0);
        (entry.pointer, entry.code)
    }

    #[test]
    fn points_at_what_does_not_fit() {
        let context = json!({"account_context": {"type": "provided", "provided_id": 7}});
        assert_eq!(first::<NewAccount>(&context), ("/account_context/provided_id".into(), "wrong_type".into()));
        let answers = json!({"answers": [{"question_id": "a", "option_id": "b"}, {"question_id": "a"}]});
        assert_eq!(first::<Answers>(&answers), ("/answers/1/option_id".into(), "required".into()));
        let unknown = json!({"provided_id": "a", "acc~ount/": 1});
        assert_eq!(first::<NewAccount>(&unknown), ("/acc~0ount~1".into(), "unknown_field".into()));
        let variant = json!({"first_name": "A", "last_name": "B", "relationship": "third",
            "identity_context": {"type": "account", "account_id": "x"}});
        assert_eq!(first::<NewPerson>(&variant), ("/relationship".into(), "option_unknown".into()));
        assert_eq!(first::<NewPerson>(&json!([])), (String::new(), "wrong_type".into()));
        assert_eq!(first::<Answers>(&json!([[]])).1, "wrong_type");
    }
    #[test]
    fn points_at_a_text_that_no_database_keeps() {
        for (body, pointer) in [
            (r#"{"a": "\u0000"}"#, Some("/a")),
            (r#"{"a/b": [1, {"c": "x\u0000y"}]}"#, Some("/a~1b/1/c")),
            (r#"{"a": {"\u0000": 1}}"#, Some("/a")),
            (r#""\u0000""#, Some("")),
            (r#"{"a": "\\u0000", "b": "\u00001"}"#, Some("/b")),
            (r#"{"a": "\\u0000", "b": "\u0001"}"#, None),
        ] {
            let refused = parse_body(body.as_bytes()).err().map(|refusal| refusal.problem("id").errors.remove(0));
            assert_eq!(refused.as_ref().map(|entry| entry.pointer.as_str()), pointer, "{body}");
            assert!(refused.is_none_or(|entry| entry.code == "wrong_type"));
        }
    }
}
