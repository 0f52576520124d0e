//! Accounts: open, list, read, update, close.

use axum::body::Body;
use http::{Method, StatusCode, request::Parts};
use portico_model::ErrorCode;
use serde_json::Value;

use super::{
    acceptance, content,
    create::{self, New, make, up},
    customers::get,
    guard,
    key::Key,
    reach,
};
use crate::{
    allow_list::Kind,
    call::{MAX_DEPTH, check_type, depth, read_body},
    payload::Payload,
    refusal::Refusal,
    state::State,
    store::Binding,
    upstream::Answer,
};

/// `POST /customer/{customer}/account`.
pub(super) async fn open(
    state: &State,
    binding: &Binding,
    customer: &Key,
    (parts, body): (&Parts, Body),
) -> Result<Answer, Refusal> {
    check_type(&parts.headers)?;
    // Held until the platform has it: so many bodies are in memory at a time.
    let _turn = state.passport().turn()?;
    let whole = content::read(body, state.upload_rest()).await?;
    let mut parsed = content::parse(&whole)?;
    drop(whole);
    let body = Value::Object(std::mem::take(&mut parsed.body));
    if depth(&body) > MAX_DEPTH {
        return Err(ErrorCode::MalformedRequest.into());
    }
    guard::check(&body, guard::NEW_ACCOUNT)?;
    let Value::Object(mut body) = body else { return Err(ErrorCode::MalformedRequest.into()) };
    let external_id = create::external_id(&body)?;
    let customer_id = reach::customer_id(state, binding, customer).await?;
    acceptance::require(state, binding, customer_id, &mut body).await?;
    parsed.body = body;
    let path = ["/customer/", &customer.segments(), "/account"].concat();
    let new = New { kind: Kind::CustomerAccount, external_id: &external_id, path: &path };
    make(state, binding, new, parsed.into_payload()).await
}

/// `GET /customer/{customer}/account`. The customer is the binding's, so all of their accounts are.
pub(super) async fn list(state: &State, binding: &Binding, customer: &Key) -> Result<Answer, Refusal> {
    let answer = get(state, &["/customer/", &customer.segments(), "/account"].concat()).await?;
    if answer.status == StatusCode::OK {
        let list: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let accounts = list.get("resources").and_then(Value::as_array).into_iter().flatten();
        for id in accounts.filter_map(|account| account.get("id").and_then(Value::as_i64)) {
            reach::learn(state, binding, Kind::CustomerAccount, None, id).await?;
        }
    }
    Ok(answer)
}

/// `GET /customer/{customer}/account/{account}`.
pub(super) async fn read(state: &State, binding: &Binding, customer: &Key, account: &Key) -> Result<Answer, Refusal> {
    let answer = get(state, &path(customer, account)).await?;
    if let (Some(id), Key::External(external_id)) = (reach::id_of(&answer), account) {
        reach::learn(state, binding, Kind::CustomerAccount, Some(external_id), id).await?;
    }
    Ok(answer)
}

/// `POST /customer/{customer}/account/{account}`.
pub(super) async fn update(
    state: &State,
    customer: &Key,
    account: &Key,
    (parts, body): (&Parts, Body),
) -> Result<Answer, Refusal> {
    let body = read_body(parts, body).await?.ok_or(ErrorCode::MalformedRequest)?;
    guard::check(&body, guard::ACCOUNT_UPDATE)?;
    post(state, &path(customer, account), &body).await
}

/// `POST /customer/{customer}/account/{account}/close`. The money goes to an account of the binding's, or by mail.
pub(super) async fn close(
    state: &State,
    binding: &Binding,
    customer: &Key,
    account: &Key,
    (parts, body): (&Parts, Body),
) -> Result<Answer, Refusal> {
    let body = read_body(parts, body).await?.ok_or(ErrorCode::MalformedRequest)?;
    guard::check(&body, guard::CLOSING)?;
    for id in guard::destination(&body) {
        let key = match id {
            Value::Number(id) => id.as_i64().map(Key::Id),
            // By number or by the partner's name: either has to be the binding's.
            Value::String(id) => Key::parse("id", id).or_else(|| Key::parse("externalId", id)),
            _ => None,
        };
        reach::require(state, binding, Kind::CustomerAccount, &key.ok_or(ErrorCode::MalformedRequest)?).await?;
    }
    post(state, &[&path(customer, account), "/close"].concat(), &body).await
}

fn path(customer: &Key, account: &Key) -> String {
    ["/customer/", &customer.segments(), "/account/", &account.segments()].concat()
}

async fn post(state: &State, path: &str, body: &Value) -> Result<Answer, Refusal> {
    let body = Payload::from(bytes::Bytes::from(body.to_string()));
    Ok(state.passport().upstream().deliver(&Method::POST, path, up(), Some(body)).await?)
}
