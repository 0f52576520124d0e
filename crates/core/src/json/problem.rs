//! Problems.

use portico_model::{FieldError, Problem};

use super::{Json, Read, read_all};

impl Read for Problem {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            kind: json.text_or_empty("type")?,
            title: json.text_or_empty("title")?,
            status: json.integer("status").and_then(|status| u16::try_from(status).ok()).unwrap_or_default(),
            detail: json.text_or_empty("detail")?,
            code: json.text_or_empty("code")?,
            request_id: json.text_or_empty("request_id")?,
            errors: read_all(json.optional_items("errors")?)?,
            reason: json.optional_text("reason")?,
            attempts_left: json.integer("attempts_left").and_then(|left| u8::try_from(left).ok()),
        })
    }
}

impl Read for FieldError {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { pointer: json.text("pointer")?, code: json.text("code")?, detail: json.text_or_empty("detail")? })
    }
}
