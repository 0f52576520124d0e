//! Who enrolled in what.

use portico_model::{id::PersonId, netspend::FeatureName};

use super::{
    Connection,
    people::{decode_name, encode_name},
    query,
};

/// The features that a person enrolled in.
pub(crate) async fn enrolled(connection: &mut Connection, person: &PersonId) -> sqlx::Result<Vec<FeatureName>> {
    let rows = query("SELECT feature FROM enrollments WHERE person_id = $1")
        .bind(person.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| decode_name(row.try_get("feature")?)).collect()
}

/// Enrols.
pub(crate) async fn enroll(
    connection: &mut Connection,
    person: &PersonId,
    feature: FeatureName,
    now: i64,
) -> sqlx::Result<()> {
    query(
        "INSERT INTO enrollments (person_id, feature, enrolled_at) VALUES ($1, $2, $3) \
         ON CONFLICT (person_id, feature) DO NOTHING",
    )
    .bind(person.as_str())
    .bind(encode_name(&feature)?)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
