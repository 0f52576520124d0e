//! Identity questions that are open, and identity scans.

use portico_model::{
    id::{IdentityScanId, PersonId},
    netspend::IdentityScanStatus,
};

use super::{
    Connection, Row,
    people::{decode_name, encode_name},
    query,
};

/// A scan as the database has it.
#[derive(Clone, Debug)]
pub(crate) struct ScanRow {
    pub(crate) id: IdentityScanId,
    pub(crate) person_id: PersonId,
    pub(crate) status: IdentityScanStatus,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// Opens a set of questions in the place of the former one.
pub(crate) async fn put_questions(
    connection: &mut Connection,
    person: &PersonId,
    set: &[u8],
    expires_at: i64,
) -> sqlx::Result<()> {
    query(
        "INSERT INTO identity_questions (person_id, set_sealed, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id) DO UPDATE SET set_sealed = excluded.set_sealed, expires_at = excluded.expires_at",
    )
    .bind(person.as_str())
    .bind(set)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The set that is open at `now`, and until when.
pub(crate) async fn find_questions(
    connection: &mut Connection,
    person: &PersonId,
    now: i64,
) -> sqlx::Result<Option<(Vec<u8>, i64)>> {
    let row = query("SELECT set_sealed, expires_at FROM identity_questions WHERE person_id = $1")
        .bind(person.as_str())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let expires_at: i64 = row.try_get("expires_at")?;
    if now < expires_at { Ok(Some((row.try_get("set_sealed")?, expires_at))) } else { Ok(None) }
}

/// Closes the set: it was answered.
pub(crate) async fn remove_questions(connection: &mut Connection, person: &PersonId) -> sqlx::Result<()> {
    query("DELETE FROM identity_questions WHERE person_id = $1").bind(person.as_str()).execute(connection).await?;
    Ok(())
}

/// Opens a scan.
pub(crate) async fn insert_scan(connection: &mut Connection, scan: &ScanRow) -> sqlx::Result<()> {
    query("INSERT INTO identity_scans (id, person_id, status, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(scan.id.as_str())
        .bind(scan.person_id.as_str())
        .bind(encode_name(&scan.status)?)
        .bind(scan.created_at)
        .bind(scan.expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// The scan with this id.
pub(crate) async fn find_scan(connection: &mut Connection, id: &str) -> sqlx::Result<Option<ScanRow>> {
    query("SELECT id, person_id, status, created_at, expires_at FROM identity_scans WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(scan_of)
        .transpose()
}

/// The person's newest scan.
pub(crate) async fn newest_scan(connection: &mut Connection, person: &PersonId) -> sqlx::Result<Option<ScanRow>> {
    query(
        "SELECT id, person_id, status, created_at, expires_at FROM identity_scans WHERE person_id = $1 \
         ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(person.as_str())
    .fetch_optional(connection)
    .await?
    .as_ref()
    .map(scan_of)
    .transpose()
}

/// The scan came to its end.
pub(crate) async fn finish_scan(
    connection: &mut Connection,
    id: &IdentityScanId,
    status: IdentityScanStatus,
) -> sqlx::Result<()> {
    query("UPDATE identity_scans SET status = $1 WHERE id = $2")
        .bind(encode_name(&status)?)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn scan_of(row: &Row) -> sqlx::Result<ScanRow> {
    Ok(ScanRow {
        id: IdentityScanId(row.try_get("id")?),
        person_id: PersonId(row.try_get("person_id")?),
        status: decode_name(row.try_get("status")?)?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
    })
}
