//! Accounts: what is refused and leaves the first one as it was.

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use serde_json::{Value, json};

use super::client::{Client, business, created, deposit, individual, pdf, refused, warned, with};
use crate::support::Platform;

const MEGABYTE: usize = 1024 * 1024;

fn document(content: &str) -> Value {
    with(deposit(), "/linkedDocument/document/base64encodedContent", json!(content))
}

/// The body of a deposit account whose agreement has `size` bytes: `%PDF-1` and blanks. Written group by group, since
/// building it as JSON takes longer than all the rest.
fn large(size: usize) -> String {
    let blanks = size - 6;
    let last = ["", "IA==", "ICA="][blanks % 3];
    let content = ["JVBERi0x", &"ICAg".repeat(blanks / 3), last].concat();
    document("CONTENT").to_string().replace("CONTENT", &content)
}

#[tokio::test]
async fn an_agreement_of_25_mb_is_taken_and_one_byte_more_is_not() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let path = format!("{customer}/account");
        let first = client.account(&customer, &deposit()).await;
        platform.advance(1).await;
        let before = client.account_at(&first).await;
        let account = created(&client.post_text(&path, large(25 * MEGABYTE)).await);
        assert_eq!(client.read(&account).await["linkedDocument"][0]["document"]["size"], json!(25 * MEGABYTE));
        let larger = client.post_text(&path, large(25 * MEGABYTE + 1)).await;
        assert_eq!(refused(&larger, 413, "EC-BL-9006"), ["linkedDocument.document.base64encodedContent"]);
        let endless = client.post_text(&path, large(27 * MEGABYTE)).await;
        refused(&endless, 413, "EC-BL-9006");
        // The limit of all other calls stays where it was.
        let notes =
            client.post("/v1/customer", &with(individual("1234"), "/tags", json!([pdf().repeat(10_000)]))).await;
        refused(&notes, 413, "EC-BL-9006");
        assert_eq!(client.account_at(&first).await, before);
        assert_eq!(client.accounts(&customer).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_agreement_that_is_no_pdf_leaves_the_first_account_untouched() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let first = client.account(&customer, &deposit()).await;
        platform.advance(1).await;
        let before = client.accounts(&customer).await;
        let path = format!("{customer}/account");
        let content = "linkedDocument.document.base64encodedContent";
        for text in ["<html>", "PK\u{3}\u{4}", " %PDF-1.7"] {
            let reply = client.post(&path, &document(&STANDARD.encode(text))).await;
            assert_eq!(refused(&reply, 422, "EC-BL-9005"), [content], "{text:?}");
        }
        let raw = client.post(&path, &document("%PDF-1.7")).await;
        assert_eq!(refused(&raw, 422, "EC-VA-0006"), [content]);
        let listed = with(
            deposit(),
            "/linkedDocument",
            json!([document(&pdf())["linkedDocument"], document("JVBERi0")["linkedDocument"]]),
        );
        let second = client.post(&path, &listed).await;
        assert_eq!(refused(&second, 422, "EC-VA-0006"), ["linkedDocument[1].document.base64encodedContent"]);
        assert_eq!(client.accounts(&customer).await, before);
        assert_eq!(before[0]["url"], json!(first));
    })
    .await;
}

#[tokio::test]
async fn an_external_id_used_twice_leaves_the_first_account_untouched() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let body = with(deposit(), "/externalId", json!("acc-1"));
        let account = client.account(&customer, &body).await;
        platform.advance(1).await;
        let before = client.account_at(&account).await;
        let again = client.post(&format!("{customer}/account"), &with(body, "/isPrimary", json!(true))).await;
        assert_eq!(refused(&again, 422, "EC-BL-9001"), ["externalId"]);
        let other = client.account(&customer, &json!({})).await;
        assert_eq!(
            refused(&client.post(&other, &json!({"externalId": "acc-1"})).await, 422, "EC-BL-9001"),
            ["externalId"]
        );
        let changed = client.post(&account, &json!({"externalId": "acc-2", "purpose": "Payroll"})).await;
        assert_eq!(refused(&changed, 422, "EC-BL-9004"), ["externalId"]);
        assert_eq!(client.account_at(&account).await, before);
        super::client::changed(&client.post(&other, &json!({"externalId": "acc-3"})).await);
    })
    .await;
}

