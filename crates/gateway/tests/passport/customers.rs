//! Customers: each route, and what is sealed in their bodies.

use serde_json::{Value, json};

use crate::{
    page::{Place, business, individual, made, platform_outcome},
    seal::Recipient,
    support::START,
};

/// What the platform has to be told of an individual, in its forms.
fn identity() -> Value {
    json!({"individual": {"ssn": "219091234", "dob": "05/17/1990"}})
}

#[tokio::test]
async fn what_is_sealed_to_the_gateway_reaches_the_platform_in_clear_and_comes_back_masked() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let id = page.individual("crm-7", "219091234").await;
    let up = place.sandbox.last().await;
    assert_eq!((up.path.as_str(), up.json()["individual"]["ssn"].as_str()), ("/v1/customer", Some("219091234")));
    assert_eq!(up.json()["individual"]["dob"], "05/17/1990");
    assert!(up.json().get("encrypted_data").is_none());
    for name in ["cookie", "dpop", "ns-session-id", "origin", "idempotency-key"] {
        assert!(!up.headers.contains_key(name), "{name}");
    }
    for path in [format!("/customer/id/{id}"), "/customer/externalId/crm-7".to_owned()] {
        let customer = page.get(&path).await;
        assert_eq!(customer.status, 200);
        assert_eq!(customer.json["individual"]["ssnLast4"], "1234");
        assert_eq!((&customer.json["individual"]["dob"], &customer.json["id"]), (&json!("**/**/****"), &json!(id)));
        assert!(customer.json["individual"].get("ssn").is_none());
    }
}

#[tokio::test]
async fn a_business_gives_its_ein_and_its_owners_numbers_by_position() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let mut body = business("firm-1");
    let second = json!({"firstName": "Mary", "lastName": "Larkwell", "ownershipPercentage": 30});
    body["business"]["beneficialOwner"].as_array_mut().unwrap().push(second);
    let opened =
        json!({"business": {"ein": "123456789", "beneficialOwner": [{}, {"ssn": "219094321", "dob": "01/02/1980"}]}});
    body["encrypted_data"] = json!(page.seal("firm-1", &opened));
    let id = made(&page.post("/customer", &body).await);
    let up = place.sandbox.last().await.json();
    assert_eq!(up["business"]["ein"], "123456789");
    assert!(up["business"]["beneficialOwner"][0].get("ssn").is_none());
    assert_eq!(up["business"]["beneficialOwner"][1]["ssn"], "219094321");
    let customer = page.get(&format!("/customer/id/{id}")).await.json;
    assert_eq!(customer["business"]["beneficialOwner"][1]["dob"], "**/**/****");
    assert_eq!(customer["business"]["einLast4"], "6789");
}

#[tokio::test]
async fn an_update_by_either_name_brings_what_was_missing() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let id = made(&page.post("/customer", &individual("crm-7")).await);
    for (path, name, opened) in [
        (format!("/customer/id/{id}"), id.to_string(), json!({"individual": {"ssn": "219091234"}})),
        ("/customer/externalId/crm-7".to_owned(), "crm-7".to_owned(), json!({"individual": {"dob": "05/17/1990"}})),
    ] {
        let sealed = page.seal(&name, &opened);
        let answer = page.post(&path, &json!({"encrypted_data": sealed, "individual": {"middleName": "King"}})).await;
        assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0), "{}", answer.json);
    }
    let (_, kept) = place.sandbox.ask("GET", &format!("/v1/customer/id/{id}"), None).await;
    assert_eq!((&kept["individual"]["ssnLast4"], &kept["individual"]["dob"]), (&json!("1234"), &json!("05/17/1990")));
    assert_eq!(kept["individual"]["middleName"], "King");
}

#[tokio::test]
async fn numbers_and_dates_in_clear_are_refused_wherever_they_stand() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let id = page.individual("crm-7", "219091234").await;
    let calls = place.sandbox.passed().await.len();
    let mut owner = business("firm-1");
    owner["business"]["beneficialOwner"][0]["dob"] = json!("05/17/1990");
    for (path, body) in [
        ("/customer".to_owned(), json!({"type": "INDIVIDUAL", "externalId": "x", "individual": {"ssn": "219091234"}})),
        ("/customer".to_owned(), json!({"type": "BUSINESS", "externalId": "x", "business": {"ein": "123456789"}})),
        ("/customer".to_owned(), owner),
        (format!("/customer/id/{id}"), json!({"individual": {"DOB": "05/17/1990"}})),
        (format!("/customer/id/{id}"), json!({"metaData": {"ssn": "219091234"}})),
        (format!("/customer/id/{id}/account"), json!({"externalId": "a", "ssn": "219091234"})),
    ] {
        assert_eq!(page.post(&path, &body).await.outcome(), (400, "malformed_request"), "{path} {body}");
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
}

