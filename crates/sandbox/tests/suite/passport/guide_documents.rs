//! What the guide's table of parameters says of documents and their acceptance, a test for each row.

use serde_json::{Value, json};

use super::client::{Client, business, business_deposit, created, deposit, individual, pdf, refused, warned, with};
use crate::support::Platform;

/// guide: "linkedDocument"
/// guide: "Required when isCustomerOwned is set to true to share the agreement signed by the customer."
#[tokio::test]
async fn linked_document_is_needed_for_a_deposit_account_as_an_object_or_a_list() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let path = format!("{customer}/account");
        for none in [Value::Null, json!([])] {
            let mut body = deposit();
            body["linkedDocument"] = none;
            assert_eq!(refused(&client.post(&path, &body).await, 422, "EC-VA-0005"), ["linkedDocument"]);
        }
        let listed = with(deposit(), "/linkedDocument", json!([deposit()["linkedDocument"]]));
        for body in [deposit(), listed] {
            let account = client.account(&customer, &body).await;
            assert_eq!(client.read(&account).await["linkedDocument"].as_array().unwrap().len(), 1);
        }
    })
    .await;
}

/// guide: "linkedDocument.purpose"
/// guide: "Specifies the purpose of the linked document. Allowed value: AUTHORIZATION"
#[tokio::test]
async fn linked_document_purpose_is_authorization() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = format!("{}/account", client.customer(&individual("1234")).await);
        for (value, code) in [(json!("IDENTITY"), "EC-VA-0006"), (Value::Null, "EC-VA-0005")] {
            let reply = client.post(&path, &with(deposit(), "/linkedDocument/purpose", value)).await;
            assert_eq!(refused(&reply, 422, code), ["linkedDocument.purpose"]);
        }
        let account = created(&client.post(&path, &deposit()).await);
        assert_eq!(client.read(&account).await["linkedDocument"][0]["purpose"], "AUTHORIZATION");
    })
    .await;
}

/// guide: "linkedDocument.document"
/// guide: "• type"
/// guide: "• base64encodedContent"
/// guide: "type specifies the agreement type. This should beSPAA for deposit account and FBO account."
/// guide: "base64encodedContent: represented the encoded file of the signed document incase of WETSIGN or the agreement signed via ESIGN or CLICKWRAP"
#[tokio::test]
async fn linked_document_is_a_spaa_with_its_content_for_both_kinds_of_account() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let path = format!("{customer}/account");
        for owned in [true, false] {
            let body = with(deposit(), "/isCustomerOwned", json!(owned));
            let other = with(body.clone(), "/linkedDocument/document/type", json!("W9"));
            let reply = client.post(&path, &other).await;
            assert_eq!(refused(&reply, 422, "EC-BL-0403"), ["linkedDocument.document.type"]);
            let account = client.account(&customer, &body).await;
            let kept = client.read(&account).await["linkedDocument"][0]["document"].clone();
            assert_eq!((&kept["type"], &kept["size"]), (&json!("SPAA"), &json!(32)));
            assert!(!kept.to_string().contains(&pdf()));
        }
        let spelled = json!({"type": "SPAA", "base64EncodedContent": pdf()});
        client.account(&customer, &with(deposit(), "/linkedDocument/document", spelled)).await;
        let without = client.post(&path, &with(deposit(), "/linkedDocument/document", json!({"type": "SPAA"}))).await;
        assert_eq!(refused(&without, 422, "EC-VA-0005"), ["linkedDocument.document.base64encodedContent"]);
    })
    .await;
}

