//! Transactions that write, and what they hold.

use std::ops::{Deref, DerefMut};

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard};

use super::{
    connect::Kind,
    connection::{Connection, query},
    shelf::Lent,
};

/// A connection that goes back to where it was taken from.
#[derive(Debug)]
pub(crate) enum Held {
    File(Lent),
    Server(Connection),
}

/// A transaction that writes.
pub(crate) struct Write {
    connection: Held,
    is_open: bool,
    kind: Kind,
    begin: &'static str,
    _turn: Option<Turn>,
}

/// The order of a server's writers among themselves. SQLite's are in order by having one connection.
pub(super) enum Turn {
    Alone(#[expect(dead_code, reason = "held until the end")] OwnedRwLockWriteGuard<()>),
    Beside(#[expect(dead_code, reason = "held until the end")] OwnedRwLockReadGuard<()>),
}

/// What a write that goes beside others holds until its end. Whoever holds the same waits, on PostgreSQL; on SQLite there
/// is one writer anyway.
///
/// An account stands for everything in it: its people, their agreements and checks, its cards. Whoever holds both takes
/// the session first, so that no two of them wait for each other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hold<'a> {
    /// What a session is, and what was begun in it.
    Session(&'a str),
    Account(&'a str),
    AccountOfPerson(&'a str),
    AccountOfCard(&'a str),
    AccountOfDocumentRequest(&'a str),
    /// Devices that are looked for together.
    Devices(&'a str),
}

impl Hold<'_> {
    /// The statement, and what it is asked with. An id that there is nothing of holds nothing, and is refused later.
    fn statement(&self) -> (&'static str, &str) {
        match self {
            Self::Session(id) | Self::Account(id) | Self::Devices(id) => {
                ("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) AS held", id)
            }
            Self::AccountOfPerson(id) => (
                "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(account_id, 0)) FROM people \
                 WHERE id = $1) AS held",
                id,
            ),
            Self::AccountOfCard(id) => (
                "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(account_id, 0)) FROM cards \
                 WHERE id = $1) AS held",
                id,
            ),
            Self::AccountOfDocumentRequest(id) => (
                "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(p.account_id, 0)) \
                 FROM document_requests r JOIN people p ON p.id = r.person_id WHERE r.id = $1) AS held",
                id,
            ),
        }
    }
}

impl Write {
    pub(super) async fn begin(
        mut connection: Held,
        kind: Kind,
        begin: &'static str,
        turn: Option<Turn>,
    ) -> sqlx::Result<Self> {
        connection.begin(begin).await?;
        Ok(Self { connection, is_open: true, kind, begin, _turn: turn })
    }

    /// The connection inside the transaction.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Which database it writes to.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Waits for what others hold of these, and holds it.
    pub(crate) async fn hold(&mut self, holds: &[Hold<'_>]) -> sqlx::Result<()> {
        if self.kind == Kind::Postgres {
            for hold in holds {
                let (statement, id) = hold.statement();
                query(statement).bind(id).execute(&mut self.connection).await?;
            }
        }
        Ok(())
    }

    /// Makes everything since the beginning last. Dropping without it undoes everything.
    pub(crate) async fn commit(mut self) -> sqlx::Result<()> {
        self.connection.commit().await?;
        self.is_open = false;
        Ok(())
    }

    /// Undoes everything, and begins anew.
    pub(crate) async fn begin_again(&mut self) -> sqlx::Result<()> {
        self.is_open = false;
        self.connection.rollback().await?;
        self.connection.begin(self.begin).await?;
        self.is_open = true;
        Ok(())
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if self.is_open {
            self.connection.start_rollback();
        }
    }
}

impl Deref for Held {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::File(connection) => connection,
            Self::Server(connection) => connection,
        }
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Connection {
        match self {
            Self::File(connection) => connection,
            Self::Server(connection) => connection,
        }
    }
}
