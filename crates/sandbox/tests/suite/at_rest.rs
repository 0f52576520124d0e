//! What the database and the log must not hold.

use std::{
    io,
    sync::{Arc, RwLock},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use portico_unseal::ContentKey;
use serde_json::json;
use sqlx::{AssertSqlSafe, Row};
use tracing_subscriber::fmt::MakeWriter;

use super::support::{Customer, Platform};

const TABLES: [&str; 14] = [
    "settings",
    "tokens",
    "nonces",
    "jtis",
    "sessions",
    "judgements",
    "accounts",
    "people",
    "acceptances",
    "expected_use",
    "cards",
    "verifications",
    "idempotency",
    "outbox",
];

/// Marks for each field of a person, none of which occurs by chance.
const MARKS: [&str; 9] = [
    "Zyxwvuta",
    "Qwertzmark",
    "Markhaus Lane 77",
    "Marktown",
    "78798",
    "zyx.mark@example.com",
    "+15125559876",
    "1987-11-23",
    "531896274",
];

/// Goes through everything with the marks in every field, and gives what must be nowhere.
async fn plant(platform: &Platform) -> Vec<Vec<u8>> {
    let mut customer = Customer::arrive(platform).await;
    customer.open_account(platform, "acp_prepaid").await;
    let address = json!({"line1": MARKS[2], "city": MARKS[3], "state": "TX", "postal_code": MARKS[4], "country": "US"});
    let secrets = json!({"date_of_birth": MARKS[7], "government_id": {"type": "ssn", "value": MARKS[8]}});
    let mut person = customer.person(platform, &secrets);
    person["first_name"] = json!(MARKS[0]);
    person["last_name"] = json!(MARKS[1]);
    person["email"] = json!(MARKS[5]);
    person["phone"] = json!(MARKS[6]);
    person["address"] = address.clone();
    // With a key, so that the answer with its personal data is stored.
    let key = [("idempotency-key", "mark")];
    let made = customer.call_with(platform, Method::POST, "/people", &key, Some(&person)).await.expect(201);
    customer.person_id = made["id"].as_str().unwrap().to_owned();
    customer.move_session(platform, "person", &customer.person_id).await.expect(200);
    customer.accept_all(platform, "acp_prepaid").await;
    let mut order = customer.order();
    order["address"] = address;
    let card = customer.post(platform, "/cards/physical", &order).await.expect(201);
    customer.card_id = card["id"].as_str().unwrap().to_owned();
    let cvc = customer.cvc(platform).await;
    let verification = customer.verify(platform, &cvc).await.expect(201);
    customer.set_pin(platform, verification["id"].as_str().unwrap(), "9517").await.expect(200);
    let mut hidden: Vec<Vec<u8>> = MARKS.iter().map(|mark| mark.as_bytes().to_vec()).collect();
    let session_key: &ContentKey = &customer.session_key;
    hidden.push(session_key.bytes().to_vec());
    hidden.push(session_key.to_jwk()["k"].as_str().unwrap().as_bytes().to_vec());
    hidden.push(b"400022".to_vec());
    hidden
}

/// Each mark as it is, in hex and in base64.
fn spellings(mark: &[u8]) -> Vec<Vec<u8>> {
    let hex: String = mark.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = STANDARD.encode(mark);
    vec![mark.to_vec(), hex.into_bytes(), base64.trim_end_matches('=').as_bytes().to_vec()]
}

#[track_caller]
fn assert_absent(place: &str, haystack: &[u8], hidden: &[Vec<u8>]) {
    for mark in hidden.iter().flat_map(|mark| spellings(mark)) {
        let found = haystack.windows(mark.len()).any(|window| window == mark);
        assert!(!found, "{} is in {place}", String::from_utf8_lossy(&mark));
    }
}

#[tokio::test]
async fn the_database_holds_no_personal_data_card_numbers_or_session_keys_in_clear() {
    Platform::each(async |platform| {
        let hidden = plant(platform).await;
        if platform.is_sqlite() {
            // While it runs: the file and its write-ahead log.
            for file in ["sandbox.db", "sandbox.db-wal"] {
                let bytes = std::fs::read(platform.folder.path().join(file)).unwrap();
                assert!(!bytes.is_empty());
                assert_absent(file, &bytes, &hidden);
            }
        } else {
            let mut connection = platform.connect().await;
            for table in TABLES {
                let rows = sqlx::query(AssertSqlSafe(format!("SELECT CAST(t AS TEXT) AS row FROM {table} t")));
                for row in rows.fetch_all(&mut connection).await.unwrap() {
                    assert_absent(table, row.try_get::<String, _>("row").unwrap().as_bytes(), &hidden);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_keys_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    Platform::each(async |platform| {
        for file in ["keys.json", "starter-kit.json"] {
            let mode = std::fs::metadata(platform.folder.path().join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    })
    .await;
}

#[derive(Clone, Default)]
struct Log(Arc<RwLock<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
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
        let hidden = plant(platform).await;
        platform.request(Method::GET, "/Zyxwvuta?q=Qwertzmark", &[], axum::body::Body::empty()).await;
        let text = log.0.read().unwrap().clone();
        let line = "method=POST route=\"/netspend-api/v1/people\" status=201";
        assert!(String::from_utf8_lossy(&text).contains(line));
        assert_absent("the log", &text, &hidden);
    })
    .await;
}
