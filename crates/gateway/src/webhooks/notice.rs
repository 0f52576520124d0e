//! `POST /webhooks/passport`: notices of the Passport-style platform, in the style of Amazon SNS.

use axum::{
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use portico_model::{
    ErrorCode,
    passport::{AccountEvent, Notice},
};
use portico_unseal::json::parse_strict_object;
use reqwest::Url;
use serde_json::Value;

use super::{
    Platform,
    receive::{read, refuse},
};
use crate::{log::RouteLabel, refusal::Refusal, state::State};

/// Takes one notice: confirms a subscription, or keeps what is told. Anything but a 2xx makes the platform try again.
pub(crate) async fn receive(extract::State(state): extract::State<State>, request: Request) -> Response {
    let mut response = match take(&state, request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel("/webhooks/passport"));
    response
}

async fn take(state: &State, request: Request) -> Result<(), Refusal> {
    let secret = state.passport_webhook_secret().ok_or(ErrorCode::RouteNotFound)?;
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let now = state.clock().seconds();
    // Before anything in it is read.
    let id = secret.verify(&parts.headers, &body, now).map_err(refuse)?;
    let members = parse_strict_object(&body).map_err(|_| ErrorCode::MalformedRequest)?;
    let notice: Notice = serde_json::from_value(Value::Object(members)).map_err(|_| ErrorCode::MalformedRequest)?;
    if notice.message_id != id {
        return Err(ErrorCode::MalformedRequest.into());
    }
    match notice.kind.as_str() {
        "SubscriptionConfirmation" => confirm(state, &notice).await,
        "Notification" => {
            let event: AccountEvent = serde_json::from_str(&notice.message).map_err(|_| ErrorCode::MalformedRequest)?;
            let text = std::str::from_utf8(&body).map_err(|_| ErrorCode::MalformedRequest)?;
            Ok(state.store().keep_event(Platform::Passport, id, &event.event, text, now).await?)
        }
        _ => Err(ErrorCode::MalformedRequest.into()),
    }
}

/// Visits the link of a confirmation, where it is the platform's own.
async fn confirm(state: &State, notice: &Notice) -> Result<(), Refusal> {
    let link = notice.subscribe_url.as_deref().ok_or(ErrorCode::MalformedRequest)?;
    let upstream = state.passport().upstream();
    let link = own_link(upstream.base(), link).ok_or_else(|| {
        tracing::warn!("a subscription was not confirmed: its link is not on the host of GATEWAY_PASSPORT_URL");
        ErrorCode::MalformedRequest
    })?;
    let answer = upstream.visit(link).await?;
    if answer.status.is_success() {
        tracing::info!("the subscription to the platform's notices is confirmed");
        return Ok(());
    }
    Err(ErrorCode::UpstreamUnavailable.into())
}

/// The link, if it leads to the platform's own scheme, host and port.
fn own_link(base: &str, link: &str) -> Option<Url> {
    let (base, link): (Url, Url) = (base.parse().ok()?, link.parse().ok()?);
    let is_own = link.origin() == base.origin() && link.origin().is_tuple();
    (is_own && link.username().is_empty() && link.password().is_none()).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_visited_on_the_platforms_own_host_alone() {
        let base = "https://platform.example/v1";
        for link in ["https://platform.example/v1/webhook/confirm?token=t", "https://platform.example:443/x"] {
            assert!(own_link(base, link).is_some(), "{link}");
        }
        for link in [
            "http://platform.example/v1/webhook/confirm?token=t",
            "https://platform.example:8443/x",
            "https://platform.example.evil.example/x",
            "https://evil.example/?platform.example",
            "https://platform.example@evil.example/",
            "https://user:word@platform.example/",
            "https://169.254.169.254/latest",
            "file:///etc/passwd",
            "/v1/webhook/confirm?token=t",
            "",
        ] {
            assert!(own_link(base, link).is_none(), "{link}");
        }
    }
}
