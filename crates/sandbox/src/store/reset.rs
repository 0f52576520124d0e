//! Empties the tables.

use sqlx::AssertSqlSafe;

use super::{Write, connect::Kind, query};

/// What a sandbox keeps when it forgets: how far its clock was moved, the partner's tokens, and what sqlx remembers.
const KEPT: [&str; 3] = ["settings", "tokens", "_sqlx_migrations"];

/// Empties every table but the kept ones, whatever tables there are.
pub(crate) async fn clear(write: &mut Write) -> sqlx::Result<()> {
    let kind = write.kind();
    let names = match kind {
        Kind::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
        Kind::Postgres => "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema()",
    };
    let rows = query(names).fetch_all(write.connection()).await?;
    let names: Vec<String> = rows.iter().map(|row| row.try_get("name")).collect::<sqlx::Result<_>>()?;
    let names: Vec<String> = names.into_iter().filter(|name| !KEPT.contains(&name.as_str())).collect();
    // The names come from the database's own catalogue, so quoting them is all they need.
    match kind {
        Kind::Sqlite => {
            // Rows point to rows of other tables: what counts is that none is left at the end.
            query("PRAGMA defer_foreign_keys = ON").execute(write.connection()).await?;
            for name in names {
                let statement = format!("DELETE FROM \"{name}\"");
                query(AssertSqlSafe(statement)).execute(write.connection()).await?;
            }
        }
        Kind::Postgres if names.is_empty() => {}
        Kind::Postgres => {
            let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            let statement = format!("TRUNCATE {}", list.join(", "));
            query(AssertSqlSafe(statement)).execute(write.connection()).await?;
        }
    }
    Ok(())
}
