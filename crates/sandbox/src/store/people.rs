//! People. What they told is sealed; where they stand is not.

use portico_model::{
    id::{AccountId, PersonId, SessionId},
    netspend::{Address, GovernmentIdType, KycStatus, OfacStatus, Relationship},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sqlx::{AnyConnection, Row, any::AnyRow};

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
#[derive(Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) date_of_birth: Option<String>,
    pub(crate) government_id: Option<(GovernmentIdType, String)>,
}

const FIND: &str = "SELECT id, account_id, session_id, relationship, kyc_status, ofac_status, contact_sealed, \
                       secrets_sealed, created_at FROM people WHERE id = $1";

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
pub(crate) async fn insert(connection: &mut AnyConnection, person: &PersonRow) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO people (id, account_id, session_id, relationship, kyc_status, ofac_status, contact_sealed, \
         secrets_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(person.id.as_str())
    .bind(person.account_id.as_str())
    .bind(person.session_id.as_str())
    .bind(encode_name(&person.relationship)?)
    .bind(encode_name(&person.kyc_status)?)
    .bind(encode_name(&person.ofac_status)?)
    .bind(person.contact.as_slice())
    .bind(person.secrets.as_deref())
    .bind(person.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The person with this id.
pub(crate) async fn find(connection: &mut AnyConnection, id: &str) -> sqlx::Result<Option<PersonRow>> {
    sqlx::query(FIND).bind(id).fetch_optional(connection).await?.as_ref().map(from_row).transpose()
}

/// The account's primary person.
pub(crate) async fn find_primary(
    connection: &mut AnyConnection,
    account: &AccountId,
) -> sqlx::Result<Option<PersonRow>> {
    let row = sqlx::query("SELECT id FROM people WHERE account_id = $1 AND relationship = 'primary'")
        .bind(account.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    match row {
        Some(row) => find(connection, &row.try_get::<String, _>("id")?).await,
        None => Ok(None),
    }
}

/// Approves everyone whose check is pending, and gives their accounts.
pub(crate) async fn approve_pending(connection: &mut AnyConnection) -> sqlx::Result<Vec<AccountId>> {
    let rows =
        sqlx::query("UPDATE people SET kyc_status = 'approved' WHERE kyc_status = 'pending' RETURNING account_id")
            .fetch_all(connection)
            .await?;
    rows.iter().map(|row| row.try_get::<String, _>("account_id").map(AccountId)).collect()
}

fn from_row(row: &AnyRow) -> sqlx::Result<PersonRow> {
    Ok(PersonRow {
        id: PersonId(row.try_get("id")?),
        account_id: AccountId(row.try_get("account_id")?),
        session_id: SessionId(row.try_get("session_id")?),
        relationship: decode_name(row.try_get("relationship")?)?,
        kyc_status: decode_name(row.try_get("kyc_status")?)?,
        ofac_status: decode_name(row.try_get("ofac_status")?)?,
        contact: row.try_get("contact_sealed")?,
        secrets: row.try_get("secrets_sealed")?,
        created_at: row.try_get("created_at")?,
    })
}
