//! The platform's ids: numbers that count up.

use crate::store::{Connection, query};

/// What an id is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sequence {
    Customer,
    Account,
    Owner,
}

/// The next id. Two callers never get the same, since there is one writer at a time.
pub(crate) async fn next(connection: &mut Connection, sequence: Sequence) -> sqlx::Result<i64> {
    // Each begins elsewhere, so that an id in the wrong place is found nowhere.
    let (name, first) = match sequence {
        Sequence::Customer => ("customer", 4_200_001_i64),
        Sequence::Account => ("account", 4_000_001),
        Sequence::Owner => ("owner", 4_300_001),
    };
    query(
        "INSERT INTO passport_ids (name, last) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET last = passport_ids.last + 1 RETURNING last",
    )
    .bind(name)
    .bind(first)
    .fetch_one(connection)
    .await?
    .try_get("last")
}
