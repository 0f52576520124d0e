//! The guide's steps and mandates, a test for each sentence. The rows of its table are in `guide_rows`
//! and `guide_documents`.

use http::Method;
use serde_json::{Value, json};

use super::client::{Client, business, business_deposit, changed, created, deposit, individual, refused, with};
use crate::support::Platform;

/// guide: "Open an Account"
#[tokio::test]
async fn an_account_opens_empty_and_with_the_number_by_which_other_banks_reach_it() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.read(&client.opened(&individual("1234"), &deposit()).await).await;
        for balance in ["balance", "availableBalance", "actualBalance", "advanceBalance", "holdBalance"] {
            assert_eq!(account[balance]["amount"], "0.00");
        }
        let number = account["accountNumber"].as_str().unwrap();
        assert!(number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(account["routableAccount"]["accountNumber"], number);
        assert_eq!(account["routableAccount"]["routingNumber"].as_str().unwrap().len(), 9);
    })
    .await;
}

/// guide: "Accounts can be Deposit Accounts (customer-owned) or FBO Accounts (platform-controlled)."
#[tokio::test]
async fn a_customer_of_either_type_can_have_both_kinds_of_account() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for (customer, owned) in [(individual("1234"), deposit()), (business("1234"), business_deposit())] {
            let path = client.customer(&customer).await;
            for body in [owned, json!({"purpose": "Settlement"})] {
                let account = client.account(&path, &body).await;
                platform.advance(1).await;
                assert_eq!(client.standing(&account).await.0, "ACTIVE");
            }
        }
    })
    .await;
}

/// guide: "Creating an Account"
/// guide: "Opening an Account involves sending the following details to our API:"
/// guide: "Step 1: Make a POST request to /v1/customer/id/{id}/account or /v1/customer/externalId/{external-id}/account API endpoint with the following recommended parameters."
#[tokio::test]
async fn an_account_is_opened_by_either_path() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&with(individual("1234"), "/externalId", json!("crm-7"))).await;
        let by_id = client.account(&path, &deposit()).await;
        let by_external_id = client.account("/v1/customer/externalId/crm-7", &deposit()).await;
        assert!([&by_id, &by_external_id].iter().all(|account| account.starts_with(&format!("{path}/account/id/"))));
        assert_eq!(client.accounts("/v1/customer/externalId/crm-7").await, client.accounts(&path).await);
    })
    .await;
}

/// guide: "Parameter"
/// guide: "Required"
/// guide: "Description"
#[tokio::test]
async fn a_parameter_that_is_not_in_the_table_is_refused_by_name() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = format!("{}/account", client.customer(&individual("1234")).await);
        let reply = client.post(&path, &json!({"nickname": "x"})).await;
        assert_eq!(refused(&reply, 422, "EC-VA-0008"), ["nickname"]);
    })
    .await;
}

/// guide: "Step 2: After submitting the account creation request, the system checks that all required customer information is present."
/// guide: "This ensures that the account can be legally opened and activated for transactions."
/// guide: "If any validation fails, the request is rejected immediately, and an error response is returned."
#[tokio::test]
async fn missing_customer_data_is_refused_at_once_and_no_account_is_made() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let path = client.customer(&with(individual("1234"), "/individual/dob", Value::Null)).await;
        let reply = client.post(&format!("{path}/account"), &deposit()).await;
        assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["individual.dob"]);
        assert_eq!(client.accounts(&path).await.len(), 0);
    })
    .await;
}

/// guide: "You must correct the issue and resubmit the request."
/// guide: "Use the POST request to /v1/customer/id/{id} or /v1/customer/externalId/{external-id} to update customer information."
#[tokio::test]
async fn after_an_update_by_either_path_the_same_request_is_taken() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let incomplete = with(individual("1234"), "/individual/dob", Value::Null);
        for by_external_id in [false, true] {
            let id = format!("crm-{by_external_id}");
            let path = client.customer(&with(incomplete.clone(), "/externalId", json!(id))).await;
            refused(&client.post(&format!("{path}/account"), &deposit()).await, 422, "EC-VA-0005");
            let update = if by_external_id { format!("/v1/customer/externalId/{id}") } else { path.clone() };
            changed(&client.post(&update, &json!({"individual": {"dob": "05/17/1990"}})).await);
            client.account(&path, &deposit()).await;
        }
    })
    .await;
}

