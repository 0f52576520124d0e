//! Marks in every field that holds personal data, where they are taken and where they are refused.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use portico_unseal::ContentKey;
use serde_json::{Value, json};

use super::support::{Customer, Platform, Reply, front};

/// Marks for each field of a person and for an image, none of which occurs by chance.
const MARKS: [&str; 16] = [
    "Zyxwvuta",
    "Qwertzmark",
    "Markhaus Lane 77",
    "Marktown",
    "78798-4417",
    "zyx.mark@example.com",
    "+15125559876",
    "1987-11-23",
    "531896274",
    "Zimagemark7Zimagemark7",
    "Zmiddlemark",
    "X53189627Q",
    "Zanswermark4",
    "Markflat 7 rear",
    "Zbackmark8Zbackmark8",
    "Z53189628",
];

/// A PIN that is taken, and refused.
const PIN: &str = "9517";

/// A few digits turn up by chance in anything long: what is looked for is a value of one of these names.
fn named(names: &[&str], digits: &str) -> Vec<Vec<u8>> {
    let forms = names.iter().flat_map(|name| {
        [format!("\"{name}\":\"{digits}\""), format!("{name}: \"{digits}\""), format!("{name}={digits}")]
    });
    forms.map(String::into_bytes).collect()
}

/// Goes through everything with the marks in every field, and gives what must be nowhere.
pub(crate) async fn plant(platform: &Platform) -> Vec<Vec<u8>> {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_prepaid").await;
    let address = json!({"line1": MARKS[2], "line2": MARKS[13], "city": MARKS[3], "state": "TX", "postal_code": MARKS[4],
        "country": "US"});
    let secrets = json!({"date_of_birth": MARKS[7], "government_id": {"type": "ssn", "value": MARKS[8]}});
    let mut person = customer.person(platform, &secrets);
    person["first_name"] = json!(MARKS[0]);
    person["last_name"] = json!(MARKS[1]);
    person["middle_name"] = json!(MARKS[10]);
    person["email"] = json!(MARKS[5]);
    person["phone"] = json!(MARKS[6]);
    person["address"] = address.clone();
    // With a key, so that the answer with its personal data is stored.
    let key = [("idempotency-key", "mark")];
    let made = customer.call_with(platform, Method::POST, "/people", &key, Some(&person)).await.expect(201);
    customer.person_id = made["id"].as_str().unwrap().to_owned();
    customer.move_session(platform, "person", &customer.person_id).await.expect(200);
    customer.accept_all(platform, "acp_prepaid").await;
    let mut order = customer.order();
    order["address"] = address;
    let card = customer.post(platform, "/cards/physical", &order).await.expect(201);
    customer.card_id = card["id"].as_str().unwrap().to_owned();
    let cvc = customer.cvc(platform).await;
    let verification = customer.verify(platform, &cvc).await.expect(201);
    refuse(&customer.set_pin(platform, "unknown", PIN).await);
    customer.set_pin(platform, verification["id"].as_str().unwrap(), PIN).await.expect(200);
    let secrets = customer.get(platform, &format!("/cards/{}/secrets", customer.card_id)).await.expect(200);
    let secrets = customer.open_sealed(&secrets["encrypted_data"], &format!("card_secrets:{}", customer.card_id));
    plant_cures(platform).await;
    plant_patch(platform, "non_us_passport", MARKS[11]).await;
    plant_patch(platform, "passport", MARKS[15]).await;
    plant_refusals(platform).await;
    let mut hidden: Vec<Vec<u8>> = MARKS.iter().map(|mark| mark.as_bytes().to_vec()).collect();
    let session_key: &ContentKey = &customer.session_key;
    hidden.push(session_key.bytes().to_vec());
    hidden.push(session_key.to_jwk()["k"].as_str().unwrap().as_bytes().to_vec());
    hidden.push(secrets["pan"].as_str().unwrap().as_bytes().to_vec());
    hidden.push(format!("\"{PIN}\"").into_bytes());
    hidden.extend(named(&["pin", "value"], PIN));
    hidden.extend(named(&["cvc", "verification_value", "value"], &cvc));
    hidden
}

