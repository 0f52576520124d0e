//! Whose customers and accounts a call names.

use http::{HeaderMap, Method, StatusCode};
use portico_model::ErrorCode;
use serde_json::{Map, Value};

use super::key::{Key, is_external_id};
use crate::{allow_list::Kind, refusal::Refusal, state::State, store::Binding, upstream::Answer};

/// Refuses a customer or an account that the binding did not make, like one that does not exist.
pub(super) async fn require(state: &State, binding: &Binding, kind: Kind, key: &Key) -> Result<(), Refusal> {
    let own = match key {
        Key::Id(id) => state.store().owns(&binding.id, kind, &id.to_string()).await?,
        Key::External(id) => {
            state.store().reservation(kind, id).await?.is_some_and(|reserved| reserved.binding_id == binding.id)
        }
    };
    if own { Ok(()) } else { Err(kind.not_found().into()) }
}

/// Makes the platform's id the binding's, and notes under which externalId it was made.
pub(super) async fn learn(
    state: &State,
    binding: &Binding,
    kind: Kind,
    external_id: Option<&str>,
    id: i64,
) -> Result<(), Refusal> {
    state.store().learn(&binding.id, kind, &id.to_string()).await?;
    if let Some(external_id) = external_id {
        state.store().settle(&binding.id, kind, external_id, id).await?;
    }
    Ok(())
}

/// The platform's id of a customer of the binding's. Looked up when the answer that told it was lost.
pub(super) async fn customer_id(state: &State, binding: &Binding, key: &Key) -> Result<i64, Refusal> {
    let external_id = match key {
        Key::Id(id) => return Ok(*id),
        Key::External(external_id) => external_id,
    };
    let reserved = state.store().reservation(Kind::Customer, external_id).await?;
    if let Some(id) = reserved.and_then(|reserved| reserved.id) {
        return Ok(id);
    }
    let answer = look_up(state, key).await?;
    match id_of(&answer) {
        Some(id) => {
            learn(state, binding, Kind::Customer, Some(external_id), id).await?;
            Ok(id)
        }
        None if answer.status == StatusCode::NOT_FOUND => Err(ErrorCode::CustomerNotFound.into()),
        None => Err(ErrorCode::UpstreamUnavailable.into()),
    }
}

/// Asks the platform for a customer.
pub(super) async fn look_up(state: &State, key: &Key) -> Result<Answer, Refusal> {
    let path = ["/customer/", &key.segments()].concat();
    Ok(state.passport().upstream().call(&Method::GET, &path, HeaderMap::new(), None).await?)
}

/// The id in a resource that was read.
pub(super) fn id_of(answer: &Answer) -> Option<i64> {
    let resource: Value = serde_json::from_slice(&answer.body).ok()?;
    resource.get("id").and_then(Value::as_i64).filter(|_| answer.status == StatusCode::OK)
}

/// The customer that an object names by `id` or `externalId`: one of the two.
pub(super) fn key_of(object: &Map<String, Value>) -> Result<Key, ErrorCode> {
    let key = match (object.get("id"), object.get("externalId")) {
        (Some(Value::Number(id)), None) => id.as_i64().filter(|id| *id > 0).map(Key::Id),
        (None, Some(Value::String(id))) if is_external_id(id) => Some(Key::External(id.clone())),
        _ => None,
    };
    key.ok_or(ErrorCode::MalformedRequest)
}
