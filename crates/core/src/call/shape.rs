//! The form of answers: what an answer has to hold, and what of it a page is shown.
//!
//! Written down, and not types with derived code: each type would bring kilobytes of its own.

use super::notation::{Members, Notation};
use crate::encoding::{all_bytes, push_camel_case};
use crate::json::Json;

/// What the answer to a call has to be: an object's members. After `=`, the one list of an object, which is all that
/// matters of it.
pub(crate) type Expected = Notation;

/// For calls whose answer nobody looks at, or that are read elsewhere.
pub(crate) const NOTHING: Expected = "";

/// For an answer that is a text and no JSON.
pub(crate) const DOCUMENT: Expected = "contentType text sha256";

/// Whether `value` is an object of this shape.
pub(crate) fn fits(shape: Notation, value: &Json) -> bool {
    matches!(value, Json::Object(_))
        && Members(shape).all(|member| match value.get(member.name) {
            Some(value) => form_fits(member.form, member.inner, value),
            None => b"?~+%".iter().any(|mark| member.is(*mark)),
        })
}

pub(crate) fn form_fits(form: u8, inner: Notation, value: &Json) -> bool {
    match (form, value) {
        (b' ' | b':', Json::Text(_)) | (b'!', Json::Flag(_)) | (b'&', _) => true,
        (b'=', Json::Text(text)) => inner.split('|').any(|word| word == text),
        (b'#', Json::Number(number)) => all_bytes(number, |byte| byte.is_ascii_digit()),
        (b'(', value) => fits(inner, value),
        (b'[', Json::List(items)) => items.iter().all(|item| fits(inner, item)),
        (b'*', Json::List(items)) => items.iter().all(|item| item.as_text().is_some()),
        _ => false,
    }
}

/// The part of an answer that matters, if it is what was expected.
pub(crate) fn take(expected: Expected, answer: Json) -> Option<Json> {
    match list_of(expected) {
        Some((name, shape)) => {
            let list = answer.get(name)?.clone();
            form_fits(b'[', shape, &list).then_some(list)
        }
        None => fits(expected, &answer).then_some(answer),
    }
}

/// What a page is shown of it: the members of its shape, in camel case, and nothing else.
pub(crate) fn show(expected: Expected, value: &Json) -> Json {
    match list_of(expected) {
        Some((_, shape)) => show_form(b'[', shape, value),
        None => show_form(b'(', expected, value),
    }
}

/// Name and shape of the one list.
fn list_of(expected: Expected) -> Option<(&'static str, Notation)> {
    let list = Members(expected.strip_prefix('=')?).next()?;
    Some((list.name, list.inner))
}

fn show_form(form: u8, inner: Notation, value: &Json) -> Json {
    match form {
        b'(' if !inner.ends_with(" *") => {
            let mut shown = Vec::new();
            for member in Members(inner).filter(|member| !member.is(b'-') && (!member.is(b'%') || member.has_members()))
            {
                let value = match value.get(member.name) {
                    Some(value) => show_form(member.form, member.inner, value),
                    None if member.is(b'~') => Json::List(Vec::new()),
                    None => continue,
                };
                let mut name = String::new();
                push_camel_case(&mut name, member.name);
                shown.push((name, value));
            }
            Json::Object(shown)
        }
        b'[' => value.map(&|item| show_form(b'(', inner, item)),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTER: Notation = "account_state=new|active exp_year?# is_mine-?! one?(related_id) many~[related_id] all?*";

    fn value(text: &str) -> Json {
        Json::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn an_answer_fits_when_all_that_is_looked_at_is_of_its_form() {
        for (text, good) in [
            (r#"{"account_state":"new"}"#, true),
            (r#"{"account_state":"new","more":[],"exp_year":2030,"one":{"related_id":""},"many":[]}"#, true),
            (r#"{"account_state":"active","exp_year":null,"is_mine":false}"#, true),
            (r#"{"account_state":"lost"}"#, false),
            (r#"{"account_state":1}"#, false),
            (r#"{}"#, false),
            (r#"[]"#, false),
            (r#"{"account_state":"new","exp_year":-1}"#, false),
            (r#"{"account_state":"new","exp_year":1.5}"#, false),
            (r#"{"account_state":"new","is_mine":"yes"}"#, false),
            (r#"{"account_state":"new","one":[]}"#, false),
            (r#"{"account_state":"new","many":[{"related_id":"1"},{}]}"#, false),
            (r#"{"account_state":"new","many":{}}"#, false),
            (r#"{"account_state":"new","all":["a","b"]}"#, true),
            (r#"{"account_state":"new","all":["a",1]}"#, false),
        ] {
            assert_eq!(fits(OUTER, &value(text)), good, "{text}");
        }
    }

    #[test]
    fn a_page_is_shown_what_its_types_promise_and_nothing_else() {
        let answer = r#"{"first_name":"mark","is_mine":true,"account_state":"new","one":{"related_id":"r","x":1}}"#;
        let shown = show(OUTER, &value(answer)).to_text();
        assert_eq!(shown, r#"{"accountState":"new","one":{"relatedId":"r"},"many":[]}"#);
    }
}
