//! Customers: create, get, update.

use serde_json::{Value, json};

use super::client::{Client, business, changed, deposit, individual, refused, with};
use crate::support::Platform;

#[tokio::test]
async fn a_customer_comes_back_by_either_path_with_the_last_four_digits_alone() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&with(individual("1234"), "/externalId", json!("crm-7"))).await;
        let ada = client.read(&path).await;
        assert_eq!(ada, client.read("/v1/customer/externalId/crm-7").await);
        assert!(ada["id"].is_i64() && path == format!("/v1/customer/id/{}", ada["id"]));
        assert_eq!((&ada["resourceName"], &ada["url"]), (&json!("customer"), &json!(path)));
        assert_eq!((&ada["status"], &ada["type"]), (&json!("ACTIVE"), &json!("INDIVIDUAL")));
        assert_eq!((&ada["individual"]["ssn"], &ada["individual"]["ssnLast4"]), (&Value::Null, &json!("1234")));
        assert_eq!(ada["individual"]["dob"], "05/17/1990");
        assert_eq!(ada["createdOn"].as_str().unwrap().len(), "01/15/2027 08:00:00".len());
        assert_eq!(ada["account"]["url"], json!(format!("{path}/account")));

        let firm = client.read(&client.customer(&business("7890")).await).await;
        let owner = &firm["business"]["beneficialOwner"][0];
        assert_eq!((&firm["business"]["ein"], &firm["business"]["einLast4"]), (&Value::Null, &json!("7890")));
        assert_eq!((&owner["ssn"], &owner["ssnLast4"]), (&Value::Null, &json!("1234")));
        assert!(owner["id"].is_i64() && owner["isControlPerson"] == true && owner["ownershipPercentage"] == 60);
    })
    .await;
}

#[tokio::test]
async fn answers_fit_the_model_s_types() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for body in [individual("1234"), business("1234")] {
            let answer = client.read(&client.customer(&body).await).await;
            let customer: portico_model::passport::Customer = serde_json::from_value(answer.clone()).unwrap();
            let again = serde_json::to_value(customer).unwrap();
            for part in ["individual", "business", "id", "type", "status", "createdOn"] {
                assert_eq!(again.get(part), answer.get(part), "{part}");
            }
        }
        let account = client.read(&client.opened(&individual("1234"), &deposit()).await).await;
        let typed: portico_model::passport::Account = serde_json::from_value(account.clone()).unwrap();
        assert_eq!(serde_json::to_value(typed).unwrap(), account);
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_null_takes_away() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&individual("1234")).await;
        let before = client.read(&path).await;
        platform.advance(60).await;
        let patch =
            json!({"type": "INDIVIDUAL", "individual": {"lastName": "Lovelace", "email": null, "ssn": "219-09-4321"}});
        changed(&client.post(&path, &patch).await);
        let after = client.read(&path).await;
        assert_eq!(after["individual"]["lastName"], "Lovelace");
        assert_eq!((&after["individual"]["email"], &after["individual"]["ssnLast4"]), (&Value::Null, &json!("4321")));
        assert_eq!(after["individual"]["mailingAddress"], before["individual"]["mailingAddress"]);
        assert_eq!(after["createdOn"], before["createdOn"]);
        assert_ne!(after["lastUpdatedOn"], before["lastUpdatedOn"]);
    })
    .await;
}

#[tokio::test]
async fn owners_are_changed_by_id_added_and_kept() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&business("1234")).await;
        let id = client.read(&path).await["business"]["beneficialOwner"][0]["id"].clone();
        let second = json!({"firstName": "Mary", "lastName": "Somerville", "ownershipPercentage": 40});
        let patch = json!({"business": {"beneficialOwner": [{"id": id, "title": "Chair"}, second]}});
        changed(&client.post(&path, &patch).await);
        let owners = client.read(&path).await["business"]["beneficialOwner"].clone();
        assert_eq!(
            (&owners[0]["id"], &owners[0]["title"], &owners[0]["ssnLast4"]),
            (&id, &json!("Chair"), &json!("1234"))
        );
        assert_eq!(owners[1]["firstName"], "Mary");
        assert_ne!(owners[1]["id"], id);

        let other = client.customer(&business("1234")).await;
        let foreign = client.read(&other).await["business"]["beneficialOwner"][0]["id"].clone();
        let reply =
            client.post(&path, &json!({"business": {"beneficialOwner": [{"id": foreign, "title": "x"}]}})).await;
        assert_eq!(refused(&reply, 422, "EC-VA-0006"), ["business.beneficialOwner[0].id"]);
        let more =
            json!({"business": {"beneficialOwner": [{"firstName": "A", "lastName": "B", "ownershipPercentage": 1}]}});
        assert_eq!(refused(&client.post(&path, &more).await, 422, "EC-VA-0005"), ["business.beneficialOwner"]);
    })
    .await;
}

