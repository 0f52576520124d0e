//! The tables, per database, inside the binary.

use std::borrow::Cow;

use sqlx::{
    AnyConnection, SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};

use super::connect::Kind;

const SQLITE: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("../../migrations/sqlite/0001_start.sql")),
    (2, "device", include_str!("../../migrations/sqlite/0002_device.sql")),
    (3, "people", include_str!("../../migrations/sqlite/0003_people.sql")),
    (4, "cards", include_str!("../../migrations/sqlite/0004_cards.sql")),
    (5, "passport", include_str!("../../migrations/sqlite/0005_passport.sql")),
    (6, "marks", include_str!("../../migrations/sqlite/0006_marks.sql")),
];
const POSTGRES: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("../../migrations/postgres/0001_start.sql")),
    (2, "device", include_str!("../../migrations/postgres/0002_device.sql")),
    (3, "people", include_str!("../../migrations/postgres/0003_people.sql")),
    (4, "cards", include_str!("../../migrations/postgres/0004_cards.sql")),
    (5, "passport", include_str!("../../migrations/postgres/0005_passport.sql")),
    (6, "marks", include_str!("../../migrations/postgres/0006_marks.sql")),
];

/// Brings the tables up to date. What ran before is remembered in the database, with its checksum.
pub(crate) async fn run(connection: &mut AnyConnection, kind: Kind) -> Result<(), sqlx::migrate::MigrateError> {
    let list = match kind {
        Kind::Sqlite => SQLITE,
        Kind::Postgres => POSTGRES,
    };
    let migrations = list
        .iter()
        .map(|&(version, name, sql)| {
            Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(sql), false)
        })
        .collect();
    Migrator::with_migrations(migrations).run(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_have_the_same_tables() {
        for (sqlite, postgres) in SQLITE.iter().zip(POSTGRES) {
            let statements = |sql: &str| {
                let lines = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
                lines.collect::<Vec<_>>().join("\n").replace(" BYTEA", " BLOB")
            };
            assert_eq!(statements(sqlite.2), statements(postgres.2));
        }
        assert_eq!(SQLITE.len(), POSTGRES.len());
    }
}
