//! One connection to either database, and the statements that both are asked with.
//!
//! A SQLite file is asked on the spot: a statement takes microseconds, and handing it to a thread of its own, as sqlx does,
//! takes ten times as long (docs/decisions/0007). PostgreSQL is asked by sqlx.

use std::time::Duration;

use rusqlite::{CachedStatement, ErrorCode};
use sqlx::{Any, SqlSafeStr, SqlStr, any::AnyTransactionManager, pool::PoolConnection};
use sqlx_core::transaction::TransactionManager;
use tokio::time::sleep;

use super::{
    row::{self, Row},
    value::Value,
};

/// Another process may have the file's lock: it is asked for so often, and so long lies between.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(10);

/// A connection: to SQLite's file, or one of PostgreSQL's pool.
#[derive(Debug)]
pub(crate) enum Connection {
    File(rusqlite::Connection),
    Server(PoolConnection<Any>),
}

/// A statement with the values that `$1`, `$2` and so on stand for.
#[derive(Debug)]
pub(crate) struct Query<'q> {
    text: SqlStr,
    values: Vec<Value<'q>>,
}

/// A statement without values so far.
pub(crate) fn query<'q>(text: impl SqlSafeStr) -> Query<'q> {
    Query { text: text.into_sql_str(), values: Vec::new() }
}

impl<'q> Query<'q> {
    /// The next value.
    pub(crate) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Carries it out, and gives the number of rows that it changed.
    pub(crate) async fn execute(self, connection: &mut Connection) -> sqlx::Result<u64> {
        match connection {
            Connection::File(file) => {
                let changed = patiently(file, |file| self.prepare(file)?.raw_execute()).await?;
                Ok(u64::try_from(changed).unwrap_or(u64::MAX))
            }
            Connection::Server(server) => Ok(self.on_server().execute(&mut **server).await?.rows_affected()),
        }
    }

    /// Its first row. `None` when there is none.
    pub(crate) async fn fetch_optional(self, connection: &mut Connection) -> sqlx::Result<Option<Row>> {
        match connection {
            Connection::File(file) => patiently(file, |file| row::first(&mut *self.prepare(file)?)).await,
            Connection::Server(server) => Ok(self.on_server().fetch_optional(&mut **server).await?.map(Row::Server)),
        }
    }

    /// Its first row.
    pub(crate) async fn fetch_one(self, connection: &mut Connection) -> sqlx::Result<Row> {
        self.fetch_optional(connection).await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// All its rows.
    pub(crate) async fn fetch_all(self, connection: &mut Connection) -> sqlx::Result<Vec<Row>> {
        match connection {
            Connection::File(file) => patiently(file, |file| row::all(&mut *self.prepare(file)?)).await,
            Connection::Server(server) => {
                let rows = self.on_server().fetch_all(&mut **server).await?;
                Ok(rows.into_iter().map(Row::Server).collect())
            }
        }
    }

    /// The statement with its values. A connection keeps what it was asked before.
    fn prepare<'f>(&self, file: &'f rusqlite::Connection) -> rusqlite::Result<CachedStatement<'f>> {
        let mut statement = file.prepare_cached(self.text.as_str())?;
        for index in 1..=statement.parameter_count() {
            // SQLite numbers its parameters in the order in which they come; `$2` is the second value wherever it comes.
            let name = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
            let place = name.and_then(|name| name.parse::<usize>().ok()).and_then(|place| place.checked_sub(1));
            let value = place.and_then(|place| self.values.get(place));
            let value = value.ok_or(rusqlite::Error::InvalidParameterCount(self.values.len(), index))?;
            statement.raw_bind_parameter(index, value)?;
        }
        Ok(statement)
    }

    fn on_server(self) -> sqlx::query::Query<'q, Any, <Any as sqlx::Database>::Arguments> {
        self.values.into_iter().fold(sqlx::query(self.text), |query, value| value.bind_to(query))
    }
}

impl Connection {
    /// Begins a transaction with a statement that does so.
    pub(super) async fn begin(&mut self, statement: &'static str) -> sqlx::Result<()> {
        match self {
            Self::File(file) => patiently(file, |file| file.execute_batch(statement)).await,
            Self::Server(server) => AnyTransactionManager::begin(server, Some(SqlStr::from_static(statement))).await,
        }
    }

    /// Makes the transaction last.
    pub(super) async fn commit(&mut self) -> sqlx::Result<()> {
        match self {
            Self::File(file) => patiently(file, |file| file.execute_batch("COMMIT")).await,
            Self::Server(server) => AnyTransactionManager::commit(server).await,
        }
    }

    /// Undoes the transaction.
    pub(super) async fn rollback(&mut self) -> sqlx::Result<()> {
        match self {
            Self::File(file) => undo(file).map_err(from_file),
            Self::Server(server) => AnyTransactionManager::rollback(server).await,
        }
    }

    /// Undoes the transaction before anything else is done on the connection.
    pub(super) fn start_rollback(&mut self) {
        match self {
            Self::File(file) => {
                if let Err(error) = undo(file) {
                    tracing::error!(cause = %error, "a transaction can't be undone");
                }
            }
            Self::Server(server) => AnyTransactionManager::start_rollback(server),
        }
    }
}

/// Undoes what is open. SQLite may have done so by itself.
fn undo(file: &rusqlite::Connection) -> rusqlite::Result<()> {
    if file.is_autocommit() { Ok(()) } else { file.execute_batch("ROLLBACK") }
}

