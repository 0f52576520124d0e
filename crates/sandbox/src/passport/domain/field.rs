//! Bodies against tables of fields. Create, update and the account's checks share the tables and this one reader.

use jiff::civil::DateTime;
use portico_model::passport::PassportCode;
use serde_json::{Map, Value};

/// One member of a body.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// Another spelling that is read as well.
    pub(crate) alias: Option<&'static str>,
    pub(crate) is_mandatory: bool,
    pub(crate) rule: Rule,
}

/// What a member may hold.
#[derive(Debug)]
pub(crate) enum Rule {
    /// A single value, judged at a time.
    Value(fn(&Value, DateTime) -> Result<(), Fault>),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An object with these members.
    Object(&'static [Field]),
    /// A list of objects with these members. In a patch, an item with an id of its own is a patch too.
    List(&'static [Field], usize),
    /// One object, or a list of them.
    OneOrList(&'static [Field], usize),
}

/// Whether a body is the whole of a thing, or what changes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Whole,
    Patch,
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not there.
    Missing,
    /// Another type of JSON.
    WrongType,
    /// None of the words or ids that may stand here.
    NotAllowed,
    /// No member of this call.
    Unknown,
    /// Breaks the field's rule, which the text tells.
    Broken(&'static str),
}

impl Fault {
    /// For the developer. Never quotes the value.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Missing => "This field is needed.",
            Self::WrongType => "This field takes another type of value.",
            Self::NotAllowed => "This is none of the allowed values.",
            Self::Unknown => "This call does not know this field.",
            Self::Broken(text) => text,
        }
    }

    const fn code(self) -> PassportCode {
        match self {
            Self::Missing | Self::Broken(_) => PassportCode::ValidationFailed,
            Self::WrongType | Self::NotAllowed => PassportCode::FieldValueInvalid,
            Self::Unknown => PassportCode::FieldInvalid,
        }
    }
}

/// Everything that is wrong with a body, by path.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<(String, Fault)>);

impl Faults {
    pub(crate) fn note(&mut self, path: String, fault: Fault) {
        self.0.push((path, fault));
    }

    /// The one code that all of them have, or that of a failed validation.
    pub(crate) fn code(&self) -> PassportCode {
        let mut codes = self.0.iter().map(|(_, fault)| fault.code());
        let first = codes.next().unwrap_or(PassportCode::ValidationFailed);
        if codes.all(|code| code == first) { first } else { PassportCode::ValidationFailed }
    }
}

impl Field {
    pub(crate) const fn mandatory(name: &'static str, rule: Rule) -> Self {
        Self { name, alias: None, is_mandatory: true, rule }
    }

    pub(crate) const fn optional(name: &'static str, rule: Rule) -> Self {
        Self { name, alias: None, is_mandatory: false, rule }
    }

    pub(crate) const fn also(self, alias: &'static str) -> Self {
        Self { alias: Some(alias), ..self }
    }

    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.alias == Some(name)
    }
}

/// Judges bodies at one time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    pub(crate) mode: Mode,
    pub(crate) now: DateTime,
}

impl Reader {
    /// Notes what is wrong with `object`, which stands at `path`.
    pub(crate) fn check(self, fields: &[Field], object: &Map<String, Value>, path: &str, faults: &mut Faults) {
        for field in fields {
            let mut given = object.iter().filter(|(name, _)| field.is_called(name));
            let at = join(path, field.name);
            match given.next() {
                None if field.is_mandatory && self.mode == Mode::Whole => faults.note(at, Fault::Missing),
                Some((_, Value::Null)) if field.is_mandatory => faults.note(at, Fault::Missing),
                // Null is as good as nothing, and takes a value away in a patch.
                None | Some((_, Value::Null)) => {}
                Some((_, value)) => self.check_value(&field.rule, value, at, faults),
            }
            // The same in both spellings: whichever counted, the other would be lost.
            if let Some((name, _)) = given.next() {
                faults.note(join(path, name), Fault::Unknown);
            }
        }
        for name in object.keys().filter(|name| !fields.iter().any(|field| field.is_called(name))) {
            faults.note(join(path, known_part(name)), Fault::Unknown);
        }
    }

