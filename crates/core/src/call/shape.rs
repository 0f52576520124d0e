//! The form of answers, as tables: what an answer has to hold, and what of it a page is shown.
//!
//! Tables and not types with derived code: each type would bring kilobytes of its own, and these a few dozen bytes.

use crate::encoding::{all_bytes, push_camel_case};
use crate::json::Json;

/// The members of an object, as far as anybody here looks at them.
pub(crate) type Shape = &'static [Member];

/// One member.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    /// Its name on the wire.
    name: &'static str,
    form: Form,
    presence: Presence,
    /// Whether a page is shown it.
    shown: bool,
}

/// What a member's value is.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// A string.
    Text,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A whole number that is not negative.
    Whole,
    /// `true` or `false`.
    Flag,
    /// An object.
    One(Shape),
    /// A list of objects.
    Many(Shape),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Needed,
    Optional,
    /// Absent on the wire means an empty list.
    Listed,
}

/// A member that has to be there.
pub(crate) const fn needed(name: &'static str, form: Form) -> Member {
    Member { name, form, presence: Presence::Needed, shown: true }
}

/// A member that may be absent.
pub(crate) const fn optional(name: &'static str, form: Form) -> Member {
    Member { name, form, presence: Presence::Optional, shown: true }
}

/// A list that is empty where it is absent.
pub(crate) const fn listed(name: &'static str, items: Shape) -> Member {
    Member { name, form: Form::Many(items), presence: Presence::Listed, shown: true }
}

/// The same member for the onboarding alone.
pub(crate) const fn hidden(member: Member) -> Member {
    Member { shown: false, ..member }
}

/// What the answer to a call has to be.
pub(crate) enum Expected {
    /// An object.
    One(Shape),
    /// An object with this list, which is all that matters.
    ListIn(&'static str, Shape),
    /// A text.
    Document,
}

/// For calls whose answer nobody looks at, or that are read elsewhere.
pub(crate) const NOTHING: &Expected = &Expected::One(&[]);

/// Whether `value` is an object of this shape.
pub(crate) fn fits(shape: Shape, value: &Json) -> bool {
    let member_fits = |member: &Member| match value.get(member.name) {
        Some(value) => form_fits(member.form, value),
        None => member.presence != Presence::Needed,
    };
    matches!(value, Json::Object(_)) && shape.iter().all(member_fits)
}

fn form_fits(form: Form, value: &Json) -> bool {
    match (form, value) {
        (Form::Text, Json::Text(_)) | (Form::Flag, Json::Flag(_)) => true,
        (Form::Word(words), Json::Text(text)) => words.contains(&text.as_str()),
        (Form::Whole, Json::Number(number)) => all_bytes(number, |byte| byte.is_ascii_digit()),
        (Form::One(shape), value) => fits(shape, value),
        (Form::Many(shape), Json::List(items)) => items.iter().all(|item| fits(shape, item)),
        _ => false,
    }
}

/// What a page is shown of an object: the members of its shape, in camel case, and nothing else.
pub(crate) fn show(shape: Shape, value: &Json) -> Json {
    let mut shown = Vec::new();
    for member in shape.iter().filter(|member| member.shown) {
        let value = match value.get(member.name) {
            Some(value) => show_form(member.form, value),
            None if member.presence == Presence::Listed => Json::List(Vec::new()),
            None => continue,
        };
        let mut name = String::new();
        push_camel_case(&mut name, member.name);
        shown.push((name, value));
    }
    Json::Object(shown)
}

fn show_form(form: Form, value: &Json) -> Json {
    match form {
        Form::One(shape) => show(shape, value),
        Form::Many(shape) => value.map(&|item| show(shape, item)),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: Shape = &[needed("related_id", Form::Text)];
    const OUTER: Shape = &[
        needed("account_state", Form::Word(&["new", "active"])),
        optional("exp_year", Form::Whole),
        hidden(optional("is_mine", Form::Flag)),
        optional("one", Form::One(INNER)),
        listed("many", INNER),
    ];

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
