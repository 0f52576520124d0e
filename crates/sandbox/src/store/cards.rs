//! Cards and the verifications of their security codes.

use portico_model::{
    id::{AccountId, CardId, PersonId},
    netspend::{CardStatus, CardType, CloseReason, LockStatus, ShippingStatus, Wallet},
};

use super::{
    Connection, Row,
    accounts::AccountRow,
    people::{decode_name, encode_name},
    query,
};

/// A card as the database has it.
#[derive(Clone)]
pub(crate) struct CardRow {
    pub(crate) id: CardId,
    pub(crate) account_id: AccountId,
    pub(crate) person_id: PersonId,
    pub(crate) kind: CardType,
    pub(crate) status: CardStatus,
    pub(crate) lock_status: LockStatus,
    pub(crate) brand_name: String,
    pub(crate) exp_month: i64,
    pub(crate) exp_year: i64,
    /// Absent for a digital card, as is everything that goes with a number.
    pub(crate) pan_last4: Option<String>,
    /// The security code, sealed.
    pub(crate) cvc: Option<Vec<u8>>,
    pub(crate) wrong_cvcs: i64,
    pub(crate) locked_until: Option<i64>,
    /// Absent for a card that nobody sends.
    pub(crate) shipping_status: Option<ShippingStatus>,
    pub(crate) carrier: Option<String>,
    pub(crate) tracking_number: Option<String>,
    pub(crate) estimated_arrival: Option<String>,
    /// The closed card in whose place it came.
    pub(crate) replaces: Option<String>,
    pub(crate) created_at: i64,
}

/// The sealed columns that are written once and read by calls of their own.
#[derive(Default)]
pub(crate) struct SealedColumns {
    pub(crate) pan: Option<Vec<u8>>,
    pub(crate) address: Option<Vec<u8>>,
}

