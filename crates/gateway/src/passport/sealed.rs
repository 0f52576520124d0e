//! ssn, ein and dob: opened in memory on their way to the platform, which takes them in clear alone.
//!
//! They are in the opened text, in the merged body and in the bytes that go up, and each of these is wiped when it was used.
//! They are never in a log, an error or the database.

use std::{fmt, io};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use portico_model::ErrorCode;
use portico_unseal::json::parse_strict_object;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    keys::{Opened, public_name},
    refusal::Refusal,
    state::State,
    store::Binding,
};

/// The member of a body that holds what is sealed.
const MEMBER: &str = "encrypted_data";

/// A body whose texts are wiped when it is dropped.
pub(super) struct Clear(Map<String, Value>);

impl fmt::Debug for Clear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clear([redacted])")
    }
}

impl Drop for Clear {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Takes the sealed member out of a body and puts what it holds in its place, if there is one. `name` is the customer's in
/// the `use` of the value.
///
/// # Errors
/// `unsealable` when it can't be opened or was opened before; `malformed_request` when it holds anything else than it may, or
/// doesn't fit the body.
pub(super) async fn open(state: &State, binding: &Binding, name: &str, body: Value) -> Result<Clear, Refusal> {
    let Value::Object(mut body) = body else { return Err(ErrorCode::MalformedRequest.into()) };
    let sealed = body.remove(MEMBER);
    let mut body = Clear(body);
    let sealed = match sealed {
        None => return Ok(body),
        Some(Value::String(sealed)) => sealed,
        Some(_) => return Err(ErrorCode::MalformedRequest.into()),
    };
    let (now, sid) = (state.clock().seconds(), public_name(&binding.id));
    let use_ = ["passport:", name].concat();
    let opened = state.passport().keys().unseal(state.store(), &sealed, &sid, &use_, now).await?;
    let Opened { plaintext, jti, expires_at } = opened;
    let hash = Sha256::new_with_prefix(&sid).chain_update(".").chain_update(jti).finalize();
    if !state.store().spend_value(URL_SAFE_NO_PAD.encode(hash), expires_at).await? {
        return Err(ErrorCode::Unsealable.into());
    }
    let members = parse_strict_object(&plaintext).map_err(|_| ErrorCode::MalformedRequest)?;
    merge(&mut body, Clear(members))?;
    Ok(body)
}

fn merge(body: &mut Clear, mut opened: Clear) -> Result<(), ErrorCode> {
    let mut parts = std::mem::take(&mut opened.0).into_iter();
    let (name, part) = parts.next().ok_or(ErrorCode::MalformedRequest)?;
    let mut part = Clear(into_object(part)?);
    if parts.next().is_some() {
        return Err(ErrorCode::MalformedRequest);
    }
    let target = body.0.entry(&name).or_insert_with(|| Value::Object(Map::new()));
    let target = target.as_object_mut().ok_or(ErrorCode::MalformedRequest)?;
    match name.as_str() {
        "individual" => put(target, part, &["ssn", "dob"]),
        "business" => {
            if let Some(owners) = part.0.remove("beneficialOwner") {
                put_owners(target, owners)?;
            }
            put(target, part, &["ein"])
        }
        _ => Err(ErrorCode::MalformedRequest),
    }
}

/// By position: the first sealed owner is the first clear one.
fn put_owners(business: &mut Map<String, Value>, sealed: Value) -> Result<(), ErrorCode> {
    let Value::Array(sealed) = sealed else { return Err(ErrorCode::MalformedRequest) };
    let listed =
        business.get_mut("beneficialOwner").and_then(Value::as_array_mut).ok_or(ErrorCode::MalformedRequest)?;
    if sealed.len() > listed.len() {
        return Err(ErrorCode::MalformedRequest);
    }
    for (owner, sealed) in listed.iter_mut().zip(sealed) {
        let owner = owner.as_object_mut().ok_or(ErrorCode::MalformedRequest)?;
        put(owner, Clear(into_object(sealed)?), &["ssn", "dob"])?;
    }
    Ok(())
}

fn put(target: &mut Map<String, Value>, mut part: Clear, names: &[&str]) -> Result<(), ErrorCode> {
    let are_known =
        part.0.iter().all(|(name, value)| names.contains(&name.as_str()) && (value.is_string() || value.is_null()));
    if !are_known {
        return Err(ErrorCode::MalformedRequest);
    }
    target.extend(std::mem::take(&mut part.0));
    Ok(())
}

fn into_object(value: Value) -> Result<Map<String, Value>, ErrorCode> {
    match value {
        Value::Object(members) => Ok(members),
        mut other => {
            wipe(&mut other);
            Err(ErrorCode::MalformedRequest)
        }
    }
}

impl Clear {
    /// The body as it goes up: in one piece of the right size, so that no growing leaves copies behind, wiped with its last
    /// clone.
    pub(super) fn into_bytes(self) -> Result<Bytes, ErrorCode> {
        let mut length = Length(0);
        serde_json::to_writer(&mut length, &self.0).map_err(|_| ErrorCode::InternalError)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *bytes, &self.0).map_err(|_| ErrorCode::InternalError)?;
        Ok(Bytes::from_owner(bytes))
    }
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(body: &Value, opened: &Value) -> Result<Value, ErrorCode> {
        let mut body = Clear(body.as_object().unwrap().clone());
        merge(&mut body, Clear(opened.as_object().unwrap().clone()))?;
        Ok(serde_json::from_slice(&body.into_bytes().unwrap()).unwrap())
    }

