//! Agreements and their receipts: what an account takes, and that nothing else does.

use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    page::{ADDRESS, CLEARING, DEPOSIT, Page, Place, deposit, platform_outcome, receipt},
    support::browser::{Call, dispatch},
};

async fn open(page: &mut Page, customer: i64, body: &Value) -> (u16, String) {
    let answer = page.post(&format!("/customer/id/{customer}/account"), body).await;
    (answer.status.as_u16(), answer.code().to_owned())
}

fn refused() -> (u16, String) {
    (422, "agreement_not_accepted".to_owned())
}

fn opened() -> (u16, String) {
    (201, String::new())
}

#[tokio::test]
async fn lists_both_agreements_and_serves_their_texts_with_the_listed_hash() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let list = page.get("/agreements").await;
    let agreements = list.json["agreements"].as_array().unwrap();
    let kinds: Vec<_> = agreements.iter().map(|agreement| agreement["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, [DEPOSIT, CLEARING]);
    for agreement in agreements {
        for name in ["title", "version", "locale", "content_type", "url", "document_sha256"] {
            assert!(agreement[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
        }
        // Without a proof and without a cookie, as a link is followed.
        let file = dispatch(&place.router, Call::new("GET", agreement["url"].as_str().unwrap())).await;
        assert_eq!(
            (file.status.as_u16(), file.header("content-type")),
            (200, agreement["content_type"].as_str().unwrap())
        );
        let hash: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(agreement["document_sha256"], hash);
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
    let path = "/portico/passport/agreements/other/document";
    assert_eq!(dispatch(&place.router, Call::new("GET", path)).await.outcome(), (404, "file_not_found"));
    let path = agreements[0]["url"].as_str().unwrap();
    let answer = dispatch(&place.router, Call::new(Method::DELETE.as_str(), path)).await;
    assert_eq!(answer.outcome(), (405, "method_not_allowed"));
}

#[tokio::test]
async fn a_receipt_says_what_was_accepted_when_where_and_by_whom() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    let hash = page.agreement(DEPOSIT).await;
    for named in [json!({"id": customer}), json!({"externalId": "crm-7"})] {
        let answer = page.accept(DEPOSIT, named, json!({"entity": "CUSTOMER", "id": customer})).await;
        assert_eq!(answer.status, 201);
        let mut receipt = answer.json.clone();
        let id = receipt.as_object_mut().unwrap().remove("id").unwrap();
        assert!(id.as_str().is_some_and(|id| id.len() == 36));
        let expected = json!({
            "type": DEPOSIT, "document_sha256": hash, "locale": "en-US", "acceptance_mode": "CLICKWRAP",
            "accepted_at": "2026-01-01T00:00:00Z", "ip_address": ADDRESS.to_string(),
            "accepted_by": {"entity": "CUSTOMER", "id": customer},
        });
        assert_eq!(receipt, expected);
    }
}

#[tokio::test]
async fn behind_a_proxy_the_receipts_address_is_the_one_that_the_proxy_has_added() {
    let header = "x-forwarded-for";
    let place = Place::with(|config| config.address_header = Some(header.parse().unwrap())).await;
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    let hash = page.agreement(DEPOSIT).await;
    let body = receipt(json!({"id": customer}), &hash, json!({"entity": "CUSTOMER"}));
    let path = format!("/agreements/{DEPOSIT}/receipts");
    for (line, address) in [
        (Some("198.51.100.1, 203.0.113.99"), json!("203.0.113.99")),
        (Some("unknown"), json!(null)),
        (None, json!(null)),
    ] {
        let mut call = page.browser.call("POST", &path, Some(body.to_string()));
        if let Some(line) = line {
            call = call.with(header, line);
        }
        let answer = page.browser.dispatch(call).await;
        assert_eq!((answer.status.as_u16(), &answer.json["ip_address"]), (201, &address), "{line:?}");
    }
    // Without the setting the header is anybody's text.
    let place = Place::new().await;
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    let body = receipt(json!({"id": customer}), &hash, json!({"entity": "CUSTOMER"}));
    let call = page.browser.call("POST", &path, Some(body.to_string())).with(header, "198.51.100.1");
    assert_eq!(page.browser.dispatch(call).await.json["ip_address"], ADDRESS.to_string());
}

#[tokio::test]
async fn a_receipt_of_anything_else_is_none() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    let customer = page.individual("crm-7", "219091234").await;
    let theirs = other.individual("crm-8", "219091234").await;
    let hash = page.agreement(DEPOSIT).await;
    let by = || json!({"entity": "CUSTOMER"});
    let own = || json!({"id": customer});
    let good = || receipt(own(), &hash, by());
    let with = |name: &str, value: Value| {
        let mut body = good();
        body[name] = value;
        body
    };
    for (what, body, outcome) in [
        ("another text", receipt(own(), &"0".repeat(64), by()), (422, "agreement_superseded")),
        ("another's customer", receipt(json!({"id": theirs}), &hash, by()), (404, "customer_not_found")),
        ("another's by name", receipt(json!({"externalId": "crm-8"}), &hash, by()), (404, "customer_not_found")),
        ("nobody", receipt(json!({"externalId": "crm-9"}), &hash, by()), (404, "customer_not_found")),
        (
            "both names",
            receipt(json!({"id": customer, "externalId": "crm-7"}), &hash, by()),
            (400, "malformed_request"),
        ),
        ("no name", receipt(json!({}), &hash, by()), (400, "malformed_request")),
        ("by another", receipt(own(), &hash, json!({"entity": "CUSTOMER", "id": theirs})), (404, "customer_not_found")),
        ("by a stranger", receipt(own(), &hash, json!({"entity": "MANAGER"})), (400, "malformed_request")),
        ("more", receipt(own(), &hash, json!({"entity": "CUSTOMER", "name": "Ada"})), (400, "malformed_request")),
        ("another mode", with("acceptance_mode", json!("NOD")), (400, "malformed_request")),
        ("no locale", with("locale", json!("<b>")), (400, "malformed_request")),
        ("an address of its own", with("ip_address", json!("198.51.100.1")), (400, "malformed_request")),
    ] {
        let answer = page.post(&format!("/agreements/{DEPOSIT}/receipts"), &body).await;
        assert_eq!(answer.outcome(), outcome, "{what}");
    }
    assert_eq!(page.post("/agreements/other/receipts", &good()).await.outcome(), (404, "route_not_found"));
    assert_eq!(open(&mut page, customer, &deposit("acc-1")).await, refused());
}

#[tokio::test]
async fn no_account_opens_without_the_receipt_of_its_kind_and_its_customer() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let (ada, mary) = (page.individual("ada", "219091234").await, page.individual("mary", "219091234").await);
    let clearing = || json!({"externalId": "acc-2", "purpose": "Settlement"});
    for body in [deposit("acc-1"), clearing()] {
        assert_eq!(open(&mut page, ada, &body).await, refused(), "none at all");
    }
    page.accept_for(mary, DEPOSIT).await;
    assert_eq!(open(&mut page, ada, &deposit("acc-1")).await, refused(), "another customer's");
    page.accept_for(ada, CLEARING).await;
    assert_eq!(open(&mut page, ada, &deposit("acc-1")).await, refused(), "that of clearing accounts");
    assert_eq!(open(&mut page, mary, &clearing()).await, refused(), "that of deposit accounts");
    let mut explicit = clearing();
    for (flag, outcome) in
        [(json!(false), opened()), (json!(null), opened()), (json!("true"), (400, "malformed_request".into()))]
    {
        explicit["isCustomerOwned"] = flag.clone();
        explicit["externalId"] = json!(format!("clearing-{flag}").replace('"', ""));
        if flag.is_null() {
            explicit.as_object_mut().unwrap().remove("isCustomerOwned");
        }
        assert_eq!(open(&mut page, ada, &explicit).await, outcome, "{flag}");
    }
    assert_eq!(place.sandbox.all("account").await.len(), 2, "no deposit account yet");
    page.accept_for(ada, DEPOSIT).await;
    assert_eq!(open(&mut page, ada, &deposit("acc-1")).await, opened());
}

#[tokio::test]
async fn a_receipt_of_an_older_text_opens_nothing_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| {
        let entry = |file: &str| json!({"title": "Ours", "version": text, "locale": "en-US", "file": file});
        let list = json!({DEPOSIT: entry("a.txt"), CLEARING: entry("a.txt")});
        std::fs::write(folder.path().join("agreements.json"), list.to_string()).unwrap();
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
    };
    write("one");
    let mut place = Place::with(|config| config.passport_agreements = Some(folder.path().to_owned())).await;
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    page.accept_for(customer, DEPOSIT).await;
    write("two");
    place.stage.restart().await;
    page.browser.turn_to(&crate::page::from_address(&place.stage.router));
    assert_eq!(open(&mut page, customer, &deposit("acc-1")).await, refused());
    page.accept_for(customer, DEPOSIT).await;
    assert_eq!(open(&mut page, customer, &deposit("acc-1")).await, opened());
    // Evidence outlives the browser's visit.
    assert_eq!(page.browser.sign_out().await, 204);
    place.stage.clock.advance(100 * 24 * 60 * 60);
    place.stage.state.sweep().await.unwrap();
    let receipts =
        crate::secrets::rows(&place.stage, "SELECT version FROM agreement_receipts ORDER BY accepted_at, id").await;
    assert_eq!(receipts, ["one", "two"]);
}

