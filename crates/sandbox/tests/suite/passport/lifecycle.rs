//! From INACTIVE to CLOSED.

use http::Method;
use portico_sandbox::run_passport;
use serde_json::{Value, json};

use super::client::{Client, changed, deposit, individual, refused};
use crate::support::Platform;

const HOUR: i64 = 3_600;

fn closing() -> Value {
    json!({"reason": "MOVED", "outstandingBalanceInstruction": {"preferredMethod": "ACH", "destination": {"id": 7}}})
}

/// Reads until the account is there, since a running platform takes its own time.
async fn until(client: &Client<'_>, account: &str, status: &str, reason: &str) {
    for _ in 0..10_000 {
        if client.standing(account).await == (status.to_owned(), reason.to_owned()) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{account} never came to {status}");
}

#[tokio::test]
async fn a_running_platform_checks_by_itself_and_0006_waits_for_the_clock() {
    Platform::each(async |platform| {
        let running = tokio::spawn(run_passport(platform.state.clone()));
        let client = Client::new(platform).await;
        let fine = client.account(&client.customer(&individual("1234")).await, &deposit()).await;
        until(&client, &fine, "ACTIVE", "ACTIVATED_BY_SYSTEM").await;
        let waiting = client.account(&client.customer(&individual("0006")).await, &deposit()).await;
        until(&client, &waiting, "INACTIVE", "UNDER_REVIEW").await;
        platform.advance(1).await;
        assert_eq!(client.standing(&waiting).await.0, "ACTIVE");
        running.abort();
    })
    .await;
}

#[tokio::test]
async fn an_account_is_being_closed_for_an_hour_and_then_closed() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        changed(&client.post(&format!("{account}/close"), &closing()).await);
        platform.advance(HOUR - 10).await;
        assert_eq!(client.standing(&account).await, ("CLOSURE_INITIATED".into(), "CLOSURE_REQUESTED".into()));
        for (path, body) in [(account.clone(), json!({"nickName": "x"})), (format!("{account}/close"), closing())] {
            refused(&client.post(&path, &body).await, 422, "EC-BL-9007");
        }
        platform.advance(10).await;
        assert_eq!(client.standing(&account).await, ("CLOSED".into(), "CLOSED_BY_SYSTEM".into()));
        refused(&client.post(&account, &json!({"isPrimary": true})).await, 422, "EC-BL-9007");
    })
    .await;
}

#[tokio::test]
async fn a_closing_names_a_reason_and_where_the_money_goes() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        let path = format!("{account}/close");
        let fields = refused(&client.post(&path, &json!({})).await, 422, "EC-VA-0005");
        assert_eq!(fields, ["reason", "outstandingBalanceInstruction"]);
        let mut body = closing();
        body["reason"] = json!("OTHERS");
        assert_eq!(refused(&client.post(&path, &body).await, 422, "EC-VA-0005"), ["comment"]);
        body["outstandingBalanceInstruction"]["preferredMethod"] = json!("CASH");
        let fields = refused(&client.post(&path, &body).await, 422, "EC-VA-0006");
        assert_eq!(fields, ["outstandingBalanceInstruction.preferredMethod"]);
        assert_eq!(client.standing(&account).await.0, "ACTIVE");
        body["outstandingBalanceInstruction"]["preferredMethod"] = json!("CHECK");
        body["comment"] = json!("The herd was sold.");
        changed(&client.post(&path, &body).await);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_not_active_is_not_closed_and_a_blocked_one_not_changed() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.account(&client.customer(&individual("0004")).await, &deposit()).await;
        refused(&client.post(&format!("{account}/close"), &closing()).await, 422, "EC-BL-9007");
        changed(&client.post(&account, &json!({"nickName": "while it waits", "purpose": "Payroll"})).await);
        platform.advance(1).await;
        refused(&client.post(&account, &json!({"nickName": "x"})).await, 422, "EC-BL-9007");
        refused(&client.post(&format!("{account}/close"), &closing()).await, 422, "EC-BL-9007");
        assert_eq!(client.read(&account).await["nickName"], "while it waits");
    })
    .await;
}

#[tokio::test]
async fn an_update_takes_three_fields_and_refuses_the_fixed_ones_by_their_own_code() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let account = client.opened(&individual("1234"), &deposit()).await;
        changed(&client.post(&account, &json!({"purpose": "Payroll", "nickName": "Wages", "isPrimary": true})).await);
        let read = client.read(&account).await;
        assert_eq!((&read["purpose"], &read["nickName"]), (&json!("Payroll"), &json!("Wages")));
        changed(&client.post(&account, &json!({"purpose": null, "nickName": null})).await);
        let read = client.read(&account).await;
        assert_eq!((&read["purpose"], &read["nickName"]), (&Value::Null, &Value::Null));
        for (body, code, field) in [
            (json!({"isCustomerOwned": false}), "EC-BL-9004", "isCustomerOwned"),
            (json!({"type": "SAVINGS"}), "EC-BL-9004", "type"),
            (json!({"purpose": "Fun"}), "EC-BL-0632", "purpose"),
            (json!({"linkedDocument": deposit()["linkedDocument"]}), "EC-VA-0008", "linkedDocument"),
            (json!({"isPrimary": null}), "EC-VA-0005", "isPrimary"),
        ] {
            assert_eq!(refused(&client.post(&account, &body).await, 422, code), [field]);
        }
        changed(&client.post(&account, &json!({"type": "CHECKING", "isCustomerOwned": true})).await);
    })
    .await;
}

#[tokio::test]
async fn the_controls_are_there_only_where_they_are_switched_on() {
    Platform::each_with(
        |config| config.controls = false,
        async |platform| {
            for (method, path) in [
                (Method::POST, "/passport/customers/1/status"),
                (Method::GET, "/passport/webhook"),
                (Method::POST, "/passport/webhook/enable"),
            ] {
                platform.control(method, path, None).await.expect_problem(404, "route_not_found");
            }
        },
    )
    .await;
}