/// Orders a card.
pub(crate) async fn insert(connection: &mut Connection, card: &CardRow, sealed: &SealedColumns) -> sqlx::Result<()> {
    query(
        "INSERT INTO cards (id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, \
         pan_last4, pan_sealed, cvc_sealed, address_sealed, wrong_cvcs, shipping_status, replaces, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, $16)",
    )
    .bind(card.id.as_str())
    .bind(card.account_id.as_str())
    .bind(card.person_id.as_str())
    .bind(encode_name(&card.kind)?)
    .bind(encode_name(&card.status)?)
    .bind(encode_name(&card.lock_status)?)
    .bind(&card.brand_name)
    .bind(card.exp_month)
    .bind(card.exp_year)
    .bind(card.pan_last4.as_deref())
    .bind(sealed.pan.as_deref())
    .bind(card.cvc.as_deref())
    .bind(sealed.address.as_deref())
    .bind(card.shipping_status.as_ref().map(encode_name).transpose()?)
    .bind(card.replaces.as_deref())
    .bind(card.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The card with this id.
pub(crate) async fn find(connection: &mut Connection, id: &str) -> sqlx::Result<Option<CardRow>> {
    let row = query(
        "SELECT id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, pan_last4, \
         cvc_sealed, wrong_cvcs, locked_until, shipping_status, carrier, tracking_number, estimated_arrival, \
         replaces, created_at FROM cards WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(from_row).transpose()
}

/// The card with this id, and its account.
pub(crate) async fn find_with_account(
    connection: &mut Connection,
    id: &str,
) -> sqlx::Result<Option<(CardRow, AccountRow)>> {
    let row = query(
        "SELECT c.id, c.account_id, c.person_id, c.kind, c.status, c.lock_status, c.brand_name, c.exp_month, \
         c.exp_year, c.pan_last4, c.cvc_sealed, c.wrong_cvcs, c.locked_until, c.shipping_status, c.carrier, \
         c.tracking_number, c.estimated_arrival, c.replaces, c.created_at, a.session_id AS opened_by, a.provided_id, \
         a.parent_account_id, a.state AS account_state, a.created_at AS opened_at \
         FROM cards c JOIN accounts a ON a.id = c.account_id WHERE c.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((from_row(&row)?, AccountRow::from_row(&row)?))).transpose()
}

/// An account's cards, oldest first.
pub(crate) async fn of_account(connection: &mut Connection, account: &AccountId) -> sqlx::Result<Vec<CardRow>> {
    let rows = query(
        "SELECT id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, pan_last4, \
         cvc_sealed, wrong_cvcs, locked_until, shipping_status, carrier, tracking_number, estimated_arrival, \
         replaces, created_at FROM cards WHERE account_id = $1 ORDER BY created_at, id",
    )
    .bind(account.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(from_row).collect()
}

/// The newest cards of all accounts, of every kind.
pub(crate) async fn newest(connection: &mut Connection) -> sqlx::Result<Vec<CardRow>> {
    let rows = query(
        "SELECT id, account_id, person_id, kind, status, lock_status, brand_name, exp_month, exp_year, pan_last4, \
         cvc_sealed, wrong_cvcs, locked_until, shipping_status, carrier, tracking_number, estimated_arrival, \
         replaces, created_at FROM cards ORDER BY created_at DESC, id DESC LIMIT 50",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(from_row).collect()
}

/// The letter is on its way. False when it was before.
pub(crate) async fn ship(
    connection: &mut Connection,
    id: &str,
    carrier: &str,
    tracking_number: &str,
    estimated_arrival: &str,
) -> sqlx::Result<bool> {
    let sent = query(
        "UPDATE cards SET shipping_status = 'shipped', carrier = $1, tracking_number = $2, estimated_arrival = $3 \
         WHERE id = $4 AND shipping_status = 'pending'",
    )
    .bind(carrier)
    .bind(tracking_number)
    .bind(estimated_arrival)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(sent == 1)
}

/// Counts wrong security codes, and locks.
pub(crate) async fn set_tries(
    connection: &mut Connection,
    id: &CardId,
    wrong: i64,
    locked_until: Option<i64>,
) -> sqlx::Result<()> {
    query("UPDATE cards SET wrong_cvcs = $1, locked_until = $2 WHERE id = $3")
        .bind(wrong)
        .bind(locked_until)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets the PIN, and the card is active.
pub(crate) async fn activate(connection: &mut Connection, id: &CardId, pin: &[u8]) -> sqlx::Result<()> {
    query("UPDATE cards SET pin_sealed = $1, status = 'active' WHERE id = $2")
        .bind(pin)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Locks or unlocks.
pub(crate) async fn set_lock(connection: &mut Connection, id: &CardId, lock: LockStatus) -> sqlx::Result<()> {
    query("UPDATE cards SET lock_status = $1 WHERE id = $2")
        .bind(encode_name(&lock)?)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Closes for good.
pub(crate) async fn close(connection: &mut Connection, id: &CardId, reason: CloseReason) -> sqlx::Result<()> {
    query("UPDATE cards SET status = 'closed', close_reason = $1 WHERE id = $2")
        .bind(encode_name(&reason)?)
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether another card came in this card's place.
pub(crate) async fn is_replaced(connection: &mut Connection, id: &CardId) -> sqlx::Result<bool> {
    let row = query("SELECT 1 FROM cards WHERE replaces = $1").bind(id.as_str()).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Whether the person has a card in use.
pub(crate) async fn has_active(connection: &mut Connection, person: &PersonId) -> sqlx::Result<bool> {
    let row = query("SELECT 1 FROM cards WHERE person_id = $1 AND status = 'active' LIMIT 1")
        .bind(person.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// The card's number, sealed. `None` for a digital card.
pub(crate) async fn find_pan(connection: &mut Connection, id: &CardId) -> sqlx::Result<Option<Vec<u8>>> {
    let row = query("SELECT pan_sealed FROM cards WHERE id = $1").bind(id.as_str()).fetch_one(connection).await?;
    row.try_get("pan_sealed")
}

/// Remembers what a wallet may take in.
pub(crate) async fn insert_wallet_token(
    connection: &mut Connection,
    id: &str,
    card: &CardId,
    wallet: Wallet,
    now: i64,
    expires_at: i64,
) -> sqlx::Result<()> {
    query("INSERT INTO wallet_tokens (id, card_id, wallet, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(card.as_str())
        .bind(encode_name(&wallet)?)
        .bind(now)
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Remembers a passed verification.
pub(crate) async fn insert_verification(
    connection: &mut Connection,
    id: &str,
    card: &CardId,
    expires_at: i64,
) -> sqlx::Result<()> {
    query("INSERT INTO verifications (id, card_id, expires_at) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(card.as_str())
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses a verification up. False when it is another card's, over or was used.
pub(crate) async fn spend_verification(
    connection: &mut Connection,
    id: &str,
    card: &CardId,
    now: i64,
) -> sqlx::Result<bool> {
    let spent = query(
        "UPDATE verifications SET used_at = $1 WHERE id = $2 AND card_id = $3 AND expires_at > $1 AND used_at IS NULL",
    )
    .bind(now)
    .bind(id)
    .bind(card.as_str())
    .execute(connection)
    .await?;
    Ok(spent == 1)
}

fn from_row(row: &Row) -> sqlx::Result<CardRow> {
    Ok(CardRow {
        id: CardId(row.try_get("id")?),
        account_id: AccountId(row.try_get("account_id")?),
        person_id: PersonId(row.try_get("person_id")?),
        kind: decode_name(row.try_get("kind")?)?,
        status: decode_name(row.try_get("status")?)?,
        lock_status: decode_name(row.try_get("lock_status")?)?,
        brand_name: row.try_get("brand_name")?,
        exp_month: row.try_get("exp_month")?,
        exp_year: row.try_get("exp_year")?,
        pan_last4: row.try_get("pan_last4")?,
        cvc: row.try_get("cvc_sealed")?,
        wrong_cvcs: row.try_get("wrong_cvcs")?,
        locked_until: row.try_get("locked_until")?,
        shipping_status: row.try_get::<Option<String>>("shipping_status")?.map(decode_name).transpose()?,
        carrier: row.try_get("carrier")?,
        tracking_number: row.try_get("tracking_number")?,
        estimated_arrival: row.try_get("estimated_arrival")?,
        replaces: row.try_get("replaces")?,
        created_at: row.try_get("created_at")?,
    })
}
