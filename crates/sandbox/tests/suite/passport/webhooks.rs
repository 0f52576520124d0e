//! Notices: the confirmation first, five tries, and a block until the address is enabled again.

use http::Method;
use portico_model::passport::{AccountEvent, AccountStatus};
use portico_sandbox::run_passport;
use serde_json::{Value, json};

use super::{
    client::{Client, deposit, individual, refused},
    receiver::Receiver,
};
use crate::support::Platform;

async fn webhook(platform: &Platform) -> Value {
    platform.control(Method::GET, "/passport/webhook", None).await.expect(200)
}

/// Waits until the platform has written down what the receiver has already seen.
async fn until(platform: &Platform, is_so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..10_000 {
        let found = webhook(platform).await;
        if is_so(&found) {
            return found;
        }
        tokio::task::yield_now().await;
    }
    panic!("never came to it: {}", webhook(platform).await);
}

/// Visits the link of the confirmation.
async fn confirm(platform: &Platform, receiver: &Receiver) {
    let confirmation = receiver.next(platform).await;
    assert_eq!(confirmation.kind, "SubscriptionConfirmation");
    let url = confirmation.subscribe_url.unwrap();
    let path = url.strip_prefix(&platform.config.public_url).unwrap();
    assert!(path.ends_with(&confirmation.token.unwrap()));
    let visited = platform.request(Method::GET, path, &[], axum::body::Body::empty()).await;
    assert_eq!(visited.expect(200)["status"], "CONFIRMED");
}

#[tokio::test]
async fn a_status_is_told_after_the_subscription_was_confirmed_by_a_visit() {
    let receiver = Receiver::start().await;
    Platform::each_with(
        |config| config.passport.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            let running = tokio::spawn(run_passport(platform.state.clone()));
            let client = Client::new(platform).await;
            let account = client.account(&client.customer(&individual("0005")).await, &deposit()).await;
            until(platform, |found| {
                found["status"] == "PENDING_CONFIRMATION" && found["notices"].as_array().unwrap().len() == 2
            })
            .await;
            confirm(platform, &receiver).await;
            let notice = receiver.next(platform).await;
            assert_eq!(notice.kind, "Notification");
            let event: AccountEvent = serde_json::from_str(&notice.message).unwrap();
            assert_eq!(
                (event.event.as_str(), event.resource.url.as_str()),
                ("ACCOUNT_STATUS_CHANGED", account.as_str())
            );
            assert_eq!(event.resource.status, AccountStatus::Blocked);
            assert!(!notice.message.contains("Ada") && !notice.message.contains("accountNumber"));
            until(platform, |found| !found["notices"][1]["delivered_at"].is_null()).await;
            running.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn five_failures_block_the_address_until_it_is_enabled_and_nothing_is_lost_over_a_restart() {
    let receiver = Receiver::start().await;
    Platform::each_with(
        |config| config.passport.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            receiver.answer(200);
            let running = tokio::spawn(run_passport(platform.state.clone()));
            confirm(platform, &receiver).await;
            // A redirect is no 2xx, and is not followed.
            receiver.answer(302);
            let client = Client::new(platform).await;
            client.account(&client.customer(&individual("1234")).await, &deposit()).await;
            let first = receiver.next(platform).await;
            for (attempts, pause) in [(1, 5), (2, 10), (3, 20), (4, 40)] {
                until(platform, |found| found["notices"][1]["attempts"] == attempts).await;
                platform.advance(pause).await;
                assert_eq!(receiver.next(platform).await, first);
            }
            until(platform, |found| found["status"] == "BLOCKED").await;
            running.abort();
            let _ = running.await;
            platform.restart().await;
            receiver.answer(202);
            let running = tokio::spawn(run_passport(platform.state.clone()));
            platform.advance(86_400).await;
            assert_eq!(webhook(platform).await["status"], "BLOCKED");
            assert!(receiver.is_empty().await);
            platform.control(Method::POST, "/passport/webhook/enable", None).await.expect(200);
            assert_eq!(receiver.next(platform).await, first);
            until(platform, |found| found["status"] == "ENABLED" && !found["notices"][1]["delivered_at"].is_null())
                .await;
            running.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn an_address_that_never_confirmed_gets_a_new_confirmation_and_the_old_link_is_dead() {
    let receiver = Receiver::start().await;
    Platform::each_with(
        |config| config.passport.webhook_url = Some(receiver.url.clone()),
        async |platform| {
            let running = tokio::spawn(run_passport(platform.state.clone()));
            let old = receiver.next(platform).await;
            until(platform, |found| !found["notices"][0]["delivered_at"].is_null()).await;
            platform.control(Method::POST, "/passport/webhook/enable", None).await.expect(200);
            let new = receiver.next(platform).await;
            assert_ne!((&old.message_id, &old.token), (&new.message_id, &new.token));
            let visit = async |token: &str| {
                let path = format!("/v1/webhook/confirm?token={token}");
                platform.request(Method::GET, &path, &[], axum::body::Body::empty()).await
            };
            refused(&visit(&old.token.unwrap()).await, 404, "EC-BL-9002");
            assert_eq!(visit(&new.token.unwrap()).await.expect(200), json!({"status": "CONFIRMED"}));
            running.abort();
        },
    )
    .await;
}

#[tokio::test]
async fn no_notice_goes_to_a_private_address_unless_that_is_allowed() {
    let receiver = Receiver::start().await;
    for host in ["127.0.0.1", "localhost", "0x7f.1"] {
        Platform::each_with(
            |config| {
                config.passport.webhook_url = Some(receiver.url.replace("127.0.0.1", host));
                config.webhook_private = false;
            },
            async |platform| {
                let running = tokio::spawn(run_passport(platform.state.clone()));
                let found = until(platform, |found| found["notices"][0]["attempts"] == 1).await;
                assert_eq!(
                    (&found["status"], &found["notices"][0]["delivered_at"]),
                    (&json!("PENDING_CONFIRMATION"), &Value::Null)
                );
                assert!(receiver.is_empty().await, "{host}");
                running.abort();
            },
        )
        .await;
    }
}

#[tokio::test]
async fn without_an_address_there_is_nothing_to_confirm_or_enable() {
    Platform::each(async |platform| {
        platform.control(Method::POST, "/passport/webhook/enable", None).await.expect_problem(404, "route_not_found");
        assert_eq!(webhook(platform).await, json!({"status": null, "notices": []}));
    })
    .await;
}
