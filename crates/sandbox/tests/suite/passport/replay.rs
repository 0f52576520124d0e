//! Every code of the table, provoked once.

use axum::body::Body;
use http::Method;
use portico_model::passport::PassportCode;
use serde_json::{Value, json};

use super::client::{Client, deposit, individual, refused, with};
use crate::support::{Platform, Reply};

/// What was provoked, in the order of the table.
#[derive(Default)]
struct Replayed(Vec<PassportCode>);

impl Replayed {
    /// Looks through an answer's status and body, and at the fields that it names.
    #[track_caller]
    fn note(&mut self, code: PassportCode, fields: &[&str], reply: &Reply) {
        assert_eq!(refused(reply, code.status(), code.as_str()), fields, "{code:?}");
        self.0.push(code);
    }
}

#[tokio::test]
async fn every_documented_code_is_replayed_with_its_status_and_body() {
    Platform::each(async |platform| {
        let mut replayed = Replayed::default();
        headers_and_bodies(platform, &mut replayed).await;
        documents_and_lists(platform, &mut replayed).await;
        failures_and_standings(platform, &mut replayed).await;
        limits(platform, &mut replayed).await;
        assert_eq!(replayed.0, PassportCode::ALL);
    })
    .await;
}

async fn headers_and_bodies(platform: &Platform, replayed: &mut Replayed) {
    let client = Client::new(platform).await;
    let account = format!("{}/account", client.customer(&individual("1234")).await);
    let post = async |headers: &[(&str, &str)], body: &'static str| {
        let bearer = ("authorization", client.bearer.as_str());
        platform.request(Method::POST, "/v1/customer", &[&[bearer], headers].concat(), Body::from(body)).await
    };
    let nobody = platform.request(Method::POST, "/v1/customer", &[], Body::empty()).await;
    replayed.note(PassportCode::Unauthorized, &[], &nobody);
    replayed.note(PassportCode::HeaderMissing, &["Content-Type"], &post(&[], "{}").await);
    let plain = post(&[("content-type", "text/plain")], "{}").await;
    replayed.note(PassportCode::HeaderInvalid, &["Content-Type"], &plain);
    let json = [("content-type", "application/json")];
    replayed.note(PassportCode::MalformedJson, &[], &post(&json, "{").await);
    replayed.note(PassportCode::ValidationFailed, &["type", "individual"], &post(&json, "{}").await);
    let savings = client.post(&account, &json!({"type": "SAVINGS"})).await;
    replayed.note(PassportCode::FieldValueInvalid, &["type"], &savings);
    replayed.note(PassportCode::ValueInvalid, &["id"], &client.get("/v1/customer/id/x").await);
    let unknown = client.post(&account, &json!({"nick": "Till"})).await;
    replayed.note(PassportCode::FieldInvalid, &["nick"], &unknown);
}

async fn documents_and_lists(platform: &Platform, replayed: &mut Replayed) {
    let client = Client::new(platform).await;
    let account = format!("{}/account", client.customer(&individual("1234")).await);
    let other = client.post(&account, &with(deposit(), "/linkedDocument/document/type", json!("W9"))).await;
    replayed.note(PassportCode::DocumentTypeInvalid, &["linkedDocument.document.type"], &other);
    let hobby = client.post(&account, &json!({"purpose": "Hobby"})).await;
    replayed.note(PassportCode::PurposeNotConfigured, &["purpose"], &hobby);
    for (code, key, operator, field) in [
        (PassportCode::OperatorInvalid, "status", "is", "operator"),
        (PassportCode::FilterFieldInvalid, "accountNumber", "eq", "key"),
        (PassportCode::FilterValueInvalid, "id", "eq", "values"),
    ] {
        let filter = json!({"criteria": {"filters": [{"key": key, "operator": operator, "values": ["1"]}]}});
        let reply = client.post("/v1/account/list", &filter).await;
        replayed.note(code, &[&format!("criteria.filters[0].{field}")], &reply);
    }
}

async fn failures_and_standings(platform: &Platform, replayed: &mut Replayed) {
    let client = Client::new(platform).await;
    let damaged = client.customer(&individual("1234")).await;
    let id = damaged.rsplit('/').next().unwrap();
    let mut connection = platform.connect().await;
    // What lies sealed in the database is one's own: another's can't be opened in its place.
    let query = format!(
        "UPDATE passport_customers SET document_sealed = \
         (SELECT document_sealed FROM passport_customers WHERE id <> {id} ORDER BY id LIMIT 1) WHERE id = {id}"
    );
    sqlx::query(sqlx::AssertSqlSafe(query)).execute(&mut connection).await.unwrap();
    drop(connection);
    replayed.note(PassportCode::Internal, &[], &client.get(&damaged).await);

    let customer = client.customer(&individual("1234")).await;
    let body = json!({"externalId": "acc-1"});
    let account = client.account(&customer, &body).await;
    let again = client.post(&format!("{customer}/account"), &body).await;
    replayed.note(PassportCode::ExternalIdTaken, &["externalId"], &again);
    replayed.note(PassportCode::NotFound, &[], &client.get("/v1/customer/id/1").await);
    let control = format!("/passport/customers/{}/status", customer.rsplit('/').next().unwrap());
    let stand = async |status: &str| {
        platform.control(Method::POST, &control, Some(&json!({"status": status}))).await.expect(200);
    };
    stand("INACTIVE").await;
    let closed = client.post(&format!("{customer}/account"), &json!({})).await;
    replayed.note(PassportCode::CustomerInactive, &[], &closed);
    stand("ACTIVE").await;
    let renamed = client.post(&account, &json!({"externalId": "acc-2"})).await;
    replayed.note(PassportCode::FieldFixed, &["externalId"], &renamed);
    let content = "linkedDocument.document.base64encodedContent";
    let page = client.post(&format!("{customer}/account"), &with_content("PGh0bWw+")).await;
    replayed.note(PassportCode::DocumentNotPdf, &[content], &page);
    let headers = [("authorization", client.bearer.as_str()), ("content-type", "application/json")];
    let large = Body::from(vec![b' '; 300 * 1024]);
    let large = platform.request(Method::POST, "/v1/account/list", &headers, large).await;
    replayed.note(PassportCode::TooLarge, &[], &large);
    let close = json!({"reason": "MOVED", "outstandingBalanceInstruction": {"preferredMethod": "CHECK"}});
    let early = client.post(&format!("{account}/close"), &close).await;
    replayed.note(PassportCode::AccountStatusForbids, &[], &early);
    let laid_down = client.post(&account, &json!({"isPrimary": false})).await;
    replayed.note(PassportCode::PrimaryNeeded, &["isPrimary"], &laid_down);
}

fn with_content(content: &str) -> Value {
    with(deposit(), "/linkedDocument/document/base64encodedContent", json!(content))
}

async fn limits(platform: &Platform, replayed: &mut Replayed) {
    let bearer = platform.bearer().await;
    let delete =
        platform.request(Method::DELETE, "/v1/customer/id/1", &[("authorization", &bearer)], Body::empty()).await;
    replayed.note(PassportCode::MethodNotAllowed, &[], &delete);
    for _ in 0..1_000 {
        let reply = platform.request(Method::GET, "/v1/customer/id/1", &[], Body::empty()).await;
        if reply.status == 429 {
            return replayed.note(PassportCode::TooManyRequests, &[], &reply);
        }
    }
    panic!("a thousand calls were not too many");
}
