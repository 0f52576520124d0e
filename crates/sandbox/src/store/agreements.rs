//! What people accepted and answered.

use portico_model::{id::PersonId, netspend::AgreementAcceptance};

use super::{Connection, Row, query};
use crate::domain::{
    agreements::{AgreementText, AgreementVersion},
    catalog::Context,
};

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

impl AcceptanceRow {
    /// What a person told about an agreement, at the platform's own time.
    pub(crate) fn new(agreement: &str, told: AgreementAcceptance, recorded_at: i64) -> Self {
        Self {
            agreement_id: agreement.to_owned(),
            accepted_at: told.accepted_at,
            recorded_at,
            locale: told.locale,
            document_sha256: told.document_sha256,
            acceptance_mode: told.acceptance_mode,
        }
    }

    fn from_row(row: &Row) -> sqlx::Result<Self> {
        Ok(Self {
            agreement_id: row.try_get("agreement_id")?,
            accepted_at: row.try_get("accepted_at")?,
            recorded_at: row.try_get("recorded_at")?,
            locale: row.try_get("locale")?,
            document_sha256: row.try_get("document_sha256")?,
            acceptance_mode: row.try_get("acceptance_mode")?,
        })
    }
}

/// The versions in force of a context's agreements, in the order in which they are shown.
pub(crate) async fn in_force(connection: &mut Connection, context: &Context) -> sqlx::Result<Vec<AgreementVersion>> {
    in_force_of(connection, context.agreements).await
}

/// The same of all agreements that there are.
pub(crate) async fn all_in_force(connection: &mut Connection) -> sqlx::Result<Vec<AgreementVersion>> {
    in_force_of(connection, &AgreementText::ALL).await
}

async fn in_force_of(
    connection: &mut Connection,
    origins: &[&'static AgreementText],
) -> sqlx::Result<Vec<AgreementVersion>> {
    let rows = query("SELECT origin, MAX(revision) AS revision FROM agreement_revisions GROUP BY origin")
        .fetch_all(connection)
        .await?;
    let mut versions = first_versions(origins);
    for row in rows {
        revise(&mut versions, &row.try_get::<String>("origin")?, row.try_get("revision")?);
    }
    Ok(versions)
}

/// The version with this id, and whether a newer one is in force.
pub(crate) async fn find_version(
    connection: &mut Connection,
    id: &str,
) -> sqlx::Result<Option<(AgreementVersion, bool)>> {
    let Some(version) = AgreementVersion::parse(id) else { return Ok(None) };
    let newest = newest_revision(connection, version.origin.id).await?;
    Ok((version.revision <= newest).then_some((version, version.revision < newest)))
}

/// A version of an agreement as one person finds it.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) version: AgreementVersion,
    /// Whether a newer one is in force.
    pub(crate) is_superseded: bool,
    /// The person's acceptance of this version. Absent when there is none.
    pub(crate) recorded: Option<AcceptanceRow>,
}

/// The version with this id, as the person finds it.
pub(crate) async fn find_offer(
    connection: &mut Connection,
    person: &PersonId,
    id: &str,
) -> sqlx::Result<Option<Offer>> {
    let Some(version) = AgreementVersion::parse(id) else { return Ok(None) };
    let row = query(
        "SELECT r.newest, a.agreement_id, a.accepted_at, a.recorded_at, a.locale, a.document_sha256, a.acceptance_mode \
         FROM (SELECT COALESCE(MAX(revision), 1) AS newest FROM agreement_revisions WHERE origin = $1) AS r \
         LEFT JOIN acceptances a ON a.person_id = $2 AND a.agreement_id = $3",
    )
    .bind(version.origin.id)
    .bind(person.as_str())
    .bind(&*version.id())
    .fetch_one(connection)
    .await?;
    let newest: i64 = row.try_get("newest")?;
    if version.revision > newest {
        return Ok(None);
    }
    let is_recorded = row.try_get::<Option<String>>("agreement_id")?.is_some();
    let recorded = is_recorded.then(|| AcceptanceRow::from_row(&row)).transpose()?;
    Ok(Some(Offer { is_superseded: version.revision < newest, version, recorded }))
}

/// Which revision of an agreement is in force.
pub(crate) async fn newest_revision(connection: &mut Connection, origin: &str) -> sqlx::Result<i64> {
    let row = query("SELECT COALESCE(MAX(revision), 1) AS revision FROM agreement_revisions WHERE origin = $1")
        .bind(origin)
        .fetch_one(connection)
        .await?;
    row.try_get("revision")
}

/// Puts a version in force.
pub(crate) async fn insert_revision(
    connection: &mut Connection,
    version: &AgreementVersion,
    now: i64,
) -> sqlx::Result<()> {
    query("INSERT INTO agreement_revisions (id, origin, revision, revised_at) VALUES ($1, $2, $3, $4)")
        .bind(&*version.id())
        .bind(version.origin.id)
        .bind(version.revision)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Records an acceptance that was not recorded before.
pub(crate) async fn insert_acceptance(
    connection: &mut Connection,
    person: &PersonId,
    acceptance: &AcceptanceRow,
) -> sqlx::Result<()> {
    query(
        "INSERT INTO acceptances (person_id, agreement_id, accepted_at, recorded_at, locale, document_sha256, \
         acceptance_mode) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(person.as_str())
    .bind(&acceptance.agreement_id)
    .bind(&acceptance.accepted_at)
    .bind(acceptance.recorded_at)
    .bind(&acceptance.locale)
    .bind(&acceptance.document_sha256)
    .bind(&acceptance.acceptance_mode)
    .execute(connection)
    .await?;
    Ok(())
}

/// What a person accepted, oldest first.
pub(crate) async fn acceptances(connection: &mut Connection, person: &PersonId) -> sqlx::Result<Vec<AcceptanceRow>> {
    let rows = query(
        "SELECT agreement_id, accepted_at, recorded_at, locale, document_sha256, acceptance_mode FROM acceptances \
         WHERE person_id = $1 ORDER BY recorded_at, agreement_id",
    )
    .bind(person.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(AcceptanceRow::from_row).collect()
}

/// Records the answers to the expected-use questions; the last ones count.
pub(crate) async fn set_expected_use(
    connection: &mut Connection,
    person: &PersonId,
    answers: &[u8],
    now: i64,
) -> sqlx::Result<()> {
    query(
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

/// Each agreement as it was first.
pub(super) fn first_versions(origins: &[&'static AgreementText]) -> Vec<AgreementVersion> {
    origins.iter().map(|origin| AgreementVersion { origin, revision: 1 }).collect()
}

/// Sets the revision of one of them.
pub(super) fn revise(versions: &mut [AgreementVersion], origin: &str, revision: i64) {
    if let Some(version) = versions.iter_mut().find(|version| version.origin.id == origin) {
        version.revision = revision;
    }
}
