//! Bindings: which key and session a cookie stands for.

use sqlx::{Connection, Row};
use uuid::Uuid;

use super::{Cookie, IDLE_SECONDS, MAX_SECONDS, Store};
use crate::allow_list::Kind;

/// How long an old cookie is taken after the new one came in for the first time: calls that were on their way.
const GRACE_SECONDS: i64 = 60;
/// An old cookie that comes this long after the new one went out: its answer was lost, so a new one goes out again.
const REISSUE_SECONDS: i64 = 5;

/// What the gateway knows of a browser.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    /// Its name here; never leaves the gateway.
    pub(crate) id: String,
    /// Thumbprint of the only key whose proofs it takes.
    pub(crate) jkt: String,
    /// The platform session that was opened with that key.
    pub(crate) session: String,
    /// The partner's name for its customer, where a ticket began it.
    pub(crate) partner_ref: Option<String>,
    seen_at: i64,
    cookie_hash: String,
    cookie_seq: i64,
    cookie_seen: bool,
    newest_seq: i64,
    newest_issued_at: i64,
}

/// A binding that begins.
#[derive(Debug, Default)]
pub(crate) struct NewBinding<'a> {
    pub(crate) jkt: &'a str,
    pub(crate) session: &'a str,
    /// The partner's name for its customer, where a ticket begins it.
    pub(crate) partner_ref: Option<&'a str>,
    /// What it reaches from its beginning.
    pub(crate) owns: Vec<(Kind, String)>,
    /// The binding that ends with it.
    pub(crate) replaces: Option<&'a str>,
}

impl Binding {
    /// Whether the browser seems not to have got the newest cookie.
    pub(crate) fn wants_new_cookie(&self, now: i64) -> bool {
        self.cookie_seq < self.newest_seq && now - self.newest_issued_at >= REISSUE_SECONDS
    }
}

impl Store {
    /// The live binding of a cookie.
    pub(crate) async fn find_binding(&self, cookie: &Cookie, now: i64) -> Result<Option<Binding>, sqlx::Error> {
        let cookie_hash = cookie.hash();
        let row = sqlx::query(
            "SELECT b.id, b.jkt, b.session_id, b.created_at, b.seen_at, b.cookie_seq, b.cookie_issued_at, c.seq, c.seen, \
             b.partner_ref \
             FROM cookies c JOIN bindings b ON b.id = c.binding_id \
             WHERE c.hash = $1 AND (c.retires_at IS NULL OR c.retires_at > $2)",
        )
        .bind(cookie_hash.clone())
        .bind(now)
        .fetch_optional(&mut *self.connection().await?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let (created_at, seen_at): (i64, i64) = (row.try_get(3)?, row.try_get(4)?);
        if now - seen_at >= IDLE_SECONDS || now - created_at >= MAX_SECONDS {
            return Ok(None);
        }
        Ok(Some(Binding {
            id: row.try_get(0)?,
            jkt: row.try_get(1)?,
            session: row.try_get(2)?,
            partner_ref: row.try_get(9)?,
            seen_at,
            cookie_hash,
            cookie_seq: row.try_get(7)?,
            cookie_seen: row.try_get::<i64, _>(8)? != 0,
            newest_seq: row.try_get(5)?,
            newest_issued_at: row.try_get(6)?,
        }))
    }

    /// Notes a call with a good proof: the binding is not idle, and the browser has this cookie, so older ones end.
    pub(crate) async fn touch_binding(&self, binding: &Binding, now: i64) -> Result<(), sqlx::Error> {
        if binding.seen_at < now {
            sqlx::query("UPDATE bindings SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
                .bind(binding.id.clone())
                .bind(now)
                .execute(&mut *self.connection().await?)
                .await?;
        }
        if !binding.cookie_seen {
            let mut held = self.connection().await?;
            let mut transaction = held.begin().await?;
            sqlx::query("UPDATE cookies SET seen = 1 WHERE hash = $1")
                .bind(binding.cookie_hash.clone())
                .execute(&mut *transaction)
                .await?;
            sqlx::query("UPDATE cookies SET retires_at = $3 WHERE binding_id = $1 AND seq < $2 AND retires_at IS NULL")
                .bind(binding.id.clone())
                .bind(binding.cookie_seq)
                .bind(now + GRACE_SECONDS)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// A new binding under `cookie`. The one that it replaces ends.
    pub(crate) async fn open_binding(&self, new: NewBinding<'_>, cookie: &Cookie, now: i64) -> Result<(), sqlx::Error> {
        let id = Uuid::new_v4().to_string();
        let mut held = self.connection().await?;
        let mut transaction = held.begin().await?;
        sqlx::query(
            "INSERT INTO bindings (id, jkt, session_id, created_at, seen_at, cookie_seq, cookie_issued_at, partner_ref) \
             VALUES ($1, $2, $3, $4, $4, 1, $4, $5)",
        )
        .bind(id.clone())
        .bind(new.jkt.to_owned())
        .bind(new.session.to_owned())
        .bind(now)
        .bind(new.partner_ref.map(str::to_owned))
        .execute(&mut *transaction)
        .await?;
        insert_cookie(&mut transaction, cookie, &id, 1).await?;
        for (kind, owned) in new.owns {
            sqlx::query("INSERT INTO owned_ids (binding_id, kind, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(id.clone())
                .bind(kind.as_str())
                .bind(owned)
                .execute(&mut *transaction)
                .await?;
        }
        if let Some(replaced) = new.replaces {
            sqlx::query("DELETE FROM bindings WHERE id = $1")
                .bind(replaced.to_owned())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }

    /// Gives a binding a new cookie and, after a new session was opened, that session. The old cookie stays good until
    /// the new one has come back. `false` when the binding was ended meanwhile.
    pub(crate) async fn rotate_cookie(
        &self,
        binding_id: &str,
        session: &str,
        cookie: &Cookie,
        now: i64,
    ) -> Result<bool, sqlx::Error> {
        let mut held = self.connection().await?;
        let mut transaction = held.begin().await?;
        let row = sqlx::query(
            "UPDATE bindings SET session_id = $2, cookie_seq = cookie_seq + 1, cookie_issued_at = $3 \
             WHERE id = $1 RETURNING cookie_seq",
        )
        .bind(binding_id.to_owned())
        .bind(session.to_owned())
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(false) };
        insert_cookie(&mut transaction, cookie, binding_id, row.try_get(0)?).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends a binding, with its cookies and ids.
    pub(crate) async fn close_binding(&self, binding_id: &str) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM bindings WHERE id = $1")
            .bind(binding_id.to_owned())
            .execute(&mut *self.connection().await?)
            .await?;
        Ok(())
    }
}

async fn insert_cookie(
    transaction: &mut sqlx::Transaction<'_, sqlx::Any>,
    cookie: &Cookie,
    binding_id: &str,
    seq: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO cookies (hash, binding_id, seq, seen) VALUES ($1, $2, $3, 0)")
        .bind(cookie.hash())
        .bind(binding_id.to_owned())
        .bind(seq)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
