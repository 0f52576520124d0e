//! One primary account at any time.

use serde_json::{Value, json};

use super::client::{Client, changed, deposit, individual, refused};
use crate::support::Platform;

async fn primaries(client: &Client<'_>, customer: &str) -> Vec<String> {
    let accounts = client.accounts(customer).await;
    let primary = accounts.iter().filter(|account| account["isPrimary"] == true);
    primary.map(|account| account["url"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn of_accounts_that_race_to_be_primary_exactly_one_is() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let first = client.account(&customer, &json!({})).await;
        let second = client.account(&customer, &json!({})).await;
        for _ in 0..10 {
            let wish = json!({"isPrimary": true});
            let open = format!("{customer}/account");
            let replies = tokio::join!(
                client.post(&first, &wish),
                client.post(&second, &wish),
                client.post(&open, &wish),
                client.post(&open, &wish),
            );
            changed(&replies.0);
            changed(&replies.1);
            assert_eq!((replies.2.status.as_u16(), replies.3.status.as_u16()), (201, 201));
            assert_eq!(primaries(&client, &customer).await.len(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_servers_on_one_database_the_last_wish_counts() {
    Platform::each(async |platform| {
        let twin = platform.twin().await;
        let (here, there) = (Client::new(platform).await, Client::new(&twin).await);
        let customer = here.customer(&individual("1234")).await;
        let first = here.account(&customer, &json!({})).await;
        let second = there.account(&customer, &json!({})).await;
        for _ in 0..10 {
            let wish = json!({"isPrimary": true});
            let (left, right) = tokio::join!(here.post(&first, &wish), there.post(&second, &wish));
            changed(&left);
            changed(&right);
            assert_eq!(primaries(&here, &customer).await.len(), 1);
        }
        twin.state.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_flag_is_moved_and_never_just_taken_away() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let first = client.account(&customer, &json!({})).await;
        let second = client.account(&customer, &json!({})).await;
        let taken = client.post(&first, &json!({"isPrimary": false, "nickName": "x"})).await;
        assert_eq!(refused(&taken, 422, "EC-BL-9008"), ["isPrimary"]);
        assert_eq!(client.read(&first).await["nickName"], Value::Null);
        changed(&client.post(&second, &json!({"isPrimary": false})).await);
        assert_eq!(primaries(&client, &customer).await, [first]);
    })
    .await;
}

#[tokio::test]
async fn when_the_primary_account_is_blocked_or_closed_the_oldest_open_one_takes_its_place() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let customer = client.customer(&individual("1234")).await;
        let first = client.account(&customer, &deposit()).await;
        let second = client.account(&customer, &deposit()).await;
        platform.advance(1).await;
        let close = json!({"reason": "MOVED", "outstandingBalanceInstruction": {"preferredMethod": "CHECK"}});
        changed(&client.post(&format!("{first}/close"), &close).await);
        assert_eq!(primaries(&client, &customer).await, std::slice::from_ref(&second));
        changed(&client.post(&format!("{second}/close"), &close).await);
        assert_eq!(primaries(&client, &customer).await, [second]);

        let blocked = client.customer(&individual("0004")).await;
        let first = client.account(&blocked, &deposit()).await;
        platform.advance(1).await;
        assert_eq!(primaries(&client, &blocked).await, [first]);
        let second = client.account(&blocked, &json!({})).await;
        assert_eq!(primaries(&client, &blocked).await, [second]);
    })
    .await;
}
