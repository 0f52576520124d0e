//! What the database and the log must not hold.

use std::{
    io,
    sync::{Arc, RwLock},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use sqlx::{AssertSqlSafe, Row};
use tracing_subscriber::fmt::MakeWriter;

use super::{marks::plant, support::Platform};

const TABLES: [&str; 30] = [
    "settings",
    "tokens",
    "nonces",
    "jtis",
    "sessions",
    "accounts",
    "people",
    "acceptances",
    "expected_use",
    "cards",
    "verifications",
    "idempotency",
    "outbox",
    "device_checks",
    "devices",
    "device_keys",
    "identity_questions",
    "identity_scans",
    "document_requests",
    "documents",
    "agreement_revisions",
    "wallet_tokens",
    "enrollments",
    "balances",
    "authorization_codes",
    "passport_ids",
    "passport_customers",
    "passport_accounts",
    "passport_endpoint",
    "passport_notices",
];

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
async fn the_pages_and_lists_of_the_controls_name_nobody() {
    Platform::each(async |platform| {
        let hidden = plant(platform).await;
        for path in ["", "/events", "/letterbox", "/devices", "/devices/checks", "/faults"] {
            let path = format!("/sandbox{path}");
            let shown = platform.request(Method::GET, &path, &[], axum::body::Body::empty()).await;
            assert_eq!(shown.status, 200, "{path}");
            assert_absent(&path, &shown.bytes, &hidden);
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
pub(crate) struct Log(pub(crate) Arc<RwLock<Vec<u8>>>);

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
