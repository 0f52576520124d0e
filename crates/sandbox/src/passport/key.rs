//! How a path names a customer or an account: `id/{number}` or `externalId/{text}`.

use portico_model::passport::PassportCode;

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The platform's id.
    Id(i64),
    /// The partner's id.
    External(String),
}

impl Key {
    /// From two segments of a path.
    pub(crate) fn parse(by: &str, key: &str) -> Result<Self, PassportCode> {
        match by {
            // Without signs and leading zeros: one account has one path.
            "id" => match key.parse::<i64>() {
                Ok(id) if id > 0 && id.to_string() == key => Ok(Self::Id(id)),
                _ => Err(PassportCode::ValueInvalid),
            },
            // No customer and no account has such a name, and no database keeps it.
            "externalId" if key.contains('\0') => Err(PassportCode::NotFound),
            "externalId" => Ok(Self::External(key.to_owned())),
            _ => Err(PassportCode::NotFound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_number_or_a_text() {
        for (by, key, parsed) in [
            ("id", "7", Ok(Key::Id(7))),
            ("id", "07", Err(PassportCode::ValueInvalid)),
            ("id", "+7", Err(PassportCode::ValueInvalid)),
            ("id", "0", Err(PassportCode::ValueInvalid)),
            ("id", "x", Err(PassportCode::ValueInvalid)),
            ("id", "99999999999999999999", Err(PassportCode::ValueInvalid)),
            ("externalId", "crm 7", Ok(Key::External("crm 7".into()))),
            ("externalId", "crm\0", Err(PassportCode::NotFound)),
            ("name", "7", Err(PassportCode::NotFound)),
        ] {
            assert_eq!(Key::parse(by, key), parsed, "{by} {key}");
        }
    }
}
