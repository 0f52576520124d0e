//! Where the tests keep the gateway's state: SQLite, or PostgreSQL when `PORTICO_TEST_POSTGRES` gives an admin's address.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// The address of a new, empty PostgreSQL database; `None` when the tests run on SQLite.
pub async fn fresh() -> Option<String> {
    let admin = std::env::var("PORTICO_TEST_POSTGRES").ok()?;
    let name = format!("gateway_{}", uuid::Uuid::new_v4().simple());
    let mut connection = PgConnection::connect(&admin).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let mut url: reqwest::Url = admin.parse().unwrap();
    url.set_path(&name);
    Some(url.into())
}