    #[test]
    fn puts_numbers_and_dates_where_they_belong() {
        let individual = json!({"individual": {"firstName": "Ada"}});
        let opened = json!({"individual": {"ssn": "219091234", "dob": "05/17/1990"}});
        let both = json!({"individual": {"firstName": "Ada", "ssn": "219091234", "dob": "05/17/1990"}});
        assert_eq!(merged(&individual, &opened), Ok(both));
        assert_eq!(merged(&json!({}), &opened), Ok(opened));
        let business = json!({"business": {"beneficialOwner": [{"firstName": "Ada"}, {"id": 2}, {"id": 3}]}});
        let opened = json!({"business": {"ein": "123456789", "beneficialOwner": [{}, {"ssn": "219091234"}]}});
        let both = json!({"business": {"ein": "123456789",
            "beneficialOwner": [{"firstName": "Ada"}, {"id": 2, "ssn": "219091234"}, {"id": 3}]}});
        assert_eq!(merged(&business, &opened), Ok(both));
    }

    #[test]
    fn takes_nothing_that_does_not_belong_there() {
        let individual = json!({"individual": {"firstName": "Ada"}});
        let business = json!({"business": {"beneficialOwner": [{}]}});
        for (body, opened) in [
            (&individual, json!({})),
            (&individual, json!({"individual": {"ssn": "1"}, "business": {}})),
            (&individual, json!({"individual": {"firstName": "Eve"}})),
            (&individual, json!({"individual": {"ssn": ["1"]}})),
            (&individual, json!({"individual": "1"})),
            (&individual, json!({"externalId": {"ssn": "1"}})),
            (&json!({"individual": "x"}), json!({"individual": {"ssn": "1"}})),
            (&business, json!({"business": {"beneficialOwner": [{}, {}]}})),
            (&business, json!({"business": {"beneficialOwner": [{"ownershipPercentage": "100"}]}})),
            (&business, json!({"business": {"beneficialOwner": {}}})),
            (&individual, json!({"business": {"beneficialOwner": []}})),
        ] {
            assert_eq!(merged(body, &opened), Err(ErrorCode::MalformedRequest), "{opened}");
        }
    }

    #[test]
    fn wipes_every_text() {
        let mut value = json!({"a": ["219091234", {"b": "05/17/1990"}], "c": 1});
        wipe(&mut value);
        assert_eq!(value, json!({"a": ["", {"b": ""}], "c": 1}));
    }
}