/// Asks the file again while another process has its lock. Nobody's thread is held for that long.
async fn patiently<T>(
    file: &mut rusqlite::Connection,
    ask: impl Fn(&rusqlite::Connection) -> rusqlite::Result<T>,
) -> sqlx::Result<T> {
    for _ in 1..TRIES {
        match ask(file) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => sleep(PAUSE).await,
            asked => return asked.map_err(from_file),
        }
    }
    ask(file).map_err(from_file)
}

/// SQLite's error in the place of sqlx's.
pub(super) fn from_file(error: rusqlite::Error) -> sqlx::Error {
    sqlx::Error::AnyDriverError(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Connection {
        Connection::File(rusqlite::Connection::open_in_memory().unwrap())
    }

    #[tokio::test]
    async fn a_value_stands_wherever_its_number_does() {
        let asked = query("SELECT $2 AS second, $1 AS first, $2 AS again").bind("one").bind(2);
        let row = asked.fetch_one(&mut file()).await.unwrap();
        assert_eq!(row.try_get::<String>("first").unwrap(), "one");
        assert_eq!(row.try_get::<i64>("second").unwrap(), 2);
        assert_eq!(row.try_get::<i64>("again").unwrap(), 2);
    }

    #[tokio::test]
    async fn values_come_back_as_they_went_in() {
        let asked =
            query("SELECT $1 AS number, $2 AS text, $3 AS bytes, $4 AS no_number, $5 AS no_text, $6 AS no_bytes")
                .bind(i64::MIN)
                .bind("a\0é")
                .bind(&[0_u8, 255][..])
                .bind(None::<i64>)
                .bind(None::<&str>)
                .bind(None::<&[u8]>);
        let row = asked.fetch_one(&mut file()).await.unwrap();
        assert_eq!(row.try_get::<i64>("number").unwrap(), i64::MIN);
        assert_eq!(row.try_get::<String>("text").unwrap(), "a\0é");
        assert_eq!(row.try_get::<Vec<u8>>("bytes").unwrap(), [0, 255]);
        assert_eq!(row.try_get::<Option<i64>>("no_number").unwrap(), None);
        assert_eq!(row.try_get::<Option<String>>("no_text").unwrap(), None);
        assert_eq!(row.try_get::<Option<Vec<u8>>>("no_bytes").unwrap(), None);
        assert!(matches!(row.try_get::<i64>("text"), Err(sqlx::Error::ColumnDecode { .. })));
        assert!(matches!(row.try_get::<i64>("nothing"), Err(sqlx::Error::ColumnNotFound(_))));
    }

    #[tokio::test]
    async fn a_statement_without_one_of_its_values_is_not_carried_out() {
        let asked = query("SELECT $1 AS first, $2 AS second").bind(1);
        let Err(sqlx::Error::AnyDriverError(error)) = asked.fetch_optional(&mut file()).await else { panic!("it was") };
        assert!(matches!(error.downcast_ref(), Some(rusqlite::Error::InvalidParameterCount(1, 2))), "{error}");
    }

    #[tokio::test]
    async fn rows_and_changes_are_counted() {
        let mut file = file();
        assert_eq!(query("CREATE TABLE t (n BIGINT)").execute(&mut file).await.unwrap(), 0);
        assert_eq!(query("INSERT INTO t VALUES (1), (2)").execute(&mut file).await.unwrap(), 2);
        assert_eq!(query("SELECT n FROM t ORDER BY n").fetch_all(&mut file).await.unwrap().len(), 2);
        // One row is taken of two, and both are changed.
        let changed = query("UPDATE t SET n = n + 1 RETURNING n").fetch_optional(&mut file).await.unwrap();
        assert!(changed.is_some());
        let left = query("SELECT SUM(n) AS sum FROM t").fetch_one(&mut file).await.unwrap();
        assert_eq!(left.try_get::<i64>("sum").unwrap(), 5);
        let none = query("SELECT n FROM t WHERE n = 9").fetch_one(&mut file).await;
        assert!(matches!(none, Err(sqlx::Error::RowNotFound)));
    }

    #[tokio::test]
    async fn a_transaction_that_is_undone_leaves_nothing() {
        let mut file = file();
        query("CREATE TABLE t (n BIGINT)").execute(&mut file).await.unwrap();
        for is_kept in [false, true] {
            file.begin("BEGIN IMMEDIATE").await.unwrap();
            query("INSERT INTO t VALUES (1)").execute(&mut file).await.unwrap();
            if is_kept {
                file.commit().await.unwrap();
            }
            // With nothing open, nothing happens.
            file.start_rollback();
            assert_eq!(query("SELECT n FROM t").fetch_all(&mut file).await.unwrap().len(), usize::from(is_kept));
        }
    }
    /// On the one thread that the test has: whoever held it while waiting would wait for ever.
    #[tokio::test]
    async fn who_waits_for_another_process_holds_no_thread() {
        let folder = tempfile::tempdir().unwrap();
        let open = || rusqlite::Connection::open(folder.path().join("file.db")).unwrap();
        let (other, own) = (open(), open());
        own.execute_batch("PRAGMA busy_timeout = 0; CREATE TABLE t (n BIGINT)").unwrap();
        let mut own = Connection::File(own);
        other.execute_batch("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)").unwrap();
        let write = async {
            own.begin("BEGIN IMMEDIATE").await.unwrap();
            query("INSERT INTO t VALUES (2)").execute(&mut own).await.unwrap();
            own.commit().await.unwrap();
        };
        let end = async {
            tokio::task::yield_now().await;
            other.execute_batch("COMMIT").unwrap();
        };
        tokio::join!(write, end);
        assert_eq!(query("SELECT n FROM t").fetch_all(&mut own).await.unwrap().len(), 2);
    }
}