#[tokio::test]
async fn the_platform_is_told_the_receipts_mode_time_address_and_accepter_whatever_the_page_says() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let customer = page.individual("crm-7", "219091234").await;
    page.accept_for(customer, DEPOSIT).await;
    place.stage.clock.advance(60);
    let details = json!({"ipAddress": ADDRESS.to_string(), "acceptedOn": "01/01/2026 00:00:00", "acceptedBy": {"entity": "CUSTOMER"}});
    let (forged_mode, forged_details) = (
        json!("ESIGN"),
        json!({"ipAddress": "198.51.100.1", "acceptedOn": "12/31/2025 00:00:00", "acceptedBy": {"entity": "BENEFICIAL_OWNER", "externalId": "mallory"}}),
    );
    let (mut beside, mut inside, mut listed) = (deposit("acc-2"), deposit("acc-3"), deposit("acc-4"));
    for place in [&mut beside, &mut inside["linkedDocument"], &mut listed["linkedDocument"]] {
        place["acceptanceMode"] = forged_mode.clone();
        place["acceptanceDetails"] = forged_details.clone();
    }
    listed["linkedDocument"] = json!([listed["linkedDocument"]]);
    for body in [deposit("acc-1"), beside, inside, listed] {
        assert_eq!(open(&mut page, customer, &body).await, opened());
        let up = place.sandbox.last().await.json();
        assert_eq!((&up["acceptanceMode"], &up["acceptanceDetails"]), (&json!("CLICKWRAP"), &details));
        for forged in ["ESIGN", "198.51.100.1", "12/31/2025", "BENEFICIAL_OWNER", "mallory"] {
            assert!(!up.to_string().contains(forged), "{forged}");
        }
    }
    for account in 1..=4 {
        let path = format!("/customer/id/{customer}/account/externalId/acc-{account}");
        let document = &page.get(&path).await.json["linkedDocument"][0];
        assert_eq!((&document["acceptanceMode"], &document["acceptanceDetails"]), (&json!("CLICKWRAP"), &details));
    }
}

