//! What the database and the log must not hold.

use std::{
    io,
    sync::{Arc, RwLock},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
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

/// One character for each byte, so that the search is a text's.
fn as_text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// A mark as it is, in hex, percent-encoded (all of it, or what a URL or a form can't hold) and as a JSON text. Upper and
/// lower case are the same in all of these.
fn spellings(mark: &[u8]) -> Vec<String> {
    let each = |form: fn(&u8) -> String| mark.iter().map(form).collect::<String>();
    let url = each(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(*byte).to_string(),
        byte => format!("%{byte:02x}"),
    });
    let mut all = vec![as_text(mark), each(|byte| format!("{byte:02x}")), each(|byte| format!("%{byte:02x}"))];
    all.extend([url.replace("%20", "+"), url]);
    if let Ok(text) = std::str::from_utf8(mark) {
        all.push(serde_json::to_string(text).unwrap().trim_matches('"').to_owned());
    }
    all.iter().map(|text| text.to_ascii_lowercase()).collect()
}

/// A mark in base64 and base64url, by where in a group of three bytes it begins. The first and the last character can hold
/// bits of what stands beside it, and are left out then.
fn in_base64(mark: &[u8]) -> Vec<String> {
    let shifted = (0..3).map(|shift| {
        let text = STANDARD.encode([&vec![0; shift], mark].concat());
        let (from, to) = ((shift * 8).div_ceil(6), (shift + mark.len()) * 8 / 6);
        text[from..to].to_owned()
    });
    shifted.flat_map(|text| [text.replace('+', "-").replace('/', "_"), text]).collect()
}

/// The form in which a mark stands in a text; `lower` is the same text in lower case.
fn find(text: &str, lower: &str, mark: &[u8]) -> Option<String> {
    let found = spellings(mark).into_iter().find(|form| lower.contains(form.as_str()));
    found.or_else(|| in_base64(mark).into_iter().find(|form| text.contains(form.as_str())))
}

fn is_there(haystack: &str, mark: &str) -> bool {
    let text = as_text(haystack.as_bytes());
    find(&text, &text.to_ascii_lowercase(), mark.as_bytes()).is_some()
}

#[track_caller]
fn assert_absent(place: &str, haystack: &[u8], hidden: &[Vec<u8>]) {
    let text = as_text(haystack);
    let lower = text.to_ascii_lowercase();
    for mark in hidden {
        let found = find(&text, &lower, mark);
        assert!(found.is_none(), "{} is in {place} as {found:?}", as_text(mark));
    }
}

#[test]
fn a_mark_is_found_however_it_is_written_and_whatever_stands_beside_it() {
    let mark = "Markhaus Lane 77+é";
    let url = "Markhaus%20Lane%2077%2B%C3%A9";
    for shift in 0..3 {
        for after in ["", "x", "xy"] {
            let whole = [&b"abc"[..shift], mark.as_bytes(), after.as_bytes()].concat();
            for text in [STANDARD.encode(&whole), URL_SAFE_NO_PAD.encode(&whole)] {
                assert!(is_there(&text, mark), "{text}");
            }
            let hex: String = whole.iter().map(|byte| format!("{byte:02X}")).collect();
            assert!(is_there(&hex, mark), "{hex}");
        }
    }
    let all: String = mark.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for text in [mark, url, &url.replace("%20", "+"), &all, &format!("a {mark} b")] {
        assert!(is_there(text, mark), "{text}");
    }
    assert!(is_there(r#"{\"pin\":\"9517\"}"#, r#""pin":"9517""#));
    assert!(!is_there("Markhaus Lane 78+é", mark));
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
