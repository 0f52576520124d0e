//! Writing an object member by member, with no value in between.

use std::fmt;

use zeroize::Zeroizing;

use super::value::Json;
use crate::encoding::decimal;

/// The text of an object, and the names of its members. Debug prints the names alone. A pointer, since each member that
/// is added takes and gives it.
#[derive(Clone)]
pub struct ObjectText(Box<Parts>);

#[derive(Clone)]
struct Parts {
    text: String,
    names: Vec<&'static str>,
}

impl ObjectText {
    /// An object with no member yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_room(64)
    }

    /// The same, with room for so many bytes: growing leaves copies behind, which a secret must not.
    #[must_use]
    pub fn with_room(bytes: usize) -> Self {
        Self(Box::new(Parts { text: String::with_capacity(bytes), names: Vec::new() }))
    }

    /// A string.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: &str) -> Self {
        self.begin(name);
        push_string(&mut self.0.text, value);
        self
    }

    /// A string that is left out when it is absent.
    #[must_use]
    pub fn optional(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A whole number.
    #[must_use]
    pub fn whole(self, name: &'static str, value: i64) -> Self {
        self.raw(name, &decimal(value))
    }

    /// `true` or `false`.
    #[must_use]
    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// A value.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: &Json) -> Self {
        self.begin(name);
        value.push_to(&mut self.0.text);
        self
    }

    /// What is JSON text already.
    #[must_use]
    pub fn raw(mut self, name: &'static str, json: &str) -> Self {
        self.begin(name);
        self.0.text.push_str(json);
        self
    }

    /// A list of objects.
    #[must_use]
    pub fn objects(mut self, name: &'static str, objects: Vec<Self>) -> Self {
        self.begin(name);
        let mut before = '[';
        for object in objects {
            self.0.text.push(before);
            // Sealed answers to questions are written here as well.
            self.0.text.push_str(&Zeroizing::new(object.end()));
            before = ',';
        }
        self.0.text.push_str(if before == '[' { "[]" } else { "]" });
        self
    }

    /// The names so far, in their order.
    #[must_use]
    pub fn names(&self) -> &[&'static str] {
        &self.0.names
    }

    /// The whole text.
    #[must_use]
    pub fn end(mut self) -> String {
        self.0.text.push_str(if self.0.names.is_empty() { "{}" } else { "}" });
        self.0.text
    }

    fn begin(&mut self, name: &'static str) {
        self.0.text.push_str(if self.0.names.is_empty() { "{\"" } else { ",\"" });
        self.0.text.push_str(name);
        self.0.text.push_str("\":");
        self.0.names.push(name);
    }
}

impl Default for ObjectText {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ObjectText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(&self.0.names).finish()
    }
}

/// Writes a string with its quotes, escaping what has to be.
pub(super) fn push_string(text: &mut String, string: &str) {
    text.push('"');
    for letter in string.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..='\u{1f}' => {
                let code = u32::from(letter);
                text.push_str(if code < 16 { "\\u000" } else { "\\u001" });
                text.push(char::from_digit(code % 16, 16).unwrap_or('0'));
            }
            letter => text.push(letter),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_members_in_their_order_and_knows_their_names() {
        let inner = || ObjectText::new().flag("c", true);
        let object = ObjectText::new()
            .text("a", "\"\u{1}\u{1f}é")
            .optional("none", None)
            .whole("n", -3)
            .value("v", &Json::Null)
            .objects("list", vec![inner(), inner()])
            .objects("empty", Vec::new());
        assert_eq!(object.names(), ["a", "n", "v", "list", "empty"]);
        assert_eq!(format!("{object:?}"), r#"{"a", "n", "v", "list", "empty"}"#);
        let text = r#"{"a":"\"\u0001\u001fé","n":-3,"v":null,"list":[{"c":true},{"c":true}],"empty":[]}"#;
        assert_eq!(object.end(), text);
        assert_eq!(ObjectText::new().end(), "{}");
    }
}