#[tokio::test]
async fn who_accepted_is_a_customer_of_this_page_and_the_platform_judges_owners() {
    let place = Place::new().await;
    let (mut page, mut other) = (place.page().await, place.page().await);
    let (ada, mary) = (page.individual("ada", "219091234").await, page.individual("mary", "219091234").await);
    let theirs = other.individual("eve", "219091234").await;
    let firm = page.business("firm", "123456789").await;
    page.accept_for(ada, DEPOSIT).await;
    for (by, outcome) in [
        (json!({"entity": "CUSTOMER", "id": theirs}), (404, "customer_not_found".to_owned())),
        (json!({"entity": "CUSTOMER", "externalId": "eve"}), (404, "customer_not_found".to_owned())),
        (json!({"entity": "CUSTOMER", "id": mary}), (404, "customer_not_found".to_owned())),
        (json!({"entity": "CUSTOMER", "externalId": "ada"}), opened()),
    ] {
        let mut body = deposit("acc-1");
        body["acceptanceDetails"] = json!({"acceptedBy": by});
        assert_eq!(open(&mut page, ada, &body).await, outcome, "{by}");
    }
    let owner = json!({"entity": "BENEFICIAL_OWNER", "externalId": "owner-1"});
    let answer = page.accept(DEPOSIT, json!({"id": firm}), owner.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.json["accepted_by"]), (201, &owner));
    assert_eq!(open(&mut page, firm, &deposit("acc-2")).await, opened());
    place.stage.clock.advance(1);
    let nobody = json!({"entity": "BENEFICIAL_OWNER", "externalId": "nobody"});
    assert_eq!(page.accept(DEPOSIT, json!({"id": firm}), nobody).await.status, 201);
    let answer = page.post(&format!("/customer/id/{firm}/account"), &deposit("acc-3")).await;
    assert_eq!(platform_outcome(&answer), (422, "EC-VA-0006"), "{}", answer.json);
}
