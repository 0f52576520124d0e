//! The readers against the model's own: each takes what that takes, to the same value, and refuses what that refuses.

use portico_model::netspend::{
    Account, Agreement, AgreementList, AgreementReceipt, BrandList, Card, ExpectedUse, Person, Session, SessionGrant,
    Verification,
};
use portico_model::{Jwk, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Read, from_bytes};

/// Holds both readers against each other: on `sample`, without each of its members, at any depth, and with each of its
/// texts replaced by something else.
fn agree<T: Read + Serialize + DeserializeOwned>(sample: &Value) {
    let mut variants = vec![sample.clone()];
    let mut pointers = Vec::new();
    collect(sample, "", &mut pointers);
    for pointer in &pointers {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        for change in [None, Some(json!("something else")), Some(json!(7)), Some(Value::Null), Some(json!([]))] {
            let mut variant = sample.clone();
            match (variant.pointer_mut(parent).unwrap(), change) {
                (Value::Object(members), None) => drop(members.remove(name)),
                (Value::Object(members), Some(other)) => drop(members.insert(name.to_owned(), other)),
                _ => continue,
            }
            variants.push(variant);
        }
    }
    for variant in variants {
        let text = variant.to_string();
        let ours = from_bytes::<T>(text.as_bytes()).map(|value| serde_json::to_value(value).unwrap());
        let theirs = serde_json::from_str::<T>(&text).ok().map(|value| serde_json::to_value(value).unwrap());
        // `null` in the place of a text or list that may be absent: ours is the more lenient.
        if !(theirs.is_none() && text.contains("null")) {
            assert_eq!(ours, theirs, "{text}");
        }
    }
}

fn collect(value: &Value, at: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let pointer = [at, "/", name].concat();
                pointers.push(pointer.clone());
                collect(member, &pointer, pointers);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                collect(item, &[at, "/", &place.to_string()].concat(), pointers);
            }
        }
        _ => {}
    }
}

fn workflows() -> Value {
    let names = [
        "kyc_data",
        "identity_questions",
        "identity_review_pending",
        "identity_scan",
        "provide_documents",
        "primary_person_kyc_approve",
        "accept_agreement",
        "expected_use",
        "a_later_one",
    ];
    let steps: Vec<_> = names.iter().map(|name| json!({"step": name, "related_id": "r"})).collect();
    json!([{"name": "kyc_approve", "steps": steps}, {"name": "activate", "steps": []}, {"name": "later", "steps": []}])
}

#[test]
fn accounts() {
    for state in ["new", "active", "closed", "frozen"] {
        agree::<Account>(&json!({
            "id": "a", "account_state": state, "type": "dda", "provided_id": "p",
            "account_context": {
                "type": "provided", "provided_id": "p", "partner_name": "n", "backing_bank": "b",
                "card_brands": ["x"], "features": ["f"], "eligibility": ["e"], "fee_schedules": ["s"], "more": {"x": 1.5}
            },
            "primary_person_id": "h", "workflows": workflows(), "created_at": "t",
            "balance": {"available": "0.00", "currency": "USD"},
            "cards": [{"id": "c", "type": "physical", "status": "closed"}, {"id": "c", "type": "digital", "status": "active"}]
        }));
    }
}

#[test]
fn people() {
    for (kyc, ofac) in [
        ("unchecked", "unchecked"),
        ("pending", "approved"),
        ("approved", "rejected"),
        ("conditional", "approved"),
        ("rejected", "approved"),
        ("blocked", "approved"),
        ("other", "approved"),
    ] {
        for (status, role) in [("inactive", "primary"), ("active", "secondary"), ("closed", "primary")] {
            agree::<Person>(&json!({
                "id": "p", "first_name": "f", "middle_name": "m", "last_name": "l", "relationship": role, "email": "e",
                "phone": "n", "address": {
                    "line1": "1", "line2": "2", "city": "c", "state": "s", "postal_code": "z", "country": "US"
                },
                "government_id_last4": "6789", "status": status, "kyc_status": kyc, "ofac_status": ofac,
                "account_ids": ["a", "b"], "account_state": "new", "workflows": workflows()
            }));
        }
    }
}

#[test]
fn agreements() {
    for kind in ["cardholder_terms", "esign", "privacy_policy", "later"] {
        let agreement = json!({
            "id": "a", "type": kind, "description": "d", "accepted_at": "t",
            "documents": [{"type": "agreement", "files": [{"content_type": "text/plain", "url": "/u"}]}]
        });
        agree::<Agreement>(&agreement);
        agree::<AgreementList>(&json!({"agreements": [agreement]}));
    }
    agree::<AgreementReceipt>(&json!({
        "agreement_id": "a", "accepted_at": "t", "recorded_at": "t", "locale": "en", "document_sha256": "h",
        "acceptance_mode": "CLICKWRAP", "account_state": "active", "workflows": workflows()
    }));
}

#[test]
fn questions() {
    agree::<ExpectedUse>(&json!({
        "questions": [
            {"id": "q", "text": "t", "type": "single_choice", "options": [{"id": "o", "text": "t"}]},
            {"id": "r", "text": "t", "type": "later", "options": []}
        ],
        "account_state": "active", "workflows": workflows()
    }));
}

#[test]
fn cards() {
    for (kind, status, lock, mail) in [
        ("physical", "unactivated", "unlocked", "pending"),
        ("virtual", "active", "locked", "shipped"),
        ("digital", "closed", "unlocked", "delivered"),
    ] {
        agree::<Card>(&json!({
            "id": "c", "type": kind, "status": status, "lock_status": lock, "brand_name": "b", "exp_month": 12,
            "exp_year": 2030, "pan_last4": "1234",
            "shipping": {"status": mail, "carrier": "c", "tracking_number": "t", "estimated_arrival": "d"},
            "account_state": "active", "workflows": workflows()
        }));
        let brand = json!({"brand_name": "b", "card_type": kind, "image_url": "u", "fee": "0.00"});
        agree::<BrandList>(&json!({"brands": [brand]}));
    }
    agree::<Verification>(&json!({"id": "v", "expires_at": "t"}));
}

#[test]
fn sessions_keys_and_problems() {
    let key = json!({
        "kty": "OKP", "crv": "X25519", "x": "x", "y": "y", "n": "n", "e": "e", "k": "k", "use": "enc", "alg": "a", "kid": "i"
    });
    agree::<Jwk>(&key);
    for source in ["account", "person", "planet"] {
        agree::<Session>(&json!({
            "id": "s", "encrypted_data": "j", "source_type": source, "source_id": "a", "device_jkt": "t",
            "created_at": "t", "expires_at": "t"
        }));
    }
    agree::<SessionGrant>(&json!({"session_id": "s", "session_key": key, "expires_at": "t"}));
    let problem: Problem = from_bytes(
        br#"{"type":"u","title":"t","status":422,"detail":"d","code":"c","request_id":"r","reason":"x","attempts_left":2,
            "errors":[{"pointer":"/a","code":"b","detail":"c"}],"later":[1.5]}"#,
    )
    .unwrap();
    assert_eq!((problem.status, problem.attempts_left, problem.errors.len()), (422, Some(2), 1));
}