/// guide: "For a complete list of validation errors and how to resolve them, refer to the HTTP Response Codes."
#[tokio::test]
async fn every_missing_field_is_named_in_one_answer() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let bare = json!({"type": "INDIVIDUAL", "individual": {"firstName": "Ada", "lastName": "Byron"}});
        let path = client.customer(&bare).await;
        let reply = client.post(&format!("{path}/account"), &deposit()).await;
        let missing = ["ssn", "dob", "mailingAddress", "mobilePhone", "email"].map(|name| format!("individual.{name}"));
        assert_eq!(refused(&reply, 422, "EC-VA-0005"), missing);
    })
    .await;
}

/// guide: "When isCustomerOwned is set to true, certain customer-level details must be available."
/// guide: "If any required information is missing, the account creation request will throw error."
#[tokio::test]
async fn a_clearing_account_needs_none_of_the_customer_s_details() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let bare = json!({"type": "BUSINESS", "business": {"legalName": "Larkwell"}});
        let path = client.customer(&bare).await;
        client.account(&path, &json!({"isCustomerOwned": false})).await;
        let body = with(deposit(), "/acceptanceDetails", Value::Null);
        refused(&client.post(&format!("{path}/account"), &body).await, 422, "EC-VA-0005");
    })
    .await;
}

/// guide: "Customer level Validation"
/// guide: "For Individual: firstName,lastName, ssn, dob, mailingAddress with isPrimary = true, mobilePhone, email details"
#[tokio::test]
async fn an_individual_needs_each_of_these() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for name in ["ssn", "dob", "mailingAddress", "mobilePhone", "email"] {
            let path = client.customer(&with(individual("1234"), &format!("/individual/{name}"), Value::Null)).await;
            let reply = client.post(&format!("{path}/account"), &deposit()).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), [format!("individual.{name}")]);
        }
        // Without a name there is no customer to begin with.
        for name in ["firstName", "lastName"] {
            let nameless = with(individual("1234"), &format!("/individual/{name}"), Value::Null);
            let reply = client.post("/v1/customer", &nameless).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), [format!("individual.{name}")]);
        }
        for primary in [json!(false), Value::Null] {
            let pointer = "/individual/mailingAddress/0/isPrimary";
            let path = client.customer(&with(individual("1234"), pointer, primary)).await;
            let reply = client.post(&format!("{path}/account"), &deposit()).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), ["individual.mailingAddress"]);
        }
    })
    .await;
}

/// guide: "For Business:legalName, ein, stateOfIncorporation,dateOfIncorporation,doingBusinessAs,phone,email,businessCategory,beneficialOwner details (based on validations defined in the Customer entity)"
#[tokio::test]
async fn a_business_needs_each_of_these_and_its_owners_do_too() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let body = with(deposit(), "/acceptanceDetails", Value::Null);
        for name in [
            "ein",
            "stateOfIncorporation",
            "dateOfIncorporation",
            "doingBusinessAs",
            "phone",
            "email",
            "businessCategory",
            "beneficialOwner",
            "beneficialOwner[0].ssn",
            "beneficialOwner[0].dob",
            "beneficialOwner[0].mailingAddress",
        ] {
            let pointer = format!("/business/{}", name.replace("[0].", "/0/"));
            let path = client.customer(&with(business("1234"), &pointer, Value::Null)).await;
            let reply = client.post(&format!("{path}/account"), &body).await;
            assert_eq!(refused(&reply, 422, "EC-VA-0005"), [format!("business.{name}")]);
        }
        let nameless = client.post("/v1/customer", &with(business("1234"), "/business/legalName", Value::Null)).await;
        assert_eq!(refused(&nameless, 422, "EC-VA-0005"), ["business.legalName"]);
    })
    .await;
}

