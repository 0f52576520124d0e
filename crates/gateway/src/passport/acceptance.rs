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

/// Mode, time, address and who accepted are the receipt's, in each of the places where the body may have them, whatever the
/// page says.
fn fill(body: &mut Object, receipt: &KeptReceipt) -> Result<(), Refusal> {
    let by: Value = serde_json::from_str(&receipt.accepted_by).map_err(|_| ErrorCode::InternalError)?;
    let mut details = json!({"acceptedOn": written(receipt.accepted_at), "acceptedBy": by});
    if let (Value::Object(details), Some(address)) = (&mut details, &receipt.ip_address) {
        details.insert("ipAddress".to_owned(), json!(address));
    }
    let documents = match body.get_mut("linkedDocument") {
        Some(Value::Array(documents)) => documents.iter_mut().collect(),
        Some(document) => vec![document],
        None => Vec::new(),
    };
    let evidence = [("acceptanceMode", json!(receipt.acceptance_mode)), ("acceptanceDetails", details)];
    for document in documents.into_iter().filter_map(Value::as_object_mut) {
        for (name, value) in &evidence {
            if let Some(told) = document.get_mut(*name) {
                told.clone_from(value);
            }
        }
    }
    body.extend(evidence.map(|(name, value)| (name.to_owned(), value)));
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

    fn receipts(ip_address: Option<&str>) -> Value {
        let mut details = json!({"acceptedOn": "01/01/2026 00:00:00", "acceptedBy": {"entity": "CUSTOMER"}});
        if let Some(address) = ip_address {
            details["ipAddress"] = json!(address);
        }
        json!({"acceptanceMode": "CLICKWRAP", "acceptanceDetails": details})
    }

    fn forged() -> Value {
        let by = json!({"entity": "BENEFICIAL_OWNER", "externalId": "o"});
        let details = json!({"ipAddress": "198.51.100.1", "acceptedOn": "12/31/2025", "acceptedBy": by, "more": 1});
        json!({"acceptanceMode": "ESIGN", "acceptanceDetails": details})
    }

    #[test]
    fn what_the_receipt_says_goes_up_whatever_the_page_says() {
        for address in [Some("203.0.113.7"), None] {
            for body in [json!({}), forged(), json!({"acceptanceMode": null, "acceptanceDetails": "x"})] {
                assert_eq!(filled(body.clone(), address), receipts(address), "{body}");
            }
        }
    }

    #[test]
    fn what_stands_inside_of_documents_is_the_receipts_too() {
        let address = Some("203.0.113.7");
        let expected = receipts(address);
        let one = filled(json!({"linkedDocument": forged()}), address);
        assert_eq!((&one["linkedDocument"], &one["acceptanceDetails"]), (&expected, &expected["acceptanceDetails"]));
        let many = filled(json!({"linkedDocument": [forged(), {}, null]}), address);
        assert_eq!(many["linkedDocument"], json!([expected, {}, null]));
        assert_eq!(many["acceptanceMode"], "CLICKWRAP");
    }
}
