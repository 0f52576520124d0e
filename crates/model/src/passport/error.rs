//! Error bodies.

use serde::{Deserialize, Deserializer, Serialize};

use super::PassportCode;

/// The body of a refused call. Names fields, and never what they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PassportError {
    /// Why. Some answers of the platform lack it: `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The same in words.
    #[serde(default)]
    pub error_message: String,
    /// The fields that it is about. Empty when it is about none. Read from a list and from one object.
    #[serde(default, deserialize_with = "one_or_many")]
    pub errors: Vec<FieldMessage>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMessage {
    /// Its path in the customer or the body, such as `individual.dob` or `business.beneficialOwner[0].ssn`.
    #[serde(default)]
    pub field: String,
    /// What is wrong with it.
    #[serde(default)]
    pub message: String,
}

impl PassportError {
    /// The body for `code`.
    #[must_use]
    pub fn new(code: PassportCode, errors: Vec<FieldMessage>) -> Self {
        Self { error_code: Some(code.as_str().to_owned()), error_message: code.message().to_owned(), errors }
    }

    /// The table's entry; `None` without a code, or for one that this version doesn't know.
    #[must_use]
    pub fn code(&self) -> Option<PassportCode> {
        self.error_code.as_deref().and_then(PassportCode::from_code)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    Many(Vec<FieldMessage>),
    One(FieldMessage),
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<FieldMessage>, D::Error> {
    Ok(match Option::<OneOrMany>::deserialize(deserializer)? {
        None => Vec::new(),
        Some(OneOrMany::Many(list)) => list,
        Some(OneOrMany::One(entry)) => vec![entry],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(body: Value) -> PassportError {
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn reads_errors_as_a_list_as_one_object_as_null_and_left_out() {
        let entry = json!({"field": "individual.dob", "message": "missing"});
        let fields = |errors: Value| read(json!({"errorCode": "EC-VA-0005", "errors": errors})).errors.len();
        assert_eq!(
            [fields(json!([entry, entry])), fields(entry), fields(Value::Null), fields(json!([]))],
            [2, 1, 0, 0]
        );
        assert!(read(json!({"errorMessage": "Validation failed."})).errors.is_empty());
    }

    #[test]
    fn reads_an_answer_without_a_code_and_one_with_an_unknown_code() {
        assert_eq!(read(json!({"errorMessage": "no"})).code(), None);
        assert_eq!(read(json!({"errorCode": "EC-XX-1"})).code(), None);
        assert_eq!(read(json!({"errorCode": "EC-BL-0403"})).code(), Some(PassportCode::DocumentTypeInvalid));
    }
}
