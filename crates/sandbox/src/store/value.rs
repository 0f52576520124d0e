//! Values that statements are asked with.

use std::borrow::Cow;

use rusqlite::{
    ToSql,
    types::{ToSqlOutput, ValueRef},
};
use sqlx::{Any, Database, query::Query};

/// A number, a text or bytes; each can be absent.
#[derive(Clone, Debug)]
pub(crate) enum Value<'q> {
    Integer(Option<i64>),
    Text(Option<Cow<'q, str>>),
    Blob(Option<Cow<'q, [u8]>>),
}

impl<'q> Value<'q> {
    /// For sqlx: an absent value has a type too.
    pub(super) fn bind_to(
        self,
        query: Query<'q, Any, <Any as Database>::Arguments>,
    ) -> Query<'q, Any, <Any as Database>::Arguments> {
        match self {
            Self::Integer(value) => query.bind(value),
            Self::Text(value) => query.bind(value.map(Cow::into_owned)),
            Self::Blob(value) => query.bind(value.map(Cow::into_owned)),
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Self::Integer(value) => value.map(ValueRef::Integer),
            Self::Text(value) => value.as_deref().map(|text| ValueRef::Text(text.as_bytes())),
            Self::Blob(value) => value.as_deref().map(ValueRef::Blob),
        };
        Ok(ToSqlOutput::Borrowed(value.unwrap_or(ValueRef::Null)))
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(Some(value))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Integer(value)
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(value: &'q str) -> Self {
        Self::Text(Some(Cow::Borrowed(value)))
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(value: Option<&'q str>) -> Self {
        Self::Text(value.map(Cow::Borrowed))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(value: &'q String) -> Self {
        Self::from(value.as_str())
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Some(Cow::Owned(value)))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(value: Option<String>) -> Self {
        Self::Text(value.map(Cow::Owned))
    }
}

impl<'q> From<&'q [u8]> for Value<'q> {
    fn from(value: &'q [u8]) -> Self {
        Self::Blob(Some(Cow::Borrowed(value)))
    }
}

impl<'q> From<Option<&'q [u8]>> for Value<'q> {
    fn from(value: Option<&'q [u8]>) -> Self {
        Self::Blob(value.map(Cow::Borrowed))
    }
}