#[tokio::test]
async fn type_and_external_id_are_fixed_and_an_external_id_is_taken_once() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&with(individual("1234"), "/externalId", json!("crm-7"))).await;
        let again = client.post("/v1/customer", &with(business("1234"), "/externalId", json!("crm-7"))).await;
        assert_eq!(refused(&again, 422, "EC-BL-9001"), ["externalId"]);
        for (patch, field) in [
            (json!({"externalId": "crm-8"}), "externalId"),
            (json!({"externalId": null}), "externalId"),
            (json!({"type": "BUSINESS"}), "type"),
        ] {
            assert_eq!(refused(&client.post(&path, &patch).await, 422, "EC-BL-9004"), [field]);
        }
        changed(&client.post(&path, &json!({"externalId": "crm-7", "type": "INDIVIDUAL"})).await);
        let late = client.customer(&individual("1234")).await;
        let taken = client.post(&late, &json!({"externalId": "crm-7"})).await;
        assert_eq!(refused(&taken, 422, "EC-BL-9001"), ["externalId"]);
        changed(&client.post(&late, &json!({"externalId": "crm-9"})).await);
        assert_eq!(client.read("/v1/customer/externalId/crm-9").await["url"], json!(late));
    })
    .await;
}

#[tokio::test]
async fn an_ssn_or_ein_of_any_wrong_form_is_refused_and_not_quoted() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let ssns = [
            "219-0-91234",
            "21909123",
            "2190912345",
            "219 09 1234",
            "219-09-123a",
            "000-09-1234",
            "666-09-1234",
            "900-09-1234",
            "999-09-1234",
            "219-00-1234",
            "219-09-0000",
            "",
        ];
        for ssn in ssns {
            let reply = client.post("/v1/customer", &with(individual("1234"), "/individual/ssn", json!(ssn))).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["individual.ssn"], "{ssn}");
            assert!(ssn.is_empty() || !reply.text().contains(ssn));
            let owner = with(business("1234"), "/business/beneficialOwner/0/ssn", json!(ssn));
            let reply = client.post("/v1/customer", &owner).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["business.beneficialOwner[0].ssn"], "{ssn}");
        }
        for ein in ["1-23456789", "12345678", "00-1234567", "12-34567x9"] {
            let reply = client.post("/v1/customer", &with(business("1234"), "/business/ein", json!(ein))).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["business.ein"], "{ein}");
        }
        let number =
            client.post("/v1/customer", &with(individual("1234"), "/individual/ssn", json!(219_091_234))).await;
        assert_eq!(refused(&number, 422, "EC-VA-0006"), ["individual.ssn"]);
    })
    .await;
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let body = json!({"type": "INDIVIDUAL", "individual": {
            "firstName": "4da", "dob": "1990-05-17", "mobilePhone": "555", "email": "ada",
            "mailingAddress": [{"addressLine1": "1 A", "city": "Austin", "state": "Texas", "zip": "7870"}],
        }});
        let fields = refused(&client.post("/v1/customer", &body).await, 422, "EC-VA-0005");
        let expected = [
            "firstName",
            "lastName",
            "dob",
            "mailingAddress[0].state",
            "mailingAddress[0].zip",
            "mobilePhone",
            "email",
        ];
        assert_eq!(fields, expected.map(|name| format!("individual.{name}")));
        let minor = with(individual("1234"), "/individual/dob", json!("01/01/2020"));
        assert_eq!(refused(&client.post("/v1/customer", &minor).await, 422, "EC-VA-0005"), ["individual.dob"]);
        let both = with(individual("1234"), "/business", json!({"legalName": "x"}));
        assert_eq!(refused(&client.post("/v1/customer", &both).await, 422, "EC-VA-0008"), ["business"]);
    })
    .await;
}
