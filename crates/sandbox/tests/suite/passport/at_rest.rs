//! What the database must not hold.

use serde_json::json;
use sqlx::{AssertSqlSafe, Row};

use super::client::{Client, business, business_deposit, individual, with};
use crate::{at_rest::Log, support::Platform};

const MARKS: [&str; 8] = [
    "Qwertzmark",
    "531896274",
    "11/23/1987",
    "Markhaus Lane",
    "zyx.mark@example.com",
    "5125559876",
    "198.51.100.77",
    "Markname of an account",
];

/// Opens an account with the marks in every field, and gives what must be nowhere: they and the account's number.
async fn plant(client: &Client<'_>) -> Vec<String> {
    let mut person = individual("1234")["individual"].clone();
    for (name, mark) in [("lastName", 0), ("ssn", 1), ("dob", 2), ("email", 4), ("mobilePhone", 5)] {
        person[name] = json!(MARKS[mark]);
    }
    person["mailingAddress"][0]["addressLine1"] = json!(MARKS[3]);
    client.customer(&json!({"type": "INDIVIDUAL", "individual": person})).await;
    person["externalId"] = json!("owner-1");
    let firm = client.customer(&with(business("1234"), "/business/beneficialOwner", json!([person]))).await;
    let body = with(business_deposit(), "/acceptanceDetails/ipAddress", json!(MARKS[6]));
    let account = client.account(&firm, &with(body, "/nickName", json!(MARKS[7]))).await;
    client.platform.advance(1).await;
    let number = client.read(&account).await["accountNumber"].as_str().unwrap().to_owned();
    MARKS.into_iter().map(str::to_owned).chain([number]).collect()
}

#[tokio::test]
async fn the_log_at_its_loudest_holds_none_of_it_and_no_id_from_a_path() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let hidden = plant(&client).await;
        client.get("/v1/customer/externalId/Qwertzmark").await;
        client.post("/v1/customer", &json!({"Qwertzmark": "531896274"})).await;
        let text = String::from_utf8_lossy(&log.0.read().unwrap().clone()).into_owned();
        assert!(text.contains("method=POST route=\"/v1/customer/{by}/{key}/account\" status=201"));
        for mark in &hidden {
            assert!(!text.contains(mark), "{mark} is in the log");
        }
    })
    .await;
}

#[tokio::test]
async fn the_database_holds_no_personal_data_and_no_account_number_in_clear() {
    Platform::each(async |platform| {
        let client = Client::new(platform).await;
        let hidden = plant(&client).await;

        let mut connection = platform.connect().await;
        for (table, columns) in [
            ("passport_customers", "external_id, kind, status, status_reason, document_sealed"),
            ("passport_accounts", "external_id, status, status_reason, details_sealed"),
            ("passport_notices", "kind, payload"),
        ] {
            for column in columns.split(", ") {
                let query = format!("SELECT {column} AS found FROM {table}");
                for row in sqlx::query(AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap() {
                    let bytes = match row.try_get::<Option<Vec<u8>>, _>("found") {
                        Ok(bytes) => bytes,
                        Err(_) => row.try_get::<Option<String>, _>("found").unwrap().map(String::into_bytes),
                    };
                    for mark in &hidden {
                        let is_there =
                            bytes.iter().any(|bytes| bytes.windows(mark.len()).any(|part| part == mark.as_bytes()));
                        assert!(!is_there, "{mark} is in {table}.{column}");
                    }
                }
            }
        }
    })
    .await;
}