/// What is sent to cure a conditional check: a marked image, as it is sent and refused, and answers to identity questions.
async fn plant_cures(platform: &Platform) {
    let customer = Customer::with_person(platform, "acp_prepaid", "0002").await;
    let request = customer.document_requests(platform).await.remove(0);
    let id = request["id"].as_str().unwrap();
    let path = format!("/document_requests/{id}/documents");
    let image = |mark: &str| [&[0xff, 0xd8, 0xff], mark.as_bytes()].concat();
    for (content_type, status) in [("image/png", 422), ("image/jpeg", 201)] {
        let mut images = front(content_type, &image(MARKS[9]));
        images["back_image_content_type"] = json!(content_type);
        images["back_image"] = json!(STANDARD.encode(image(MARKS[14])));
        let body = customer.document(platform, id, &images);
        let key = [("idempotency-key", content_type)];
        customer.call_with(platform, Method::POST, &path, &key, Some(&body)).await.expect(status);
    }
    let other = Customer::with_person(platform, "acp_prepaid", "0001").await;
    let questions = other.identity_questions(platform).await;
    other.answer_identity(platform, &questions, false).await.expect(200);
    let path = format!("/people/{}", other.person_id);
    let patch = json!({"first_name": MARKS[0], "email": MARKS[5], "phone": MARKS[6]});
    other.patch(platform, &path, &patch).await.expect(200);
    let questions = other.identity_questions(platform).await;
    let marked = |question: &Value| json!({"question_id": question["id"], "answer_id": MARKS[12]});
    let answers: Vec<Value> = questions["questions"].as_array().unwrap().iter().map(marked).collect();
    let answers = json!({"answers": answers});
    refuse(&other.send_identity_answers(platform, &answers).await);
}

/// Every field of a person, brought by a change alone, after one that is refused.
async fn plant_patch(platform: &Platform, kind: &str, id: &str) {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    let mut person = customer.person(platform, &json!({}));
    for name in ["encrypted_data", "address", "email", "phone"] {
        person.as_object_mut().unwrap().remove(name);
    }
    let made = customer.post(platform, "/people", &person).await.expect(201);
    customer.person_id = made["id"].as_str().unwrap().to_owned();
    customer.move_session(platform, "person", &customer.person_id).await.expect(200);
    let secrets = json!({"date_of_birth": MARKS[7], "government_id": {"type": kind, "value": id}});
    let sealed = || customer.seal(platform, &format!("person:{}", customer.person_id), &secrets);
    let mut patch = json!({
        "first_name": MARKS[0], "middle_name": MARKS[10], "last_name": MARKS[1], "email": MARKS[5], "phone": MARKS[6],
        "address": {"line1": MARKS[2], "line2": MARKS[13], "city": MARKS[3], "state": "TX", "postal_code": MARKS[4],
            "country": "US"},
        "encrypted_data": sealed(),
    });
    let path = format!("/people/{}", customer.person_id);
    // All that is sealed is good, and what is clear is not.
    let mut refused = patch.clone();
    (refused["phone"], refused["encrypted_data"]) = (json!(MARKS[1]), json!(sealed()));
    let key = [("idempotency-key", "refused-patch")];
    let reply = customer.call_with(platform, Method::PATCH, &path, &key, Some(&refused)).await;
    assert_eq!(reply.fields(), [("/phone".to_owned(), "phone_form".to_owned())]);
    refuse(&reply);
    patch["encrypted_data"] = json!(sealed());
    let key = [("idempotency-key", "patch")];
    let changed = customer.call_with(platform, Method::PATCH, &path, &key, Some(&patch)).await.expect(200);
    assert_eq!(changed["kyc_status"], "approved");
    // Nobody changes who an approved person is.
    let late = json!({"encrypted_data": sealed()});
    let key = [("idempotency-key", "late-patch")];
    refuse(&customer.call_with(platform, Method::PATCH, &path, &key, Some(&late)).await);
}

/// A refusal that repeats nothing of what was sent.
#[track_caller]
fn refuse(reply: &Reply) {
    assert!(reply.status.is_client_error(), "{} {}", reply.status, reply.text());
    let pin = format!("\"{PIN}\"");
    for mark in MARKS.into_iter().chain([pin.as_str()]) {
        assert!(!reply.text().contains(mark), "{mark} is in {}", reply.text());
    }
}