/// guide: "Once the request is submitted, the system verifies all account-level requirements."
/// guide: "This includes KYC/CIP checks, linked document verification, and compliance reviews."
#[tokio::test]
async fn the_checks_run_after_the_answer_and_each_can_block_the_account() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        for (last4, reason) in [
            ("0004", "BLOCKED_BY_KYC"),
            ("0002", "BLOCKED_BY_DOCUMENT_VERIFICATION"),
            ("0005", "BLOCKED_BY_COMPLIANCE"),
        ] {
            for (customer, body) in [(individual(last4), deposit()), (business(last4), business_deposit())] {
                let path = client.customer(&customer).await;
                let account = client.account(&path, &body).await;
                assert_eq!(client.standing(&account).await, ("INACTIVE".into(), "PENDING_VERIFICATION".into()));
                platform.advance(1).await;
                assert_eq!(client.standing(&account).await, ("BLOCKED".into(), reason.into()));
            }
        }
    })
    .await;
}

/// guide: "• If all system-level validations pass, our system processes the request and returns a response indicating the outcome."
#[tokio::test]
async fn when_every_check_passes_the_account_is_active() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        assert_eq!(client.standing(&account).await, ("ACTIVE".into(), "ACTIVATED_BY_SYSTEM".into()));
    })
    .await;
}

/// guide: "• For every account, it is critical to store the unique account idwhich can be used later, for retrieving or updating the account details."
/// guide: "You can either use system generated account id (shared in response header of your request) or your system assigned externalId passed as part of account create request."
#[tokio::test]
async fn an_account_is_read_and_updated_by_the_id_of_the_header_or_by_its_external_id() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let body = with(deposit(), "/externalId", json!("acc-1"));
        let by_id = created(&client.post(&format!("{customer}/account"), &body).await);
        let by_external_id = format!("{customer}/account/externalId/acc-1");
        for (path, name) in [(&by_id, "by id"), (&by_external_id, "by external id")] {
            changed(&client.post(path, &json!({"nickName": name})).await);
            let account = client.read(path).await;
            assert_eq!((&account["nickName"], &account["url"]), (&json!(name), &json!(by_id)));
            assert!(by_id.ends_with(&format!("/{}", account["id"])));
        }
    })
    .await;
}

/// guide: "Step 3: You can learn the outcome of the request via GET /v1/customer/id/{id}/account or wait for the Account webhook."
#[tokio::test]
async fn the_outcome_is_in_the_customer_s_accounts_and_in_a_notice() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        let (customer, _) = account.split_once("/account").unwrap();
        let listed = client.accounts(customer).await;
        assert_eq!(listed, [client.account_at(&account).await]);
        assert_eq!(listed[0]["status"], "ACTIVE");
        let kept = platform.control(Method::GET, "/passport/webhook", None).await.expect(200);
        let told: Value = serde_json::from_str(kept["notices"][0]["message"].as_str().unwrap()).unwrap();
        assert_eq!((&told["event"], &told["resource"]["url"]), (&json!("ACCOUNT_STATUS_CHANGED"), &json!(account)));
        assert_eq!(told["resource"]["status"], "ACTIVE");
    })
    .await;
}

/// guide: "Compliance Mandates"
/// guide: "To open an Deposit account, account owner must accept the Passport Account Agreement to authorize account operations."
#[tokio::test]
async fn a_deposit_account_is_opened_with_the_signed_agreement_and_its_acceptance_is_kept() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let without = with(deposit(), "/linkedDocument", Value::Null);
        refused(&client.post(&format!("{customer}/account"), &without).await, 422, "EC-VA-0005");
        let account = client.account(&customer, &deposit()).await;
        let kept = client.read(&account).await["linkedDocument"][0].clone();
        assert_eq!((&kept["purpose"], &kept["acceptanceMode"]), (&json!("AUTHORIZATION"), &json!("CLICKWRAP")));
        assert_eq!(kept["document"]["sha256"].as_str().unwrap().len(), 64);
        assert_eq!(kept["acceptanceDetails"], deposit()["acceptanceDetails"]);
    })
    .await;
}

/// guide: "To open a Clearing (FBO) account, account owner must accept Payment Services Terms & Conditions agreement."
#[tokio::test]
async fn a_clearing_account_takes_the_acceptance_of_its_terms_beside_no_document_or_with_one() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let clearing = with(deposit(), "/isCustomerOwned", json!(false));
        for body in [clearing.clone(), with(clearing, "/linkedDocument", Value::Null)] {
            let account = client.account(&customer, &body).await;
            platform.advance(1).await;
            assert_eq!(client.standing(&account).await.0, "ACTIVE");
        }
    })
    .await;
}
