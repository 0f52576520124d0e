//! What decides whether an account becomes active, in one look.

use portico_model::{
    id::{AccountId, PersonId},
    netspend::{KycStatus, OfacStatus},
};

use super::{
    Connection,
    agreements::{first_versions, revise},
    people::decode_name,
    query,
};
use crate::domain::{agreements::AgreementVersion, catalog::Context, checks::Cure};

/// What of an account's conditions stands in the record.
#[derive(Debug)]
pub(crate) struct Record {
    /// The account's primary person. Absent when there is none yet.
    pub(crate) primary: Option<Primary>,
    /// The versions in force, in the order in which they are shown.
    pub(crate) in_force: Vec<AgreementVersion>,
    /// Ids of the versions that the primary person accepted.
    pub(crate) accepted: Vec<String>,
    /// Whether the primary person answered the expected-use questions.
    pub(crate) has_expected_use: bool,
}

/// Where an account's primary person stands.
#[derive(Debug)]
pub(crate) struct Primary {
    pub(crate) id: PersonId,
    pub(crate) kyc_status: KycStatus,
    pub(crate) ofac_status: OfacStatus,
    /// What cures a conditional status.
    pub(crate) cure: Option<Cure>,
}

/// The record of an account and its context's agreements, in one statement: it is read at the end of every write.
pub(crate) async fn record_of(
    connection: &mut Connection,
    context: &Context,
    account: &AccountId,
) -> sqlx::Result<Record> {
    let rows = query(
        "SELECT 'primary' AS what, id, 0 AS revision, kyc_status, ofac_status, cure FROM people \
         WHERE account_id = $1 AND relationship = 'primary' \
         UNION ALL SELECT 'revision', origin, MAX(revision), NULL, NULL, NULL FROM agreement_revisions GROUP BY origin \
         UNION ALL SELECT 'acceptance', a.agreement_id, 0, NULL, NULL, NULL FROM people p \
         JOIN acceptances a ON a.person_id = p.id WHERE p.account_id = $1 AND p.relationship = 'primary' \
         UNION ALL SELECT 'expected_use', p.id, 0, NULL, NULL, NULL FROM people p \
         JOIN expected_use u ON u.person_id = p.id WHERE p.account_id = $1 AND p.relationship = 'primary'",
    )
    .bind(account.as_str())
    .fetch_all(connection)
    .await?;
    let mut record = Record {
        primary: None,
        in_force: first_versions(context.agreements),
        accepted: Vec::new(),
        has_expected_use: false,
    };
    for row in rows {
        let id: String = row.try_get("id")?;
        match row.try_get::<String>("what")?.as_str() {
            "primary" => {
                record.primary = Some(Primary {
                    id: PersonId(id),
                    kyc_status: decode_name(row.try_get("kyc_status")?)?,
                    ofac_status: decode_name(row.try_get("ofac_status")?)?,
                    cure: row.try_get::<Option<String>>("cure")?.map(decode_name).transpose()?,
                });
            }
            "revision" => revise(&mut record.in_force, &id, row.try_get("revision")?),
            "acceptance" => record.accepted.push(id),
            _ => record.has_expected_use = true,
        }
    }
    Ok(record)
}
