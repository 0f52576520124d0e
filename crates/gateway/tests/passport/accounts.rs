//! Accounts: each route by both names, warnings, refusals, and the largest agreement.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::page::{CLEARING, DEPOSIT, Page, Place, deposit, made, platform_outcome};

async fn customer(place: &Place) -> (Page, i64) {
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    page.accept_for(customer, DEPOSIT).await;
    page.accept_for(customer, CLEARING).await;
    (page, customer)
}

#[tokio::test]
async fn an_account_is_opened_listed_read_changed_and_closed_by_each_pair_of_names() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    for (index, path) in
        [format!("/customer/id/{customer}"), "/customer/externalId/crm-7".to_owned()].iter().enumerate()
    {
        let external_id = format!("acc-{index}");
        let answer = page.post(&format!("{path}/account"), &deposit(&external_id)).await;
        let account = made(&answer);
        assert_eq!(answer.header("location"), format!("/v1/customer/id/{customer}/account/id/{account}"));
        let list = page.get(&format!("{path}/account")).await;
        assert_eq!(list.json["resources"].as_array().unwrap().len(), index + 1);
        for name in [format!("id/{account}"), format!("externalId/{external_id}")] {
            let at = format!("{path}/account/{name}");
            let read = page.get(&at).await;
            assert_eq!((read.status.as_u16(), &read.json["id"]), (200, &json!(account)), "{at}");
            let answer = page.post(&at, &json!({"nickName": name.clone(), "isPrimary": true})).await;
            assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0), "{at}");
            assert_eq!(page.get(&at).await.json["nickName"], name);
        }
        wait_for(&mut page, &format!("{path}/account/id/{account}"), "ACTIVE").await;
        let closing = json!({"reason": "OTHERS", "comment": "moved", "outstandingBalanceInstruction": {"preferredMethod": "CHECK"}});
        let answer = page.post(&format!("{path}/account/externalId/{external_id}/close"), &closing).await;
        assert_eq!(answer.status, 204, "{}", answer.json);
    }
}

/// The checks run after the answer.
async fn wait_for(page: &mut Page, path: &str, status: &str) {
    for _ in 0..10_000 {
        if page.get(path).await.json["status"] == status {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("never {status}");
}

#[tokio::test]
async fn a_warning_comes_down_with_its_status_and_its_header() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let mut body = deposit("acc-1");
    body["isPrimary"] = json!(false);
    let answer = page.post(&format!("/customer/id/{customer}/account"), &body).await;
    assert_eq!(answer.status.as_u16(), 299);
    assert!(answer.header("warning").starts_with("299 - \"WARN-9001:"), "{}", answer.header("warning"));
    let id = answer.header("location").rsplit('/').next().unwrap().to_owned();
    assert_eq!(page.get(&format!("/customer/id/{customer}/account/id/{id}")).await.status, 200, "learned all the same");
}

#[tokio::test]
async fn the_platforms_refusals_of_accounts_pass_unchanged() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let with = |pointer: &str, value: Value| {
        let mut body = deposit("acc-1");
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let content = "/linkedDocument/document/base64encodedContent";
    for (body, outcome) in [
        (with(content, json!(STANDARD.encode("<html>"))), (422, "EC-BL-9005")),
        (with(content, json!("***")), (422, "EC-VA-0006")),
        (with("/linkedDocument/document/type", json!("OTHER")), (422, "EC-BL-0403")),
        (with("/purpose", json!("Fun")), (422, "EC-BL-0632")),
        (with("/linkedDocument", json!(null)), (422, "EC-VA-0005")),
    ] {
        let answer = page.post(&format!("/customer/id/{customer}/account"), &body).await;
        assert_eq!(platform_outcome(&answer), outcome, "{}", answer.json);
        assert!(answer.json["errorMessage"].is_string() && answer.json["errors"].is_array());
    }
    // What is missing of the customer, all at once.
    let sparse = made(
        &page
            .post(
                "/customer",
                &json!({"type": "INDIVIDUAL", "externalId": "sparse",
        "individual": {"firstName": "Ada", "lastName": "Byron"}}),
            )
            .await,
    );
    page.accept_for(sparse, DEPOSIT).await;
    let answer = page.post(&format!("/customer/id/{sparse}/account"), &deposit("acc-1")).await;
    let fields: Vec<_> =
        answer.json["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(
        fields,
        ["individual.ssn", "individual.dob", "individual.mailingAddress", "individual.mobilePhone", "individual.email"]
    );
    // None of these has used up the externalId.
    made(&page.post(&format!("/customer/id/{customer}/account"), &deposit("acc-1")).await);
    let answer = page.post(&format!("/customer/id/{customer}/account"), &deposit("acc-1")).await;
    assert_eq!(platform_outcome(&answer), (422, "EC-BL-9001"));
    assert_eq!(place.sandbox.all("account").await.len(), 1);
}

#[tokio::test]
async fn a_body_that_names_a_member_twice_or_an_id_of_its_own_never_goes_up() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let calls = place.sandbox.passed().await.len();
    let path = format!("/customer/id/{customer}/account");
    let long = STANDARD.encode(vec![b'x'; 100_000]);
    for body in [
        r#"{"externalId":"a","isCustomerOwned":false,"isCustomerOwned":true}"#.to_owned(),
        format!(r#"{{"externalId":"a","nickName":"{long}","nickName":"{long}"}}"#),
        r#"{"externalId":"a","linkedDocument":{"document":{"type":"SPAA","type":"OTHER"}}}"#.to_owned(),
        r#"{"externalId":"a","customer":{"id":1}}"#.to_owned(),
        r#"{"externalId":"a","customerId":1}"#.to_owned(),
        r#"{"externalId":"a","linkedDocument":{"document":{"externalId":"b"}}}"#.to_owned(),
        r#"{"isCustomerOwned":false}"#.to_owned(),
        format!(r#"{{"externalId":"a","tags":{}1{}}}"#, "[".repeat(20), "]".repeat(20)),
        "[]".to_owned(),
        "{".to_owned(),
    ] {
        let answer = page.browser.send("POST", &path, Some(body.clone())).await;
        assert_eq!(answer.outcome(), (400, "malformed_request"), "{}", &body[..body.len().min(80)]);
    }
    assert_eq!(place.sandbox.passed().await.len(), calls, "nothing went up");
}

#[tokio::test]
async fn the_largest_agreement_passes_whole_and_one_byte_more_is_the_platforms_refusal() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let pdf = |length: usize| {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize(length, b'x');
        STANDARD.encode(bytes)
    };
    let most = 25 * 1024 * 1024;
    for (length, outcome) in [(most + 1, (413, "EC-BL-9006")), (most, (201, ""))] {
        let mut body = deposit("acc-1");
        body["linkedDocument"]["document"]["base64encodedContent"] = json!(pdf(length));
        let answer = page.post("/customer/externalId/crm-7/account", &body).await;
        assert_eq!(platform_outcome(&answer), outcome, "{length}");
    }
    let list = page.get(&format!("/customer/id/{customer}/account")).await.json;
    assert_eq!(list["resources"][0]["linkedDocument"][0]["document"]["size"], most);
}

#[tokio::test]
async fn what_is_longer_than_any_body_may_be_is_refused_here() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let calls = place.sandbox.passed().await.len();
    let body = "x".repeat(48 * 1024 * 1024 + 1);
    let answer = page.browser.send("POST", &format!("/customer/id/{customer}/account"), Some(body)).await;
    assert_eq!(answer.outcome(), (413, "payload_too_large"));
    let answer = page.post("/customer", &json!({"externalId": "x", "tags": ["x".repeat(300_000)]})).await;
    assert_eq!(answer.outcome(), (413, "payload_too_large"));
    assert_eq!(place.sandbox.passed().await.len(), calls);
}