/// The marks where they are refused, in every call that takes personal data, and each refusal kept under a key.
async fn plant_refusals(platform: &Platform) {
    let customer = Customer::with_card(platform).await;
    let asked = Customer::with_person(platform, "acp_prepaid", "0002").await;
    let request = asked.document_requests(platform).await[0]["id"].as_str().unwrap().to_owned();
    let wrong = |mark: &str| format!("{mark}1\u{7}");
    let secrets = json!({"date_of_birth": wrong(MARKS[7]), "government_id": {"type": "ssn", "value": wrong(MARKS[8])}});
    let address = json!({"line1": wrong(MARKS[2]), "line2": wrong(MARKS[13]), "city": wrong(MARKS[3]), "state": MARKS[1],
        "postal_code": wrong(MARKS[4]), "country": "US"});
    let fields = json!({
        "first_name": wrong(MARKS[0]), "middle_name": wrong(MARKS[10]), "last_name": wrong(MARKS[1]),
        "email": wrong(MARKS[5]), "phone": wrong(MARKS[6]), "address": address,
    });
    let with = |mut body: Value, more: &Value| {
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let person = with(customer.person(platform, &secrets), &fields);
    let another_word = with(person.clone(), &json!({"relationship": MARKS[1]}));
    let unknown_type = json!({"government_id": {"type": MARKS[1], "value": MARKS[8]}});
    let unknown_type = with(
        person.clone(),
        &json!({
        "encrypted_data": customer.seal(platform, &format!("person:{}", customer.account_id), &unknown_type)}),
    );
    let passport = |id: &str| {
        let secrets = json!({"date_of_birth": MARKS[7], "government_id": {"type": "passport", "value": id}});
        customer.seal(platform, &format!("person:{}", customer.account_id), &secrets)
    };
    // The number is wrong in one, and the clear fields in the other.
    let wrong_passport = with(person.clone(), &json!({"encrypted_data": passport(&wrong(MARKS[15]))}));
    let good_passport = with(person.clone(), &json!({"encrypted_data": passport(MARKS[15])}));
    let people = format!("/people/{}", customer.person_id);
    let sealed_patch = |id: &str| {
        let secrets = json!({"date_of_birth": wrong(MARKS[7]), "government_id": {"type": "passport", "value": id}});
        json!({"encrypted_data": customer.seal(platform, &format!("person:{}", customer.person_id), &secrets)})
    };
    let card = format!("/cards/{}", customer.card_id);
    let sealed = |use_: &str, value: Value| customer.seal(platform, &format!("{use_}:{}", customer.card_id), &value);
    let cvc = json!({"type": "cvc", "encrypted_data": sealed("cvc", json!({"verification_value": MARKS[1]}))});
    let pin = |pin: &str| json!({"verification_id": MARKS[1], "encrypted_data": sealed("pin", json!({"pin": pin}))});
    let acceptance = json!({"accepted_at": MARKS[7], "locale": MARKS[0], "document_sha256": MARKS[1],
        "acceptance_mode": MARKS[3]});
    let uses = json!({"answers": [{"question_id": MARKS[12], "option_id": MARKS[1]}]});
    let rows = [
        (Method::POST, "/people".to_owned(), person),
        (Method::POST, "/people".to_owned(), another_word),
        (Method::POST, "/people".to_owned(), unknown_type),
        (Method::POST, "/people".to_owned(), wrong_passport),
        (Method::POST, "/people".to_owned(), good_passport),
        (Method::PATCH, people.clone(), with(fields.clone(), &sealed_patch(&wrong(MARKS[15])))),
        (Method::PATCH, people.clone(), sealed_patch(MARKS[15])),
        (Method::PATCH, people.clone(), fields),
        (Method::PUT, format!("{people}/agreements/agr_privacy_2026_1"), acceptance),
        (Method::PUT, format!("{people}/expected_use"), uses),
        (Method::POST, "/cards/physical".to_owned(), with(customer.order(), &json!({"address": address}))),
        (Method::POST, format!("{card}/verifications"), cvc),
        (Method::PUT, format!("{card}/pin"), pin(MARKS[8])),
        (Method::PUT, format!("{card}/pin"), pin(PIN)),
        (Method::PUT, format!("{card}/lock"), json!({"lock_status": MARKS[1]})),
        (Method::POST, format!("{card}/close"), json!({"reason": MARKS[1]})),
    ];
    for (index, (method, path, body)) in rows.into_iter().enumerate() {
        let key = format!("refused-{index}");
        refuse(&customer.call_with(platform, method, &path, &[("idempotency-key", &key)], Some(&body)).await);
    }
    let mut images = front("image/jpeg", MARKS[9].as_bytes());
    images["back_image_content_type"] = json!("image/png");
    images["back_image"] = json!(STANDARD.encode(MARKS[14]));
    let mut document = asked.document(platform, &request, &images);
    (document["purpose"], document["documents"][0]["country"]) = (json!(MARKS[1]), json!(MARKS[3]));
    document["documents"][0]["document_type"] = json!(MARKS[0]);
    refuse(&asked.post(platform, &format!("/document_requests/{request}/documents"), &document).await);
}
