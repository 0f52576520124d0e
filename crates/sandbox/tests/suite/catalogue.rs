//! One catalogue of errors: what the sandbox answers, the SDK's codes, `docs/errors.md` and the OpenAPI document hold together.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use axum::body::Body;
use http::Method;
use portico_model::{ErrorCode, FieldCode};
use serde_json::Value;

use super::support::Platform;

/// Codes with a status that no call of the document has: the gateway's own, those of a path or method that isn't there, those
/// that stand for an answer of the Passport side, and those that only test controls, or no call yet, answer with.
const ELSEWHERE: &[ErrorCode] = &[
    ErrorCode::MethodNotAllowed,
    ErrorCode::LoginRequired,
    ErrorCode::InvalidDpopProof,
    ErrorCode::InvalidTicket,
    ErrorCode::CustomerNotFound,
    ErrorCode::AgreementNotAccepted,
    ErrorCode::PassportRefused,
    ErrorCode::UseDpopNonce,
    ErrorCode::InvalidSignature,
    ErrorCode::OriginNotAllowed,
    ErrorCode::EventNotFound,
    ErrorCode::IdentityScanNotFound,
    ErrorCode::AddressHasMultipleMatches,
    ErrorCode::AccountHasPendingTransfer,
    ErrorCode::AccountTransferNotFound,
    ErrorCode::UpstreamUnavailable,
    ErrorCode::UpstreamTimeout,
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every code of the document with the statuses that it stands under.
fn documented(document: &Value) -> BTreeMap<String, BTreeSet<u16>> {
    let mut found: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let schema = &answer["content"]["application/problem+json"]["schema"];
                for code in schema["allOf"][1]["properties"]["code"]["enum"].as_array().into_iter().flatten() {
                    found.entry(code.as_str().unwrap().to_owned()).or_default().insert(status.parse().unwrap());
                }
            }
        }
    }
    found
}

/// All files under `folder` whose names end like one of `ends`.
fn sources(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, ends));
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn the_document_has_the_catalogue_s_codes_under_their_statuses_and_lacks_none() {
    Platform::each(async |platform| {
        let document = platform.request(Method::GET, "/openapi.json", &[], Body::empty()).await.expect(200);
        let codes = documented(&document);
        for (name, statuses) in &codes {
            let code = ErrorCode::from_code(name).unwrap_or_else(|| panic!("{name} is not in the catalogue"));
            assert_eq!(statuses.iter().copied().collect::<Vec<_>>(), Vec::from_iter(code.status()), "{name}");
        }
        for code in ErrorCode::ALL.iter().filter(|code| code.status().is_some()) {
            let is_there = codes.contains_key(code.as_str());
            assert!(is_there != ELSEWHERE.contains(code), "{} is in the document: {is_there}", code.as_str());
        }
    })
    .await;
}

#[tokio::test]
async fn every_code_that_the_sandbox_s_calls_name_is_in_the_document() {
    Platform::each(async |platform| {
        let document = platform.request(Method::GET, "/openapi.json", &[], Body::empty()).await.expect(200);
        let codes = documented(&document);
        let by_variant: BTreeMap<String, ErrorCode> =
            ErrorCode::ALL.iter().map(|code| (format!("{code:?}"), *code)).collect();
        let mut count = 0;
        for folder in ["calls", "domain", "http"] {
            for path in sources(&root().join("crates/sandbox/src").join(folder), &[".rs"]) {
                let text = fs::read_to_string(&path).unwrap();
                for rest in text.split("ErrorCode::").skip(1) {
                    let variant: String = rest.chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect();
                    let Some(code) = by_variant.get(&variant) else { continue };
                    count += 1;
                    let is_known = codes.contains_key(code.as_str()) || ELSEWHERE.contains(code);
                    assert!(is_known, "{} answers {}, which no call documents", path.display(), code.as_str());
                }
            }
        }
        assert!(count > 100, "only {count} uses were found");
    })
    .await;
}

#[test]
fn the_errors_page_and_the_scripts_of_the_sdk_have_the_catalogue_s_codes_and_no_others() {
    let page = fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let headings: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("## `").and_then(|rest| rest.strip_suffix('`'))).collect();
    let all: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(headings, all);
    // The core takes its codes from the catalogue's type. What the scripts make themselves names them by text.
    let mut count = 0;
    for path in sources(&root().join("src/js"), &[".mjs", ".js"]) {
        // The element's forms have codes of their own for what no call was made for.
        if path.components().any(|part| part.as_os_str() == "element") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("code: \"").skip(1) {
            let code = rest.split('"').next().unwrap();
            count += 1;
            let is_of_a_field = FieldCode::ALL.iter().any(|field| field.as_str() == code);
            let is_known = is_of_a_field || ErrorCode::from_code(code).is_some();
            assert!(is_known, "{} has the code {code}", path.display());
        }
    }
    assert!(count > 0, "no script names a code");
}
