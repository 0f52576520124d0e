//! People. What they told is sealed; where they stand is not.

use portico_model::{
    id::{AccountId, PersonId, SessionId},
    netspend::{Address, GovernmentIdType, KycStatus, OfacStatus, Relationship},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Connection, Row, accounts::AccountRow, query};
use crate::domain::checks::{Cure, Outcome};

/// A person as the database has it.
#[derive(Clone)]
pub(crate) struct PersonRow {
    pub(crate) id: PersonId,
    pub(crate) account_id: AccountId,
    /// The session that made them.
    pub(crate) session_id: SessionId,
    pub(crate) relationship: Relationship,
    pub(crate) kyc_status: KycStatus,
    pub(crate) ofac_status: OfacStatus,
    /// What cures a conditional status. Absent when nothing does, or nothing has to.
    pub(crate) cure: Option<Cure>,
    /// How often a cure failed.
    pub(crate) failed_cures: i64,
    /// [`Contact`], sealed.
    pub(crate) contact: Vec<u8>,
    /// [`Identity`], sealed. Absent when none was given.
    pub(crate) secrets: Option<Vec<u8>>,
    pub(crate) created_at: i64,
}

/// Personal data of the contact class.
#[derive(Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) first_name: String,
    pub(crate) middle_name: Option<String>,
    pub(crate) last_name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<Address>,
}

/// Personal data of the sealed class.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) date_of_birth: Option<String>,
    pub(crate) government_id: Option<(GovernmentIdType, String)>,
}

const FIND: &str = "SELECT id, account_id, session_id, relationship, kyc_status, ofac_status, cure, failed_cures, \
                    contact_sealed, secrets_sealed, created_at FROM people WHERE id = $1";
const FIND_WITH_ACCOUNT: &str = "SELECT p.id, p.account_id, p.session_id, p.relationship, p.kyc_status, p.ofac_status, \
                                 p.cure, p.failed_cures, p.contact_sealed, p.secrets_sealed, p.created_at, \
                                 a.session_id AS opened_by, a.provided_id, a.parent_account_id, \
                                 a.state AS account_state, a.created_at AS opened_at \
                                 FROM people p JOIN accounts a ON a.id = p.account_id WHERE p.id = $1";

/// A status as its column has it: the wire's own word.
pub(crate) fn encode_name<T: Serialize>(value: &T) -> sqlx::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(sqlx::Error::Encode("not a name".into())),
    }
}

/// The other way round.
pub(crate) fn decode_name<T: DeserializeOwned>(name: String) -> sqlx::Result<T> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|_| sqlx::Error::Decode("not a known name".into()))
}

/// Adds a person.
pub(crate) async fn insert(connection: &mut Connection, person: &PersonRow) -> sqlx::Result<()> {
    query(
        "INSERT INTO people (id, account_id, session_id, relationship, kyc_status, ofac_status, cure, failed_cures, \
         contact_sealed, secrets_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(person.id.as_str())
    .bind(person.account_id.as_str())
    .bind(person.session_id.as_str())
    .bind(encode_name(&person.relationship)?)
    .bind(encode_name(&person.kyc_status)?)
    .bind(encode_name(&person.ofac_status)?)
    .bind(person.cure.as_ref().map(encode_name).transpose()?)
    .bind(person.failed_cures)
    .bind(person.contact.as_slice())
    .bind(person.secrets.as_deref())
    .bind(person.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The person with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<PersonRow>> {
    query(FIND).bind(id).fetch_optional(connection).await?.as_ref().map(from_row).transpose()
}

/// The person with this id, and the account that they belong to.
pub(crate) async fn find_with_account(
    connection: &mut Connection,
    id: &str,
) -> sqlx::Result<Option<(PersonRow, AccountRow)>> {
    let row = query(FIND_WITH_ACCOUNT).bind(id).fetch_optional(connection).await?;
    row.map(|row| Ok((from_row(&row)?, AccountRow::from_row(&row)?))).transpose()
}

/// Everyone whose check is pending, in the order of their making.
pub(crate) async fn pending(connection: &mut Connection) -> sqlx::Result<Vec<PersonId>> {
    let rows = query("SELECT id FROM people WHERE kyc_status = 'pending' ORDER BY id").fetch_all(connection).await?;
    rows.iter().map(|row| row.try_get("id").map(PersonId)).collect()
}

/// The accounts that stand in the way of another primary person: `account` if it has one, and those whose primary person
/// this session made.
pub(crate) async fn accounts_begun(
    connection: &mut Connection,
    account: &AccountId,
    session: &SessionId,
) -> sqlx::Result<Vec<AccountId>> {
    let rows = query(
        "SELECT account_id FROM people WHERE account_id = $1 AND relationship = 'primary' \
         UNION SELECT account_id FROM people WHERE session_id = $2 AND relationship = 'primary'",
    )
    .bind(account.as_str())
    .bind(session.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.try_get("account_id").map(AccountId)).collect()
}

/// Changes what a person told.
pub(crate) async fn set_data(
    connection: &mut Connection,
    id: &PersonId,
    contact: &[u8],
    secrets: Option<&[u8]>,
) -> sqlx::Result<()> {
    query("UPDATE people SET contact_sealed = $1, secrets_sealed = $2 WHERE id = $3")
        .bind(contact)
        .bind(secrets)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Records where the checks ended.
pub(crate) async fn set_outcome(connection: &mut Connection, id: &PersonId, outcome: Outcome) -> sqlx::Result<()> {
    query("UPDATE people SET kyc_status = $1, ofac_status = $2, cure = $3 WHERE id = $4")
        .bind(encode_name(&outcome.kyc)?)
        .bind(encode_name(&outcome.ofac)?)
        .bind(outcome.cure.as_ref().map(encode_name).transpose()?)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Counts a cure that failed.
pub(crate) async fn add_failed_cure(connection: &mut Connection, id: &PersonId) -> sqlx::Result<()> {
    query("UPDATE people SET failed_cures = failed_cures + 1 WHERE id = $1")
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn from_row(row: &Row) -> sqlx::Result<PersonRow> {
    Ok(PersonRow {
        id: PersonId(row.try_get("id")?),
        account_id: AccountId(row.try_get("account_id")?),
        session_id: SessionId(row.try_get("session_id")?),
        relationship: decode_name(row.try_get("relationship")?)?,
        kyc_status: decode_name(row.try_get("kyc_status")?)?,
        ofac_status: decode_name(row.try_get("ofac_status")?)?,
        cure: row.try_get::<Option<String>>("cure")?.map(decode_name).transpose()?,
        failed_cures: row.try_get("failed_cures")?,
        contact: row.try_get("contact_sealed")?,
        secrets: row.try_get("secrets_sealed")?,
        created_at: row.try_get("created_at")?,
    })
}
