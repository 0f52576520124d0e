//! What people accepted and answered.

use portico_model::{id::PersonId, netspend::AgreementAcceptance};
use sqlx::{AnyConnection, Row};

/// An acceptance as it was recorded.
#[derive(Clone, Debug)]
pub(crate) struct AcceptanceRow {
    pub(crate) agreement_id: String,
    pub(crate) accepted_at: String,
    pub(crate) recorded_at: i64,
    pub(crate) locale: String,
    pub(crate) document_sha256: String,
    pub(crate) acceptance_mode: String,
}

/// Records an acceptance. The first one counts: a later one changes nothing.
pub(crate) async fn insert_acceptance(
    connection: &mut AnyConnection,
    person: &PersonId,
    agreement: &str,
    acceptance: &AgreementAcceptance,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO acceptances (person_id, agreement_id, accepted_at, recorded_at, locale, document_sha256, \
         acceptance_mode) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person_id, agreement_id) DO NOTHING",
    )
    .bind(person.as_str())
    .bind(agreement)
    .bind(&acceptance.accepted_at)
    .bind(now)
    .bind(&acceptance.locale)
    .bind(&acceptance.document_sha256)
    .bind(&acceptance.acceptance_mode)
    .execute(connection)
    .await?;
    Ok(())
}

/// What a person accepted, oldest first.
pub(crate) async fn acceptances(connection: &mut AnyConnection, person: &PersonId) -> sqlx::Result<Vec<AcceptanceRow>> {
    let rows = sqlx::query(
        "SELECT agreement_id, accepted_at, recorded_at, locale, document_sha256, acceptance_mode FROM acceptances \
         WHERE person_id = $1 ORDER BY recorded_at, agreement_id",
    )
    .bind(person.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(AcceptanceRow {
                agreement_id: row.try_get("agreement_id")?,
                accepted_at: row.try_get("accepted_at")?,
                recorded_at: row.try_get("recorded_at")?,
                locale: row.try_get("locale")?,
                document_sha256: row.try_get("document_sha256")?,
                acceptance_mode: row.try_get("acceptance_mode")?,
            })
        })
        .collect()
}

/// Records the answers to the expected-use questions; the last ones count.
pub(crate) async fn set_expected_use(
    connection: &mut AnyConnection,
    person: &PersonId,
    answers: &[u8],
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO expected_use (person_id, answers_sealed, answered_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id) DO UPDATE SET answers_sealed = excluded.answers_sealed, \
         answered_at = excluded.answered_at",
    )
    .bind(person.as_str())
    .bind(answers)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a person answered them.
pub(crate) async fn has_expected_use(connection: &mut AnyConnection, person: &PersonId) -> sqlx::Result<bool> {
    let row = sqlx::query("SELECT 1 FROM expected_use WHERE person_id = $1")
        .bind(person.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}