#[tokio::test]
async fn a_business_without_owners_gets_no_deposit_account_and_keeps_its_first_one_untouched() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let mut body = with(deposit(), "/acceptanceDetails", Value::Null);
        body["acceptanceMode"] = json!("WETSIGN");
        for owners in [Value::Null, json!([])] {
            let firm = client.customer(&with(business("1234"), "/business/beneficialOwner", owners)).await;
            // A clearing account takes no owners.
            let first = client.account(&firm, &json!({"nickName": "first"})).await;
            platform.advance(1).await;
            let before = client.account_at(&first).await;
            let reply = client.post(&format!("{firm}/account"), &body).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["business.beneficialOwner"]);
            assert_eq!(client.accounts(&firm).await, std::slice::from_ref(&before));
            assert_eq!(client.account_at(&first).await, before);
        }
    })
    .await;
}

#[tokio::test]
async fn closed_and_blocked_customers_get_no_account_and_no_change_until_they_are_active_again() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for reason in ["CLOSED", "BLOCKED"] {
            let customer = client.customer(&individual("1234")).await;
            let account = client.account(&customer, &deposit()).await;
            platform.advance(1).await;
            let before = client.account_at(&account).await;
            let id = customer.rsplit('/').next().unwrap();
            let control = format!("/passport/customers/{id}/status");
            let inactive = json!({"status": "INACTIVE", "statusReason": reason});
            platform.control(Method::POST, &control, Some(&inactive)).await.expect(200);
            let read = client.read(&customer).await;
            assert_eq!((&read["status"], &read["statusReason"]), (&json!("INACTIVE"), &json!(reason)));
            let close = json!({"reason": "MOVED", "outstandingBalanceInstruction": {"preferredMethod": "CHECK"}});
            for (path, body) in [
                (format!("{customer}/account"), deposit()),
                (account.clone(), json!({"nickName": "x"})),
                (format!("{account}/close"), close),
                (customer.clone(), json!({"individual": {"lastName": "Lovelace"}})),
            ] {
                refused(&client.post(&path, &body).await, 422, "EC-BL-9003");
            }
            assert_eq!(client.accounts(&customer).await.len(), 1);
            assert_eq!(client.account_at(&account).await, before);
            platform.control(Method::POST, &control, Some(&json!({"status": "ACTIVE"}))).await.expect(200);
            client.account(&customer, &deposit()).await;
        }
    })
    .await;
}

#[tokio::test]
async fn another_customer_s_account_is_not_found_under_a_customer() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let ada = client.customer(&individual("1234")).await;
        let firm = client.customer(&business("1234")).await;
        let account = client.account(&ada, &with(deposit(), "/externalId", json!("acc-1"))).await;
        let (_, id) = account.rsplit_once('/').unwrap();
        for path in [
            format!("{firm}/account/id/{id}"),
            format!("{firm}/account/externalId/acc-1"),
            format!("{ada}/account/id/1"),
            "/v1/customer/id/1".to_owned(),
            "/v1/customer/externalId/none".to_owned(),
            "/v1/customer/id/1/account".to_owned(),
            "/v1/customer/name/1".to_owned(),
            "/v1/elsewhere".to_owned(),
        ] {
            refused(&client.get(&path).await, 404, "EC-BL-9002");
        }
    })
    .await;
}

#[tokio::test]
async fn a_first_account_that_was_to_be_no_primary_one_is_it_with_a_warning() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let reply = client.post(&format!("{customer}/account"), &json!({"isPrimary": false})).await;
        let (code, account) = warned(&reply);
        assert_eq!(code, "WARN-9001");
        assert_eq!(client.read(&account).await["isPrimary"], true);
    })
    .await;
}

#[tokio::test]
async fn accounts_customers_and_ids_live_on_over_a_restart() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        let (before, bearer) = (client.read(&account).await, client.bearer.clone());
        platform.restart().await;
        let client = Client { platform, bearer };
        let without_time = |mut account: Value| {
            account.as_object_mut().unwrap().retain(|name, _| !name.to_lowercase().contains("balance"));
            account
        };
        assert_eq!(without_time(client.read(&account).await), without_time(before));
        assert_ne!(client.opened(&individual("1234"), &deposit()).await, account);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_waited_for() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let headers = [("authorization", client.bearer.as_str()), ("content-type", "application/json")];
        let body = Body::from(vec![b' '; 300 * 1024]);
        refused(&platform.request(Method::POST, "/v1/account/list", &headers, body).await, 413, "EC-BL-9006");
    })
    .await;
}
