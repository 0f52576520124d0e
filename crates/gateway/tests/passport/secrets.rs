//! Marks of the sealed class: in no error, no answer, and nothing that the gateway keeps.

use serde_json::json;
use sqlx::{Connection, Row};

use crate::{
    page::{DEPOSIT, Place, individual},
    sandbox::Fate,
    support::Stage,
};

const SSN: &str = "219097777";
const DOB: &str = "07/07/1977";

/// The first column of a query on the gateway's database.
pub async fn rows(stage: &Stage, sql: &'static str) -> Vec<String> {
    let url = match &stage.config.database_url {
        Some(url) => url.expose().to_owned(),
        None => format!("sqlite://{}", stage.config.data.join("gateway.db").display()),
    };
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn numbers_and_dates_are_in_no_answer_and_nothing_that_is_kept_whatever_happens() {
    let place = Place::new().await;
    let mut page = place.page().await;
    let opened = json!({"individual": {"ssn": SSN, "dob": DOB}});
    let mut answers = Vec::new();
    for (name, fate) in [
        ("crm-1", None),
        ("crm-2", Some(Fate::Lost)),
        ("crm-3", Some(Fate::Instead(422, json!({"errorCode": "EC-VA-0005", "errorMessage": "Validation failed."})))),
        ("crm-4", Some(Fate::Instead(500, json!({})))),
    ] {
        if let Some(fate) = fate {
            place.sandbox.fate("POST", fate).await;
        }
        let mut body = individual(name);
        let sealed = page.seal(name, &opened);
        body["encrypted_data"] = json!(sealed);
        answers.push(page.post("/customer", &body).await);
        // Again: refused as used.
        answers.push(page.post("/customer", &body).await);
        answers.push(page.get(&format!("/customer/externalId/{name}")).await);
    }
    let customer = answers[2].json["id"].as_i64().unwrap();
    page.accept_for(customer, DEPOSIT).await;
    answers.push(page.get(&format!("/customer/id/{customer}")).await);
    for answer in &answers {
        let text = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.bytes));
        for mark in [SSN, DOB, "1977"] {
            assert!(!text.contains(mark), "{text}");
        }
    }
    let reached = place.sandbox.passed().await;
    assert!(reached.iter().any(|call| call.json()["individual"]["ssn"] == SSN), "the marks have gone up");
    place.stage.state.close().await;
    if place.stage.config.database_url.is_none() {
        for file in std::fs::read_dir(&place.stage.config.data).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            for mark in [SSN, DOB, "Byron", "ada@example.com", "12 Mill Lane"] {
                assert!(!bytes.windows(mark.len()).any(|window| window == mark.as_bytes()), "{mark}");
            }
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_the_owner_reads_the_file_that_holds_the_keys() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new().await;
    place.page().await;
    if place.stage.config.database_url.is_some() {
        return;
    }
    let files: Vec<_> = std::fs::read_dir(&place.stage.config.data).unwrap().map(|file| file.unwrap()).collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}
