//! What was found about each device statement, whatever was answered.

use super::{Connection, Row, query};

/// Seconds that a check is kept: 90 days.
const KEPT: i64 = 90 * 86_400;
/// So many the test control lists.
const LISTED: i64 = 200;

/// A check as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct CheckRow {
    pub(crate) id: String,
    pub(crate) session_id: Option<String>,
    pub(crate) device_jkt: Option<String>,
    pub(crate) outcome: String,
    pub(crate) decision: String,
    pub(crate) score: i64,
    /// Encrypted: reasons, match and signals.
    pub(crate) report: Vec<u8>,
    pub(crate) created_at: i64,
}

impl CheckRow {
    fn from_row(row: &Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            session_id: row.try_get("session_id")?,
            device_jkt: row.try_get("device_jkt")?,
            outcome: row.try_get("outcome")?,
            decision: row.try_get("decision")?,
            score: row.try_get("score")?,
            report: row.try_get("report_sealed")?,
            created_at: row.try_get("created_at")?,
        })
    }
}

/// Forgets the checks that are too old.
pub(crate) async fn sweep(connection: &mut Connection, now: i64) -> sqlx::Result<()> {
    query("DELETE FROM device_checks WHERE created_at <= $1").bind(now - KEPT).execute(connection).await?;
    Ok(())
}

/// Records a check.
pub(crate) async fn insert(connection: &mut Connection, check: &CheckRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO device_checks (id, session_id, device_jkt, outcome, decision, score, report_sealed, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&check.id)
    .bind(check.session_id.as_deref())
    .bind(check.device_jkt.as_deref())
    .bind(&check.outcome)
    .bind(&check.decision)
    .bind(check.score)
    .bind(check.report.as_slice())
    .bind(check.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// What the session's device was judged to be.
pub(crate) async fn decision_of(connection: &mut Connection, session_id: &str) -> sqlx::Result<Option<String>> {
    let row = query("SELECT decision FROM device_checks WHERE session_id = $1")
        .bind(session_id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get("decision")).transpose()
}

/// The check with this id, or of the session with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<CheckRow>> {
    let row = query("SELECT * FROM device_checks WHERE session_id = $1 OR id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(CheckRow::from_row).transpose()
}

/// The newest checks, the newest first.
pub(crate) async fn newest(connection: &mut Connection) -> sqlx::Result<Vec<CheckRow>> {
    let rows = query("SELECT * FROM device_checks ORDER BY created_at DESC, id DESC LIMIT $1")
        .bind(LISTED)
        .fetch_all(connection)
        .await?;
    rows.iter().map(CheckRow::from_row).collect()
}
