//! Rows that statements are answered with.

use std::sync::Arc;

use rusqlite::{
    Statement,
    types::{FromSql, FromSqlError, Value, ValueRef},
};
use sqlx::{Any, Decode, Type, any::AnyRow};

/// A row of either database.
pub(crate) enum Row {
    File { names: Arc<[String]>, values: Vec<Value> },
    Server(AnyRow),
}

impl Row {
    /// The value of the column `name`.
    pub(crate) fn try_get<'r, T>(&'r self, name: &str) -> sqlx::Result<T>
    where
        T: FromSql + Decode<'r, Any> + Type<Any>,
    {
        match self {
            Self::File { names, values } => {
                let index = names.iter().position(|of_column| of_column == name);
                let value = index.and_then(|index| values.get(index));
                let value = value.ok_or_else(|| sqlx::Error::ColumnNotFound(name.to_owned()))?;
                T::column_result(ValueRef::from(value)).map_err(|error| unreadable(name, error))
            }
            Self::Server(row) => sqlx::Row::try_get(row, name),
        }
    }
}

fn unreadable(name: &str, error: FromSqlError) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: name.to_owned(), source: Box::new(error) }
}

/// The statement's first row.
pub(super) fn first(statement: &mut Statement<'_>) -> rusqlite::Result<Option<Row>> {
    Ok(take(statement, 1)?.pop())
}

/// All its rows.
pub(super) fn all(statement: &mut Statement<'_>) -> rusqlite::Result<Vec<Row>> {
    take(statement, usize::MAX)
}

fn take(statement: &mut Statement<'_>, limit: usize) -> rusqlite::Result<Vec<Row>> {
    let names: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
    let (mut found, mut rows) = (Vec::new(), statement.raw_query());
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let values = (0..names.len()).map(|index| row.get(index)).collect::<rusqlite::Result<_>>()?;
        found.push(Row::File { names: names.clone(), values });
    }
    Ok(found)
}
