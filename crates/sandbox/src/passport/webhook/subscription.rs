//! The subscription: confirmed by a visit before anything else is told, blocked by five failures, enabled again.

use portico_model::passport::{AccountEvent, Notice, PassportCode};
use subtle::ConstantTimeEq;

use crate::{
    State,
    clock::rfc3339,
    passport::{
        http::Refused,
        store::{
            endpoint::{self, EndpointRow},
            notices::{self, CONFIRMATION, NOTIFICATION},
        },
    },
    random::{generate_id, generate_token},
    store::Connection,
};

const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:passport-sandbox";

/// Puts an event among the notices, in the transaction of what it tells.
pub(crate) async fn announce(connection: &mut Connection, event: &AccountEvent, now: i64) -> Result<(), Refused> {
    let message = serde_json::to_string(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(notices::insert(connection, &notice(NOTIFICATION, message, now), now).await?)
}

/// Begins a subscription of the configured address, if it is another than before.
pub(crate) async fn subscribe(state: &State) -> Result<(), Refused> {
    let Some(url) = &state.config.passport.webhook_url else { return Ok(()) };
    let mut write = state.store.write().await?;
    let known = endpoint::find(write.connection()).await?;
    if known.is_none_or(|known| known.url != *url) {
        begin(state, write.connection(), url).await?;
        write.commit().await?;
    }
    Ok(())
}

/// The visit of the link in a confirmation.
pub(crate) async fn confirm(state: &State, token: &str) -> Result<(), Refused> {
    let mut write = state.store.write().await?;
    let endpoint = endpoint::find(write.connection()).await?;
    let endpoint = endpoint.filter(|endpoint| bool::from(endpoint.token.as_bytes().ct_eq(token.as_bytes())));
    let mut endpoint = endpoint.ok_or(PassportCode::NotFound)?;
    endpoint.is_confirmed = true;
    endpoint::put(write.connection(), &endpoint).await?;
    write.commit().await?;
    state.passport.wake();
    Ok(())
}

/// Enables a blocked address again. One that never confirmed gets a new confirmation.
pub(crate) async fn enable(state: &State) -> Result<(), Refused> {
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    let mut endpoint = endpoint::find(write.connection()).await?.ok_or(PassportCode::NotFound)?;
    if endpoint.is_confirmed {
        endpoint.blocked_at = None;
        endpoint::put(write.connection(), &endpoint).await?;
    } else {
        begin(state, write.connection(), &endpoint.url).await?;
    }
    notices::start_over(write.connection(), now).await?;
    write.commit().await?;
    state.passport.wake();
    Ok(())
}

async fn begin(state: &State, connection: &mut Connection, url: &str) -> Result<(), Refused> {
    let now = state.clock.now();
    let token = generate_token()?;
    let link = format!("{}/v1/webhook/confirm?token={token}", state.config.public_url);
    let words = "You have chosen to subscribe to account events. To confirm, visit the SubscribeURL.".to_owned();
    let confirmation =
        Notice { token: Some(token.clone()), subscribe_url: Some(link), ..notice(CONFIRMATION, words, now) };
    notices::forget_confirmations(connection).await?;
    notices::insert(connection, &confirmation, now).await?;
    let endpoint = EndpointRow { url: url.to_owned(), token, is_confirmed: false, blocked_at: None };
    Ok(endpoint::put(connection, &endpoint).await?)
}

fn notice(kind: &str, message: String, now: i64) -> Notice {
    Notice {
        kind: kind.to_owned(),
        message_id: generate_id(),
        topic_arn: TOPIC.to_owned(),
        message,
        timestamp: rfc3339(now),
        token: None,
        subscribe_url: None,
    }
}
