//! The databases that a test runs on.

use std::env;

use portico_sandbox::Config;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use uuid::Uuid;

/// One of the two.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    Sqlite,
    Postgres { admin: String, name: String },
}

/// SQLite, and PostgreSQL where there is one. Each test gets a database of its own.
pub(crate) async fn databases() -> Vec<Database> {
    let mut list = vec![Database::Sqlite];
    if let Ok(admin) = env::var("PORTICO_TEST_POSTGRES") {
        let name = format!("portico_{}", Uuid::new_v4().simple());
        run(&admin, format!("CREATE DATABASE {name}")).await;
        list.push(Database::Postgres { admin, name });
    }
    list
}

impl Database {
    /// Points the settings at it.
    pub(crate) fn configure(&self, config: &mut Config) {
        if let Self::Postgres { admin, name } = self {
            let (server, _) = admin.rsplit_once('/').unwrap();
            config.database_url = Some(format!("{server}/{name}"));
        }
    }

    /// Removes it.
    pub(crate) async fn drop(self) {
        if let Self::Postgres { admin, name } = self {
            run(&admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn run(url: &str, statement: String) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}
