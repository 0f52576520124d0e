//! A value, and looking into it.

use std::fmt;

use zeroize::Zeroize;

use super::object_text::push_string;
use super::read::read;
use crate::encoding::whole;

/// A JSON value. Debug prints a placeholder, since an answer may hold what a person typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number as it is written: nothing here counts with one that is not whole.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, with its members in their order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads JSON text. `None` for anything else, for a name that stands twice in one object, and beyond 64 levels.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        read(text)
    }

    /// The member `name`. `None` when it is absent or null, or when this is no object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value).filter(|value| **value != Self::Null)
    }

    /// Whether there is a member `name`, null included.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        matches!(self, Self::Object(members) if members.iter().any(|(known, _)| known == name))
    }

    /// The member `name` that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The member `name` that is a whole number.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<i64> {
        let Self::Number(number) = self.get(name)? else { return None };
        whole(number)
    }

    /// The items of the member `name`; none when it is no list.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Self] {
        self.get(name).map(Self::items).unwrap_or_default()
    }

    /// The items of this list; none when it is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// The list of what `change` makes of each item; empty when this is no list.
    #[must_use]
    pub fn map(&self, change: &dyn Fn(&Self) -> Self) -> Self {
        let mut list = Vec::new();
        for item in self.items() {
            list.push(change(item));
        }
        Self::List(list)
    }

    /// The string that this is.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The same object with one member more.
    #[must_use]
    pub fn with(mut self, name: &str, value: Self) -> Self {
        if let Self::Object(members) = &mut self {
            members.retain(|(known, _)| known != name);
            members.push((name.to_owned(), value));
        }
        self
    }

    pub(super) fn push_to(&self, text: &mut String) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => text.push_str(number),
            Self::Text(string) => push_string(text, string),
            Self::List(items) => {
                text.push('[');
                for (place, item) in items.iter().enumerate() {
                    push_comma(text, place);
                    item.push_to(text);
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (place, (name, value)) in members.iter().enumerate() {
                    push_comma(text, place);
                    push_string(text, name);
                    text.push(':');
                    value.push_to(text);
                }
                text.push('}');
            }
        }
    }

    /// Its text, without spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.push_to(&mut text);
        text
    }
}

fn push_comma(text: &mut String, place: usize) {
    if place > 0 {
        text.push(',');
    }
}

impl Zeroize for Json {
    fn zeroize(&mut self) {
        match self {
            Self::Null | Self::Flag(_) => {}
            Self::Number(text) | Self::Text(text) => text.zeroize(),
            Self::List(items) => items.iter_mut().for_each(Self::zeroize),
            Self::Object(members) => members.iter_mut().for_each(|(_, value)| value.zeroize()),
        }
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Json([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_and_writes_what_serde_json_does(value in any_value()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                let read = Json::parse(text.as_bytes()).unwrap();
                prop_assert_eq!(read.to_text(), value.to_string());
            }
        }

        #[test]
        fn takes_and_refuses_the_texts_that_serde_json_does(text in r#"[-+0-9.eE\[\]{}:,"\\ unltrefasbd/]{0,12}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            // serde_json refuses numbers that no float can be, and keeps the last of two members of one name.
            let too_large = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            let ours = Json::parse(text.as_bytes());
            prop_assert!(ours.is_some() == theirs.is_ok() || too_large || text.matches(':').count() > 1, "{text}");
        }
    }

    #[test]
    fn reads_every_escape_and_refuses_broken_ones() {
        let text = br#" {"a\u0062\n":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00 \u20AC"} "#;
        let value = Json::parse(text).unwrap();
        assert_eq!(value.text("ab\n"), Some("\"\\/\u{8}\u{c}\n\r\té😀 €"));
        for wrong in [r#""\x""#, r#""\u12""#, r#""\ud83d""#, r#""\ud83d\u0041""#, r#""\ude00""#, "\"\n\"", "\"", "\"\\"]
        {
            assert_eq!(Json::parse(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(Json::parse(b"\"\xff\""), None);
    }

    #[test]
    fn refuses_two_members_of_one_name_and_nests_to_a_limit() {
        assert_eq!(Json::parse(br#"{"a":1,"b":2,"a":1}"#), None);
        let nested = |depth| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(Json::parse(nested(64).as_bytes()).is_some());
        assert_eq!(Json::parse(nested(65).as_bytes()), None);
        assert_eq!(Json::parse(nested(1_000_000).as_bytes()), None);
    }

    #[test]
    fn finds_members_by_type_and_never_prints_a_value() {
        let value = Json::parse(br#"{"t":"x","n":-7,"f":1.0,"l":[1],"z":null}"#).unwrap();
        assert_eq!((value.text("t"), value.whole("n"), value.list("l").len()), (Some("x"), Some(-7), 1));
        assert_eq!((value.text("n"), value.whole("f"), value.get("z"), value.get("no")), (None, None, None, None));
        assert_eq!(format!("{value:?}"), "Json([redacted])");
    }
}
