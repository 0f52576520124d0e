//! How a path names a customer or an account: `id/{number}` or `externalId/{text}`.

use std::fmt;

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The platform's id.
    Id(i64),
    /// The partner's.
    External(String),
}

impl Key {
    /// From two segments of a path. `None` for what is written in any other way than the one that is checked and sent.
    pub(super) fn parse(by: &str, text: &str) -> Option<Self> {
        match by {
            "id" => {
                let id = text.parse::<i64>().ok()?;
                (id > 0 && id.to_string() == text).then_some(Self::Id(id))
            }
            "externalId" => is_external_id(text).then(|| Self::External(text.to_owned())),
            _ => None,
        }
    }
}

/// The name in a path, as `use` of a sealed value has it.
impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(formatter, "{id}"),
            Self::External(id) => formatter.write_str(id),
        }
    }
}

impl Key {
    /// The two segments of a path.
    pub(super) fn segments(&self) -> String {
        let by = if matches!(self, Self::Id(_)) { "id/" } else { "externalId/" };
        [by, &self.to_string()].concat()
    }
}

/// An externalId that can stand in a path as it is: every customer and account of the gateway's can be looked up by its own.
pub(super) fn is_external_id(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && !text.starts_with('.')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_number_or_a_text_that_means_nothing_in_a_path() {
        for (by, text, parsed) in [
            ("id", "7", Some(Key::Id(7))),
            ("id", "07", None),
            ("id", "+7", None),
            ("id", "-7", None),
            ("id", "0", None),
            ("id", "99999999999999999999", None),
            ("externalId", "crm-7:b.c", Some(Key::External("crm-7:b.c".to_owned()))),
            ("externalId", "..", None),
            ("externalId", "a%2fb", None),
            ("externalId", "a b", None),
            ("externalId", "", None),
            ("name", "7", None),
        ] {
            assert_eq!(Key::parse(by, text), parsed, "{by} {text}");
        }
        assert_eq!(Key::Id(7).segments(), "id/7");
        assert_eq!(Key::External("a".to_owned()).segments(), "externalId/a");
    }
}
