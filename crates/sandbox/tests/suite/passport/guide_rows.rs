//! The guide's table of parameters, a test for each row. What it says of documents is in `guide_documents`.

use serde_json::{Value, json};

use super::client::{Client, business, deposit, individual, refused};
use crate::support::Platform;

/// guide: "type"
/// guide: "Specify the type of account to be created. Allowed value:"
/// guide: "• CHECKING (default)"
#[tokio::test]
async fn type_is_checking_which_is_the_default() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        for body in [json!({}), json!({"type": "CHECKING"})] {
            let account = client.account(&customer, &body).await;
            assert_eq!(client.read(&account).await["type"], "CHECKING");
        }
        let other = client.post(&format!("{customer}/account"), &json!({"type": "SAVINGS"})).await;
        assert_eq!(refused(&other, 422, "EC-VA-0006"), ["type"]);
    })
    .await;
}

/// guide: "isCustomerOwned"
/// guide: "Indicates the ownership model of the account. Allowed values:"
/// guide: "• true: for customer-owned deposit accounts"
/// guide: "• false (default): for clearing (FBO) accounts managed by the Platform/ISV"
#[tokio::test]
async fn is_customer_owned_tells_deposit_from_clearing_accounts_and_is_false_by_default() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        for (body, owned) in [(json!({}), false), (json!({"isCustomerOwned": false}), false), (deposit(), true)] {
            let account = client.account(&customer, &body).await;
            assert_eq!(client.read(&account).await["isCustomerOwned"], owned);
        }
        let text = client.post(&format!("{customer}/account"), &json!({"isCustomerOwned": "true"})).await;
        assert_eq!(refused(&text, 422, "EC-VA-0006"), ["isCustomerOwned"]);
    })
    .await;
}

/// guide: "nickName"
/// guide: "Assign a nick name to the account to easily recognise it"
#[tokio::test]
async fn nick_name_is_kept() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let account = client.account(&customer, &json!({"nickName": "Rent & bills"})).await;
        assert_eq!(client.read(&account).await["nickName"], "Rent & bills");
        let blank = client.post(&format!("{customer}/account"), &json!({"nickName": " "})).await;
        assert_eq!(refused(&blank, 422, "EC-VA-0005"), ["nickName"]);
    })
    .await;
}

/// guide: "isPrimary"
/// guide: "Set one of your passport accounts as a primary account."
/// guide: "By default, the customer’s first passport account will be set as primary. The customer can later change their primary account using this setting."
/// guide: "Possible Values: true or fasle"
#[tokio::test]
async fn is_primary_is_the_first_account_until_the_customer_sets_another() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let first = client.account(&customer, &json!({})).await;
        let second = client.account(&customer, &json!({"isPrimary": false})).await;
        let primary = async || {
            let accounts = client.accounts(&customer).await;
            accounts.into_iter().filter(|account| account["isPrimary"] == true).collect::<Vec<Value>>()
        };
        assert_eq!(primary().await.iter().map(|account| &account["url"]).collect::<Vec<_>>(), [&json!(first)]);
        super::client::changed(&client.post(&second, &json!({"isPrimary": true})).await);
        assert_eq!(primary().await.iter().map(|account| &account["url"]).collect::<Vec<_>>(), [&json!(second)]);
        let third = client.account(&customer, &json!({"isPrimary": true})).await;
        assert_eq!(primary().await.iter().map(|account| &account["url"]).collect::<Vec<_>>(), [&json!(third)]);
    })
    .await;
}

/// guide: "externalId"
/// guide: "Provide an external reference ID to identify the account within your system. Once assigned, the externalId cannot be updated and must remain unique across all accounts."
#[tokio::test]
async fn external_id_is_unique_over_all_accounts_and_fixed() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let ada = client.customer(&individual("1234")).await;
        let firm = client.customer(&business("1234")).await;
        let account = client.account(&ada, &json!({"externalId": "acc-1"})).await;
        platform.advance(1).await;
        let before = client.account_at(&account).await;
        for customer in [&ada, &firm] {
            let again = client.post(&format!("{customer}/account"), &json!({"externalId": "acc-1"})).await;
            assert_eq!(refused(&again, 422, "EC-BL-9001"), ["externalId"]);
        }
        for other in [json!("acc-2"), Value::Null] {
            let reply = client.post(&account, &json!({"externalId": other, "nickName": "changed"})).await;
            assert!([422].contains(&reply.status.as_u16()), "{}", reply.text());
        }
        assert_eq!(client.account_at(&account).await, before);
        super::client::changed(&client.post(&account, &json!({"externalId": "acc-1"})).await);
        assert_eq!(client.accounts(&firm).await.len(), 0);
    })
    .await;
}

/// guide: "purpose"
/// guide: "Defines the intended purpose of the account. Example: Operating, Payroll, Settlement etc."
/// guide: "Purpose values are configurable and can be defined during Program setup by coordinating with the Account Management team"
#[tokio::test]
async fn purpose_is_one_of_those_that_the_program_was_set_up_with() {
    let only = |config: &mut portico_sandbox::Config| config.passport.purposes = vec!["Herd".to_owned()];
    Platform::each_with(only, async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let account = client.account(&customer, &json!({"purpose": "Herd"})).await;
        assert_eq!(client.read(&account).await["purpose"], "Herd");
        let other = client.post(&format!("{customer}/account"), &json!({"purpose": "Operating"})).await;
        assert_eq!(refused(&other, 422, "EC-BL-0632"), ["purpose"]);
    })
    .await;
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        for purpose in ["Operating", "Payroll", "Settlement"] {
            client.account(&customer, &json!({"purpose": purpose})).await;
        }
    })
    .await;
}
