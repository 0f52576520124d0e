//! Reading JSON into the model's types, by hand.
//!
//! Not serde's derive: read from text, each struct brings a parser of its own, some 4 KB of wasm, and all of them the
//! printing of floats for error texts that nobody may see. One tree and a reader of a few hundred bytes for each type
//! are a tenth of that. The tests hold the readers against the model's own writers.

mod account;
mod agreement;
mod card;
mod key;
mod parse;
mod person;
mod problem;
mod question;
pub(crate) mod session;
#[cfg(test)]
mod tests;

use zeroize::Zeroize;

/// A JSON value. Texts are wiped when it is dropped: some are keys or personal data.
#[derive(Debug)]
pub(crate) enum Json {
    Null,
    /// `true` or `false`: no member that is read here is one.
    Bool,
    /// A number that is whole and fits.
    Integer(i64),
    /// Any other number: the wire has none.
    OtherNumber,
    Text(String),
    List(Vec<Self>),
    /// Members in their order; no name stands twice.
    Object(Vec<(String, Self)>),
}

/// A type that answers are read into. `None`: not of the documented form.
pub(crate) trait Read: Sized {
    /// Reads one value.
    fn read(json: &Json) -> Option<Self>;
}

impl Json {
    /// A member of an object. `null` counts as absent.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                members.iter().find(|(known, _)| known == name).map(|(_, value)| value).filter(|value| !value.is_null())
            }
            _ => None,
        }
    }

    const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text itself, of a text.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text that has to be there, borrowed.
    pub(crate) fn str(&self, name: &str) -> Option<&str> {
        self.member(name)?.as_text()
    }

    /// A text that has to be there.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.str(name).map(ToOwned::to_owned)
    }

    /// A text that may be absent; of another type it is refused.
    pub(crate) fn optional_text(&self, name: &str) -> Option<Option<String>> {
        match self.member(name) {
            None => Some(None),
            Some(value) => value.as_text().map(|text| Some(text.to_owned())),
        }
    }

    /// A text that is empty when absent.
    pub(crate) fn text_or_empty(&self, name: &str) -> Option<String> {
        self.optional_text(name).map(Option::unwrap_or_default)
    }

    /// A whole number that has to be there.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        match self.member(name)? {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of a list that has to be there.
    pub(crate) fn items(&self, name: &str) -> Option<&[Self]> {
        match self.member(name)? {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a list, none when it is absent.
    pub(crate) fn optional_items(&self, name: &str) -> Option<&[Self]> {
        if self.member(name).is_some() { self.items(name) } else { Some(&[]) }
    }

    /// One of the names of an enum.
    pub(crate) fn one_of<T: Copy>(&self, name: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.str(name)?;
        known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
    }
}

impl Drop for Json {
    fn drop(&mut self) {
        if let Self::Text(text) = self {
            text.zeroize();
        }
    }
}

/// Reads each of the items.
pub(crate) fn read_all<T: Read>(items: &[Json]) -> Option<Vec<T>> {
    items.iter().map(T::read).collect()
}

/// Reads a member that may be absent; of another form it is refused.
pub(crate) fn read_optional<T: Read>(json: &Json, name: &str) -> Option<Option<T>> {
    json.member(name).map_or(Some(None), |value| T::read(value).map(Some))
}

/// Reads `T` from bytes of JSON.
pub(crate) fn from_bytes<T: Read>(bytes: &[u8]) -> Option<T> {
    T::read(&Json::parse(bytes)?)
}