/// guide: "acceptanceMode"
/// guide: "The mode of acceptance of documents. Possible Values:"
/// guide: "• CLICKWRAP"
/// guide: "• ESIGN"
/// guide: "• WETSIGN"
#[tokio::test]
async fn acceptance_mode_is_one_of_three_inside_the_document_or_beside_it() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        for mode in ["CLICKWRAP", "ESIGN", "WETSIGN"] {
            let beside = with(deposit(), "/acceptanceMode", json!(mode));
            let none = with(deposit(), "/acceptanceMode", Value::Null);
            let inside = with(none, "/linkedDocument/acceptanceMode", json!(mode));
            for body in [beside, inside] {
                let account = client.account(&customer, &body).await;
                assert_eq!(client.read(&account).await["linkedDocument"][0]["acceptanceMode"], mode);
            }
        }
        for place in ["/acceptanceMode", "/linkedDocument/acceptanceMode"] {
            let other = client.post(&format!("{customer}/account"), &with(deposit(), place, json!("FAX"))).await;
            assert_eq!(refused(&other, 422, "EC-VA-0006"), [place[1..].replace('/', ".")]);
        }
    })
    .await;
}

/// guide: "Recommended"
#[tokio::test]
async fn each_recommended_member_of_the_acceptance_is_warned_about_when_it_alone_is_left_out() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = format!("{}/account", client.customer(&individual("1234")).await);
        created(&client.post(&path, &deposit()).await);
        let inside = |mut body: Value| {
            for name in ["acceptanceMode", "acceptanceDetails"] {
                if let Some(value) = body.as_object_mut().unwrap().remove(name) {
                    body["linkedDocument"][name] = value;
                }
            }
            body
        };
        for pointer in [
            "/acceptanceMode",
            "/acceptanceDetails",
            "/acceptanceDetails/ipAddress",
            "/acceptanceDetails/acceptedOn",
            "/acceptanceDetails/acceptedBy",
        ] {
            let beside = with(deposit(), pointer, Value::Null);
            for body in [beside.clone(), inside(beside)] {
                let (code, account) = warned(&client.post(&path, &body).await);
                assert_eq!(code, "WARN-9002", "{pointer}");
                let kept = &client.read(&account).await["linkedDocument"][0];
                assert_eq!(kept.pointer(pointer), None, "{pointer}");
            }
        }
    })
    .await;
}

/// guide: "acceptanceDetails"
/// guide: "If ESIGN or CLICKWRAP, share device and user details regarding acceptance of agreement for quicker account approvals"
#[tokio::test]
async fn acceptance_details_are_recommended_and_leaving_them_out_is_done_with_a_warning() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = format!("{}/account", client.customer(&individual("1234")).await);
        for mode in ["CLICKWRAP", "ESIGN"] {
            let without = with(deposit(), "/acceptanceDetails", Value::Null);
            let reply = client.post(&path, &with(without, "/acceptanceMode", json!(mode))).await;
            let (code, account) = warned(&reply);
            assert_eq!(code, "WARN-9002");
            assert_eq!(client.read(&account).await["linkedDocument"][0]["acceptanceDetails"], Value::Null);
        }
        let wet = with(with(deposit(), "/acceptanceDetails", Value::Null), "/acceptanceMode", json!("WETSIGN"));
        created(&client.post(&path, &wet).await);
        let details = deposit()["acceptanceDetails"].clone();
        let inside =
            with(with(deposit(), "/acceptanceDetails", Value::Null), "/linkedDocument/acceptanceDetails", details);
        let account = created(&client.post(&path, &inside).await);
        let kept = client.read(&account).await["linkedDocument"][0]["acceptanceDetails"].clone();
        assert_eq!(kept, deposit()["acceptanceDetails"]);
    })
    .await;
}

/// guide: "acceptanceDetails.ipAddress"
/// guide: "IP Address of the device accepting the agreement."
#[tokio::test]
async fn acceptance_details_ip_address_is_one() {
    expect_values(
        "ipAddress",
        &[json!("203.0.113.7"), json!("2001:db8::7")],
        &[json!("203.0.113"), json!("localhost")],
    )
    .await;
}

/// guide: "acceptanceDetails.acceptedOn"
/// guide: "Date on which the agreement is accepted."
#[tokio::test]
async fn acceptance_details_accepted_on_is_a_date_that_has_come() {
    let bad = [json!("2026-11-20"), json!("02/30/2026"), json!("01/01/2126")];
    expect_values("acceptedOn", &[json!("11/20/2026"), json!("11/20/2026 10:00:00")], &bad).await;
}

