//! Sessions.

use portico_model::{
    id::{AccountId, PersonId, SessionId},
    netspend::SourceType,
};

use super::{Connection, Row, query};

/// A session slides for 30 minutes …
const IDLE: i64 = 1_800;
/// … and ends after 12 hours.
const LIFE: i64 = 43_200;

/// What a session belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Anonymous,
    Account(AccountId),
    Person(PersonId),
}

/// A session as the database has it. Its key stays there until something is sealed under it.
#[derive(Clone, Debug)]
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) source: Source,
    pub(crate) device_jkt: String,
    pub(crate) created_at: i64,
    pub(crate) seen_at: i64,
    pub(crate) ended_at: Option<i64>,
}

impl Source {
    pub(crate) fn new(kind: SourceType, id: String) -> Self {
        match kind {
            SourceType::Account => Self::Account(AccountId(id)),
            SourceType::Person => Self::Person(PersonId(id)),
        }
    }

    /// The wire's two members.
    pub(crate) fn parts(&self) -> Option<(SourceType, &str)> {
        match self {
            Self::Anonymous => None,
            Self::Account(id) => Some((SourceType::Account, id.as_str())),
            Self::Person(id) => Some((SourceType::Person, id.as_str())),
        }
    }

    fn columns(&self) -> (Option<&'static str>, Option<&str>) {
        match self {
            Self::Anonymous => (None, None),
            Self::Account(id) => (Some("account"), Some(id.as_str())),
            Self::Person(id) => (Some("person"), Some(id.as_str())),
        }
    }
}

impl SessionRow {
    /// When the session ends if no call comes before.
    pub(crate) fn ends_at(&self) -> i64 {
        self.ended_at.unwrap_or_else(|| (self.seen_at + IDLE).min(self.created_at + LIFE))
    }

    /// Whether a session that was last used at `seen_at` has ended by that.
    pub(crate) fn is_idle(seen_at: i64, now: i64) -> bool {
        now >= seen_at + IDLE
    }

    pub(crate) fn is_over(&self, now: i64) -> bool {
        self.ended_at.is_some() || now >= self.ends_at()
    }

    fn from_row(row: &Row) -> sqlx::Result<Self> {
        let source_id: Option<String> = row.try_get("source_id")?;
        let source = match (row.try_get::<Option<String>>("source_type")?.as_deref(), source_id) {
            (Some("account"), Some(id)) => Source::Account(AccountId(id)),
            (Some("person"), Some(id)) => Source::Person(PersonId(id)),
            _ => Source::Anonymous,
        };
        Ok(Self {
            id: SessionId(row.try_get("id")?),
            source,
            device_jkt: row.try_get("device_jkt")?,
            created_at: row.try_get("created_at")?,
            seen_at: row.try_get("seen_at")?,
            ended_at: row.try_get("ended_at")?,
        })
    }
}

/// Opens a session.
pub(crate) async fn insert(connection: &mut Connection, session: &SessionRow, key: &[u8]) -> sqlx::Result<()> {
    let (source_type, source_id) = session.source.columns();
    query(
        "INSERT INTO sessions (id, source_type, source_id, device_jkt, key_sealed, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(session.id.as_str())
    .bind(source_type)
    .bind(source_id)
    .bind(&session.device_jkt)
    .bind(key)
    .bind(session.created_at)
    .bind(session.seen_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The session with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<SessionRow>> {
    let row = query(
        "SELECT id, source_type, source_id, device_jkt, created_at, seen_at, ended_at FROM sessions WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(SessionRow::from_row).transpose()
}

/// The session's key, sealed at rest.
pub(crate) async fn find_key(connection: &mut Connection, id: &str) -> sqlx::Result<Vec<u8>> {
    let row = query("SELECT key_sealed FROM sessions WHERE id = $1").bind(id).fetch_one(connection).await?;
    row.try_get("key_sealed")
}

/// Writes a session's last use down.
pub(crate) async fn slide(connection: &mut Connection, id: &SessionId, now: i64) -> sqlx::Result<()> {
    query("UPDATE sessions SET seen_at = $1 WHERE id = $2 AND seen_at < $1")
        .bind(now)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// The session now belongs to `source`.
pub(crate) async fn set_source(connection: &mut Connection, id: &SessionId, source: &Source) -> sqlx::Result<()> {
    let (source_type, source_id) = source.columns();
    query("UPDATE sessions SET source_type = $1, source_id = $2 WHERE id = $3")
        .bind(source_type)
        .bind(source_id)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends the session for good. False when there is none.
pub(crate) async fn end(connection: &mut Connection, id: &str, now: i64) -> sqlx::Result<bool> {
    let ended = query("UPDATE sessions SET ended_at = COALESCE(ended_at, $1) WHERE id = $2")
        .bind(now)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(ended == 1)
}
