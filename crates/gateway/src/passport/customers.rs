//! Customers: create, read, update.

use axum::body::Body;
use http::{HeaderMap, Method, StatusCode, request::Parts};
use portico_model::ErrorCode;
use serde_json::Value;

use super::{
    answer,
    create::{self, New, make, up},
    guard,
    key::Key,
    reach, sealed,
};
use crate::{
    allow_list::Kind, call::read_body, payload::Payload, refusal::Refusal, state::State, store::Binding,
    upstream::Answer,
};

/// `POST /customer`.
pub(super) async fn create(state: &State, binding: &Binding, (parts, body): (&Parts, Body)) -> Result<Answer, Refusal> {
    let body = checked(parts, body).await?;
    let external_id = create::external_id(body.as_object().ok_or(ErrorCode::MalformedRequest)?)?;
    let body = sealed::open(state, binding, &external_id, body).await?.into_bytes()?;
    let new = New { kind: Kind::Customer, external_id: &external_id, path: "/customer" };
    make(state, binding, new, Payload::from(body)).await
}

/// `GET /customer/{customer}`.
pub(super) async fn read(state: &State, binding: &Binding, key: &Key) -> Result<Answer, Refusal> {
    let answer = reach::look_up(state, key).await?;
    if let Some(id) = reach::id_of(&answer) {
        let external_id = if let Key::External(id) = key { Some(id.as_str()) } else { None };
        reach::learn(state, binding, Kind::Customer, external_id, id).await?;
    }
    Ok(if answer.status == StatusCode::OK { answer::masked(answer) } else { answer })
}

/// `POST /customer/{customer}`.
pub(super) async fn update(
    state: &State,
    binding: &Binding,
    key: &Key,
    (parts, body): (&Parts, Body),
) -> Result<Answer, Refusal> {
    let body = checked(parts, body).await?;
    let body = sealed::open(state, binding, &key.to_string(), body).await?.into_bytes()?;
    let path = ["/customer/", &key.segments()].concat();
    Ok(state.passport().upstream().deliver(&Method::POST, &path, up(), Some(Payload::from(body))).await?)
}

async fn checked(parts: &Parts, body: Body) -> Result<Value, Refusal> {
    let body = read_body(parts, body).await?.ok_or(ErrorCode::MalformedRequest)?;
    guard::check(&body, guard::CUSTOMER)?;
    Ok(body)
}

/// A call without a body.
pub(super) async fn get(state: &State, path: &str) -> Result<Answer, Refusal> {
    Ok(state.passport().upstream().call(&Method::GET, path, HeaderMap::new(), None).await?)
}