    fn check_value(self, rule: &Rule, value: &Value, path: String, faults: &mut Faults) {
        match (rule, value) {
            (Rule::Value(judge), value) => {
                if let Err(fault) = judge(value, self.now) {
                    faults.note(path, fault);
                }
            }
            (Rule::Choice(words), Value::String(word)) if words.contains(&word.as_str()) => {}
            (Rule::Choice(_), Value::String(_)) => faults.note(path, Fault::NotAllowed),
            (Rule::Object(fields) | Rule::OneOrList(fields, _), Value::Object(object)) => {
                self.check(fields, object, &path, faults);
            }
            (Rule::List(fields, at_most) | Rule::OneOrList(fields, at_most), Value::Array(items)) => {
                if items.len() > *at_most {
                    faults.note(path.clone(), Fault::Broken("This list is too long."));
                }
                for (index, item) in items.iter().take(*at_most).enumerate() {
                    let at = format!("{path}[{index}]");
                    match item {
                        Value::Object(item) => self.for_item(item).check(fields, item, &at, faults),
                        _ => faults.note(at, Fault::WrongType),
                    }
                }
            }
            _ => faults.note(path, Fault::WrongType),
        }
    }

    /// Items are whole, but for those of a patch that say which one they change.
    fn for_item(self, item: &Map<String, Value>) -> Self {
        let is_named = ["id", "externalId"].iter().any(|name| item.get(*name).is_some_and(|value| !value.is_null()));
        if is_named { self } else { Self { mode: Mode::Whole, ..self } }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A caller's own name for a member, as far as it is one: anything else could be a value that got into the wrong place.
fn known_part(name: &str) -> &str {
    let is_name = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_name { name } else { "?" }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn flag(value: &Value, _: DateTime) -> Result<(), Fault> {
        value.is_boolean().then_some(()).ok_or(Fault::WrongType)
    }

    const ITEM: &[Field] = &[Field::mandatory("flag", Rule::Value(flag)), Field::optional("id", Rule::Choice(&["a"]))];
    const TABLE: &[Field] = &[
        Field::mandatory("kind", Rule::Choice(&["A", "B"])),
        Field::optional("content", Rule::Value(flag)).also("Content"),
        Field::optional("list", Rule::List(ITEM, 2)),
        Field::optional("some", Rule::OneOrList(ITEM, 2)),
    ];

    fn check(mode: Mode, body: &Value) -> (Vec<(String, Fault)>, PassportCode) {
        let mut faults = Faults::default();
        Reader { mode, now: DateTime::default() }.check(TABLE, body.as_object().unwrap(), "", &mut faults);
        let code = faults.code();
        (faults.0, code)
    }

    #[test]
    fn names_each_path_and_the_one_code_that_fits_them_all() {
        for (body, path, fault, code) in [
            (json!({}), "kind", Fault::Missing, PassportCode::ValidationFailed),
            (json!({"kind": "C"}), "kind", Fault::NotAllowed, PassportCode::FieldValueInvalid),
            (json!({"kind": 1}), "kind", Fault::WrongType, PassportCode::FieldValueInvalid),
            (json!({"kind": "A", "more": 1}), "more", Fault::Unknown, PassportCode::FieldInvalid),
            (json!({"kind": "A", "219-09-1234": 1}), "?", Fault::Unknown, PassportCode::FieldInvalid),
            (
                json!({"kind": "A", "content": true, "Content": true}),
                "content",
                Fault::Unknown,
                PassportCode::FieldInvalid,
            ),
            (json!({"kind": "A", "list": [{}]}), "list[0].flag", Fault::Missing, PassportCode::ValidationFailed),
            (json!({"kind": "A", "list": [[]]}), "list[0]", Fault::WrongType, PassportCode::FieldValueInvalid),
            (json!({"kind": "A", "list": {}}), "list", Fault::WrongType, PassportCode::FieldValueInvalid),
            (json!({"kind": "A", "some": {"flag": 1}}), "some.flag", Fault::WrongType, PassportCode::FieldValueInvalid),
            (
                json!({"kind": "A", "some": [{"flag": 1}]}),
                "some[0].flag",
                Fault::WrongType,
                PassportCode::FieldValueInvalid,
            ),
        ] {
            assert_eq!(check(Mode::Whole, &body), (vec![(path.to_owned(), fault)], code), "{body}");
        }
        assert_eq!(check(Mode::Whole, &json!({"more": 1})).1, PassportCode::ValidationFailed);
        assert_eq!(check(Mode::Whole, &json!({"kind": "A", "Content": false, "list": null})).0, []);
    }

    #[test]
    fn a_patch_may_leave_out_what_is_mandatory_and_may_not_take_it_away() {
        assert_eq!(check(Mode::Patch, &json!({})).0, []);
        assert_eq!(check(Mode::Patch, &json!({"kind": null})).0, [("kind".to_owned(), Fault::Missing)]);
        assert_eq!(check(Mode::Patch, &json!({"list": [{"id": "a"}]})).0, []);
        assert_eq!(check(Mode::Patch, &json!({"list": [{}]})).0, [("list[0].flag".to_owned(), Fault::Missing)]);
    }
}
