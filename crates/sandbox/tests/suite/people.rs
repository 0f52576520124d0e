//! Accounts and people: their rules.

use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform, ssn};

async fn with_account(platform: &Platform) -> Customer {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_checking").await;
    customer
}

#[tokio::test]
async fn an_account_stems_from_a_context_in_either_form_or_from_its_parent() {
    Platform::each(async |platform| {
        let mut customer = Customer::arrive(platform).await;
        let account = customer.post(platform, "/accounts", &json!({"provided_id": "acp_prepaid"})).await.expect(201);
        assert_eq!(account["account_context"]["partner_name"], "Larkwell");
        let parent = json!({"parent_account_id": account["id"]});
        assert_eq!(customer.post(platform, "/accounts", &parent).await.expect(201)["provided_id"], "acp_prepaid");
        customer.open_account(platform, "acp_checking").await;

        let unknown = json!({"provided_id": "acp_unknown"});
        customer.post(platform, "/accounts", &unknown).await.expect_problem(404, "context_not_found");
        customer.post(platform, "/accounts", &json!({})).await.expect_problem(422, "validation_failed");
        let other = json!({"account_context": {"type": "free", "provided_id": "acp_checking"}});
        let reply = customer.post(platform, "/accounts", &other).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields(), [("/account_context/type".to_owned(), "option_unknown".to_owned())]);
        let twice = json!({"provided_id": "a", "account_context": {"type": "provided", "provided_id": "a"}});
        customer.post(platform, "/accounts", &twice).await.expect_problem(400, "malformed_request");
        customer.get(platform, "/accounts/unknown").await.expect_problem(404, "account_not_found");
        let orphan = json!({"parent_account_id": "unknown"});
        customer.post(platform, "/accounts", &orphan).await.expect_problem(404, "account_not_found");
    })
    .await;
}

#[tokio::test]
async fn names_every_wrong_field_at_once() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut body = customer.person(
            platform,
            &json!({"date_of_birth": "2020-02-30", "government_id": {"type": "ssn", "value": "666123456"}}),
        );
        body["first_name"] = json!("");
        body["last_name"] = json!("R2D2");
        body["email"] = json!("nobody");
        body["phone"] = json!("12");
        body["address"]["state"] = json!("XX");
        body["address"]["postal_code"] = json!("1");
        body["address"]["country"] = json!("FR");
        let reply = customer.post(platform, "/people", &body).await;
        reply.expect_problem(422, "validation_failed");
        let fields = reply.fields();
        let expected = [
            ("/first_name", "required"),
            ("/last_name", "name_form"),
            ("/email", "email_form"),
            ("/phone", "phone_form"),
            ("/address/state", "state_unknown"),
            ("/address/postal_code", "postal_code_form"),
            ("/address/country", "country_unsupported"),
            ("/encrypted_data/date_of_birth", "date_impossible"),
            ("/encrypted_data/government_id/value", "ssn_never_issued"),
        ];
        assert_eq!(fields, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
        assert!(!reply.text().contains("R2D2") && !reply.text().contains("666123456"));
    })
    .await;
}

#[tokio::test]
async fn knows_who_is_of_age_by_its_own_clock() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        // Turns 18 on the last day of next year, by the platform's clock.
        let this_year = |platform: &Platform| {
            let now = jiff::Timestamp::from_second(platform.state.now()).unwrap();
            now.to_zoned(jiff::tz::TimeZone::UTC).year()
        };
        let secrets = json!({"date_of_birth": format!("{}-12-31", this_year(platform) - 17)});
        let reply = customer.post(platform, "/people", &customer.person(platform, &secrets)).await;
        reply.expect_problem(422, "validation_failed");
        assert_eq!(reply.fields()[0].1, "under_age");
        let future = json!({"date_of_birth": "2199-01-01"});
        let reply = customer.post(platform, "/people", &customer.person(platform, &future)).await;
        assert_eq!(reply.fields()[0].1, "date_out_of_range");
        // Two years later the same person is of age.
        platform.advance(2 * 366 * 86_400).await;
        let mut later = with_account(platform).await;
        later.open_account(platform, "acp_prepaid").await;
        later.post(platform, "/people", &later.person(platform, &secrets)).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn some_addresses_have_a_code_of_their_own() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut body = customer.person(platform, &ssn("1234"));
        body["address"]["country"] = json!("CA");
        customer.post(platform, "/people", &body).await.expect_problem(422, "address_canadian_not_allowed");
        let mut body = customer.person(platform, &ssn("1234"));
        body["address"]["line1"] = json!("General Delivery");
        customer.post(platform, "/people", &body).await.expect_problem(422, "address_general_delivery_not_allowed");
    })
    .await;
}

#[tokio::test]
async fn an_account_has_one_primary_person_and_may_have_others() {
    Platform::each(async |platform| {
        let mut customer = with_account(platform).await;
        customer.become_person(platform, "1234").await;
        let body = customer.person(platform, &ssn("4321"));
        customer.post(platform, "/people", &body).await.expect_problem(422, "account_not_new");
        let mut second = customer.person(platform, &ssn("4321"));
        second["relationship"] = json!("secondary");
        let second = customer.post(platform, "/person", &second).await.expect(201);
        assert_eq!(second["relationship"], "secondary");
        let account = customer.get(platform, &format!("/accounts/{}", customer.account_id)).await.expect(200);
        assert_eq!(account["primary_person_id"], json!(customer.person_id));
    })
    .await;
}

#[tokio::test]
async fn a_person_without_secrets_stays_unchecked() {
    Platform::each(async |platform| {
        let customer = with_account(platform).await;
        let mut body = customer.person(platform, &Value::Null);
        body.as_object_mut().unwrap().remove("encrypted_data");
        let person = customer.post(platform, "/people", &body).await.expect(201);
        assert_eq!((&person["kyc_status"], &person["ofac_status"]), (&json!("unchecked"), &json!("unchecked")));
        assert_eq!(person["workflows"][0]["steps"], json!([{"step": "kyc_data"}]));
        assert_eq!(person.get("government_id_last4"), None);
        let path = format!("/people/{}", person["id"].as_str().unwrap());
        assert_eq!(customer.call(platform, Method::GET, &path, None).await.expect(200), person);
        customer.get(platform, "/people/unknown").await.expect_problem(404, "person_not_found");
    })
    .await;
}