#[tokio::test]
async fn the_money_of_a_closed_account_goes_to_an_account_of_the_same_page_alone() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let mut other = place.page().await;
    let eve = other.individual("eve", "219091234").await;
    other.accept_for(eve, CLEARING).await;
    let theirs = made(&other.post(&format!("/customer/id/{eve}/account"), &json!({"externalId": "acc-eve"})).await);
    let own = made(&page.post(&format!("/customer/id/{customer}/account"), &json!({"externalId": "acc-0"})).await);
    let account = made(&page.post(&format!("/customer/id/{customer}/account"), &json!({"externalId": "acc-1"})).await);
    let at = format!("/customer/id/{customer}/account/id/{account}");
    wait_for(&mut page, &at, "ACTIVE").await;
    let closing = |destination: Value| json!({"reason": "MOVED", "outstandingBalanceInstruction": {"preferredMethod": "ACH", "destination": destination}});
    for destination in [
        json!(theirs),
        json!(theirs.to_string()),
        json!("acc-eve"),
        json!({"account": {"id": theirs}}),
        json!({"account": {"externalId": "acc-eve"}}),
        json!({"externalAccount": theirs}),
        json!([{"accountId": theirs.to_string()}]),
    ] {
        let answer = page.post(&format!("{at}/close"), &closing(destination.clone())).await;
        assert_eq!(answer.outcome(), (404, "account_not_found"), "{destination}");
    }
    let answer = page.post(&format!("{at}/close"), &closing(json!({"account": {"id": own}}))).await;
    assert_eq!(answer.status, 204, "{}", answer.json);
}

#[tokio::test]
async fn accounts_of_an_own_customer_that_others_made_are_the_pages_once_they_were_listed() {
    let place = Place::new().await;
    let (mut page, customer) = customer(&place).await;
    let (status, _) = place
        .sandbox
        .ask("POST", &format!("/v1/customer/id/{customer}/account"), Some(json!({"purpose": "Payroll"})))
        .await;
    assert_eq!(status, 201);
    let id = place.sandbox.all("account").await[0]["id"].as_i64().unwrap();
    let at = format!("/customer/id/{customer}/account/id/{id}");
    assert_eq!(page.get(&at).await.outcome(), (404, "account_not_found"));
    assert_eq!(page.get(&format!("/customer/id/{customer}/account")).await.status, 200);
    assert_eq!(page.get(&at).await.status, 200);
}