#[tokio::test]
async fn a_value_of_another_page_purpose_or_time_or_that_was_changed_or_used_is_unsealable() {
    let place = Place::new().await;
    let (mut page, other) = (place.page().await, place.page().await);
    page.individual("crm-1", "219091234").await;
    let used = page.seal("crm-7", &identity());
    let mut body = individual("crm-7");
    body["encrypted_data"] = json!(used);
    made(&page.post("/customer", &body).await);
    let calls = place.sandbox.passed().await.len();

    let good = page.sealing("passport:crm-8", &identity(), START);
    let to = page.recipient();
    let mut elsewhere = page.recipient();
    elsewhere.0["kid"] = json!("unknown");
    let mut other_kid = good.clone();
    other_kid.header["kid"] = json!("unknown");
    let mut other_suite = good.clone();
    other_suite.header["alg"] = json!("dir");
    let tampered = {
        let text = good.clone().to(&to);
        let (head, tag) = text.rsplit_once('.').unwrap();
        let flipped = if tag.starts_with('A') { "B" } else { "A" };
        format!("{head}.{flipped}{}", &tag[1..])
    };
    let without = |name: &str| {
        let mut seal = good.clone();
        seal.header.as_object_mut().unwrap().remove(name);
        seal.to(&to)
    };
    for (what, name, sealed) in [
        ("used before", "crm-7", used),
        ("another page's", "crm-8", other.seal("crm-8", &identity())),
        ("of another customer", "crm-8", page.seal("crm-7", &identity())),
        ("of another purpose", "crm-8", page.sealing("person:crm-8", &identity(), START).to(&to)),
        ("old", "crm-8", page.sealing("passport:crm-8", &identity(), START - 301).to(&to)),
        ("ahead", "crm-8", page.sealing("passport:crm-8", &identity(), START + 301).to(&to)),
        ("tampered with", "crm-8", tampered),
        ("under an unknown key", "crm-8", other_kid.to(&to)),
        ("of another suite", "crm-8", other_suite.to(&to)),
        ("without a sid", "crm-8", without("sid")),
        ("without a jti", "crm-8", without("jti")),
        ("no value", "crm-8", "a.b.c.d.e".to_owned()),
    ] {
        let mut body = individual(name);
        body["encrypted_data"] = json!(sealed);
        assert_eq!(page.post("/customer", &body).await.outcome(), (422, "unsealable"), "{what}");
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
    let mut body = individual("crm-8");
    body["encrypted_data"] = json!(good.to(&to));
    made(&page.post("/customer", &body).await);
}

#[tokio::test]
async fn a_value_opens_by_each_key_of_the_set() {
    let place = Place::new().await;
    let mut page = place.page().await;
    assert_eq!(page.keys.len(), 2);
    for (index, key) in page.keys.clone().into_iter().enumerate() {
        let name = format!("crm-{index}");
        let to = Recipient(key);
        let mut sealing = page.sealing(&format!("passport:{name}"), &identity(), START);
        sealing.header["kid"] = to.0["kid"].clone();
        let mut body = individual(&name);
        body["encrypted_data"] = json!(sealing.to(&to));
        made(&page.post("/customer", &body).await);
    }
}

#[tokio::test]
async fn what_is_sealed_holds_the_sealed_class_and_nothing_else() {
    let place = Place::new().await;
    let mut page = place.page().await;
    for opened in [
        json!({"individual": {"firstName": "Eve"}}),
        json!({"individual": {"ssn": "1"}, "business": {"ein": "1"}}),
        json!({"externalId": "crm-1"}),
        json!([]),
        json!("219091234"),
    ] {
        let mut body = individual("crm-7");
        body["encrypted_data"] = json!(page.seal("crm-7", &opened));
        assert_eq!(page.post("/customer", &body).await.outcome(), (400, "malformed_request"), "{opened}");
    }
    let mut body = individual("crm-7");
    body["encrypted_data"] = json!({"not": "a text"});
    assert_eq!(page.post("/customer", &body).await.outcome(), (400, "malformed_request"));
}

#[tokio::test]
async fn the_platforms_own_refusals_pass_unchanged() {
    let place = Place::new().await;
    let mut page = place.page().await;
    for (ssn, field) in [("000091234", "individual.ssn"), ("21909", "individual.ssn")] {
        let mut body = individual("crm-7");
        body["encrypted_data"] = json!(page.seal("crm-7", &json!({"individual": {"ssn": ssn}})));
        let answer = page.post("/customer", &body).await;
        assert_eq!(platform_outcome(&answer), (422, "EC-VA-0005"));
        assert_eq!(
            (&answer.json["errors"][0]["field"], answer.header("content-type")),
            (&json!(field), "application/json")
        );
        assert!(!answer.json.to_string().contains(ssn));
    }
    // Refused, so the externalId is free: the same page corrects the number under it.
    page.individual("crm-7", "219091234").await;
    let answer = page.post("/customer/externalId/crm-7", &json!({"externalId": "crm-8"})).await;
    assert_eq!(platform_outcome(&answer), (422, "EC-BL-9004"));
    for (status, error) in [
        (422, json!({"errorCode": "EC-XX-1", "errorMessage": "no", "errors": {"field": "a", "message": "b"}})),
        (429, json!({"errorMessage": "later"})),
    ] {
        place.sandbox.fate("POST", crate::sandbox::Fate::Instead(status, error.clone())).await;
        let answer = page.post("/customer/externalId/crm-7", &json!({"tags": ["a"]})).await;
        assert_eq!((answer.status.as_u16(), &answer.json), (status, &error));
    }
}

#[tokio::test]
async fn a_customer_is_made_under_an_external_id_that_can_be_looked_up() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let calls = place.sandbox.passed().await.len();
    for external_id in
        [json!(null), json!(""), json!("a/b"), json!(".."), json!("a b"), json!(7), json!("x".repeat(101))]
    {
        let mut body = individual("x");
        body["externalId"] = external_id.clone();
        assert_eq!(page.post("/customer", &body).await.outcome(), (400, "malformed_request"), "{external_id}");
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
}