async fn expect_values(name: &str, good: &[Value], bad: &[Value]) {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let body = |value: &Value| with(deposit(), &format!("/acceptanceDetails/{name}"), value.clone());
        for value in good {
            let account = client.account(&customer, &body(value)).await;
            assert_eq!(client.read(&account).await["linkedDocument"][0]["acceptanceDetails"][name], *value);
        }
        for value in bad {
            let reply = client.post(&format!("{customer}/account"), &body(value)).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), [format!("acceptanceDetails.{name}")]);
        }
    })
    .await;
}

/// guide: "acceptanceDetails.acceptedBy"
/// guide: "• entity"
/// guide: "entity by whom the agreement is accepted."
/// guide: "Possible Values:"
/// guide: "• Individual customer - CUSTOMER"
/// guide: "• Business customer - BENEFICIAL_OWNER (to depict which beneficial owner accepted)"
#[tokio::test]
async fn accepted_by_is_the_customer_for_an_individual_and_an_owner_for_a_business() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let ada = client.customer(&individual("1234")).await;
        let firm = client.customer(&business("1234")).await;
        client.account(&ada, &deposit()).await;
        client.account(&firm, &business_deposit()).await;
        for (customer, body) in [(&ada, business_deposit()), (&firm, deposit())] {
            let reply = client.post(&format!("{customer}/account"), &body).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0006"), ["acceptanceDetails.acceptedBy.entity"]);
        }
        let by = |entity: Value| with(business_deposit(), "/acceptanceDetails/acceptedBy/entity", entity);
        for (entity, code) in [(json!("BANK"), "EC-VA-0006"), (Value::Null, "EC-VA-0005")] {
            let reply = client.post(&format!("{firm}/account"), &by(entity)).await;
            assert_eq!(refused(&reply, 422, code), ["acceptanceDetails.acceptedBy.entity"]);
        }
    })
    .await;
}

/// guide: "• id"
/// guide: "id: identifier of entity"
/// guide: "• externalId"
/// guide: "externalId : Reference id assigned by the program manager."
#[tokio::test]
async fn accepted_by_names_the_entity_by_id_or_external_id() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let firm = client.customer(&business("1234")).await;
        let owner = client.read(&firm).await["business"]["beneficialOwner"][0]["id"].clone();
        assert!(owner.is_i64());
        let by = |by: Value| {
            let mut accepted = by;
            accepted["entity"] = json!("BENEFICIAL_OWNER");
            with(business_deposit(), "/acceptanceDetails/acceptedBy", accepted)
        };
        for named in
            [json!({"id": owner}), json!({"externalId": "owner-1"}), json!({"id": owner, "externalId": "owner-1"})]
        {
            client.account(&firm, &by(named)).await;
        }
        for (named, code, field) in [
            (json!({}), "EC-VA-0005", "id"),
            (json!({"id": 1}), "EC-VA-0006", "id"),
            (json!({"id": owner.to_string()}), "EC-VA-0006", "id"),
            (json!({"externalId": "owner-2"}), "EC-VA-0006", "externalId"),
        ] {
            let reply = client.post(&format!("{firm}/account"), &by(named)).await;
            assert_eq!(refused(&reply, 422, code), [format!("acceptanceDetails.acceptedBy.{field}")]);
        }
        // Inside a document it is named there; the acceptance beside counts for the document without its own.
        let right = business_deposit();
        let mut second = right["linkedDocument"].clone();
        second["acceptanceDetails"] = json!({"acceptedBy": {"entity": "BENEFICIAL_OWNER", "externalId": "owner-2"}});
        for (documents, path) in [
            (second.clone(), "linkedDocument.acceptanceDetails"),
            (json!([right["linkedDocument"], second]), "linkedDocument[1].acceptanceDetails"),
        ] {
            let body = with(right.clone(), "/linkedDocument", documents);
            let reply = client.post(&format!("{firm}/account"), &body).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0006"), [format!("{path}.acceptedBy.externalId")]);
        }
    })
    .await;
}
