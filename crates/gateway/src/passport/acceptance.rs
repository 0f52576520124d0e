//! What was accepted for an account: the right agreement, by this customer, as the receipt has it.

use jiff::Timestamp;
use portico_model::ErrorCode;
use serde_json::{Map, Value, json};

use super::{agreements::for_account, key::Key, reach};
use crate::{
    allow_list::Kind,
    refusal::Refusal,
    state::State,
    store::{Binding, KeptReceipt},
};

type Object = Map<String, Value>;

/// Refuses an account whose agreement the customer has not accepted in the text that is in force, and puts what the receipt
/// says into the body.
pub(super) async fn require(
    state: &State,
    binding: &Binding,
    customer_id: i64,
    body: &mut Object,
) -> Result<(), Refusal> {
    let is_deposit = match body.get("isCustomerOwned") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is_deposit)) => *is_deposit,
        // Whatever a platform makes of it, we could not tell which agreement it takes.
        Some(_) => return Err(ErrorCode::MalformedRequest.into()),
    };
    let agreement = state.passport().agreements().find(for_account(is_deposit))?;
    let receipt = state.store().receipt(&binding.id, customer_id, agreement.kind, &agreement.sha256).await?;
    let receipt = receipt.ok_or(ErrorCode::AgreementNotAccepted)?;
    for by in accepted_by(body) {
        check_entity(state, binding, customer_id, by).await?;
    }
    fill(body, &receipt)
}

/// Who the body says has accepted, in each of the places where it may.
fn accepted_by(body: &Object) -> Vec<&Object> {
    let documents = match body.get("linkedDocument") {
        Some(Value::Array(documents)) => documents.iter().collect(),
        Some(document) => vec![document],
        None => Vec::new(),
    };
    let beside = body.get("acceptanceDetails");
    let inside = documents.into_iter().filter_map(|document| document.get("acceptanceDetails"));
    beside.into_iter().chain(inside).filter_map(|details| details.get("acceptedBy")?.as_object()).collect()
}

/// Refuses another customer's id. An owner's counts within the customer alone, where the platform checks it.
pub(super) async fn check_entity(
    state: &State,
    binding: &Binding,
    customer_id: i64,
    by: &Object,
) -> Result<(), Refusal> {
    if by.get("entity").and_then(Value::as_str) == Some("BENEFICIAL_OWNER") {
        return Ok(());
    }
    for name in ["id", "externalId"] {
        let Some(value) = by.get(name).filter(|value| !value.is_null()) else { continue };
        let key = reach::key_of(&Object::from_iter([(name.to_owned(), value.clone())]))?;
        reach::require(state, binding, Kind::Customer, &key).await?;
        let is_theirs = match &key {
            Key::Id(id) => *id == customer_id,
            Key::External(_) => reach::customer_id(state, binding, &key).await? == customer_id,
        };
        if !is_theirs {
            return Err(ErrorCode::CustomerNotFound.into());
        }
    }
    Ok(())
}

/// The address is the receipt's, whatever the page says. What else the page has left out is the receipt's too.
fn fill(body: &mut Object, receipt: &KeptReceipt) -> Result<(), Refusal> {
    let by: Value = serde_json::from_str(&receipt.accepted_by).map_err(|_| ErrorCode::InternalError)?;
    let known = [("acceptedOn", json!(written(receipt.accepted_at))), ("acceptedBy", by)];
    let put = |details: &mut Object| {
        details.remove("ipAddress");
        if let Some(address) = &receipt.ip_address {
            details.insert("ipAddress".to_owned(), json!(address));
        }
        for (name, value) in &known {
            details.entry(*name).or_insert_with(|| value.clone());
        }
    };
    let documents = match body.get_mut("linkedDocument") {
        Some(Value::Array(documents)) => documents.iter_mut().collect(),
        Some(document) => vec![document],
        None => Vec::new(),
    };
    for document in documents {
        if let Some(Value::Object(details)) = document.get_mut("acceptanceDetails") {
            put(details);
        }
    }
    body.entry("acceptanceMode").or_insert_with(|| json!(receipt.acceptance_mode));
    let details = body.entry("acceptanceDetails").or_insert_with(|| json!({}));
    put(details.as_object_mut().ok_or(ErrorCode::MalformedRequest)?);
    Ok(())
}

/// As this platform writes times.
fn written(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.strftime("%m/%d/%Y %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(body: Value, ip_address: Option<&str>) -> Value {
        let receipt = KeptReceipt {
            id: "r".to_owned(),
            binding_id: "b".to_owned(),
            customer_id: 7,
            agreement: "passport_account_agreement".to_owned(),
            version: "1".to_owned(),
            document_sha256: "00".to_owned(),
            locale: "en-US".to_owned(),
            acceptance_mode: "CLICKWRAP".to_owned(),
            accepted_by: json!({"entity": "CUSTOMER"}).to_string(),
            accepted_at: 1_767_225_600,
            ip_address: ip_address.map(str::to_owned),
        };
        let Value::Object(mut body) = body else { panic!() };
        fill(&mut body, &receipt).unwrap();
        Value::Object(body)
    }

    #[test]
    fn fills_in_what_is_left_out_and_the_address_always() {
        let details = json!({"ipAddress": "203.0.113.7", "acceptedOn": "01/01/2026 00:00:00", "acceptedBy": {"entity": "CUSTOMER"}});
        let expected = json!({"acceptanceMode": "CLICKWRAP", "acceptanceDetails": details});
        assert_eq!(filled(json!({}), Some("203.0.113.7")), expected);
        let forged = json!({"acceptanceDetails": {"ipAddress": "198.51.100.1"}});
        assert_eq!(filled(forged.clone(), Some("203.0.113.7")), expected);
        assert!(filled(forged, None)["acceptanceDetails"].get("ipAddress").is_none());
        let own = json!({"acceptanceMode": "ESIGN", "acceptanceDetails": {"acceptedOn": "12/31/2025"}});
        let filled = filled(own, Some("203.0.113.7"));
        assert_eq!(
            (&filled["acceptanceMode"], &filled["acceptanceDetails"]["acceptedOn"]),
            (&json!("ESIGN"), &json!("12/31/2025"))
        );
    }

    #[test]
    fn fills_in_the_acceptance_inside_of_documents_too() {
        let inside = json!({"acceptanceDetails": {"ipAddress": "198.51.100.1"}});
        for body in [json!({"linkedDocument": inside}), json!({"linkedDocument": [inside, {}]})] {
            let filled = filled(body, Some("203.0.113.7"));
            let text = filled.to_string();
            assert!(!text.contains("198.51.100.1") && text.matches("203.0.113.7").count() == 2, "{text}");
        }
    }
}
