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

/// Codes that the platform's documentation has, and that the sandbox brings about by no call: pages meet them all the same.
const OF_THE_PLATFORM_ALONE: &[ErrorCode] =
    &[ErrorCode::AddressHasMultipleMatches, ErrorCode::AccountHasPendingTransfer, ErrorCode::AccountTransferNotFound];

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
    for (path, text) in scripts() {
        for rest in text.split("code: \"").skip(1) {
            let code = rest.split('"').next().unwrap();
            count += 1;
            let is_of_a_field = FieldCode::ALL.iter().any(|field| field.as_str() == code);
            let is_known = is_of_a_field || ErrorCode::from_code(code).is_some();
            assert!(is_known, "{} has the code {code}", path.display());
        }
    }
    assert!(count >= 8, "only {count} codes were found");
}

#[test]
fn what_the_scripts_of_the_sdk_throw_may_be_tried_again_just_where_the_catalogue_says_so() {
    let mut thrown = 0;
    for (path, text) in scripts() {
        for (code, is_retryable) in thrown_by(&text) {
            let known = ErrorCode::from_code(code);
            let known =
                known.unwrap_or_else(|| panic!("{} throws {code}, which is not in the catalogue", path.display()));
            assert_eq!(is_retryable, known.retryable(), "{} throws {code}", path.display());
            thrown += 1;
        }
        // A code that isn't written out where it is thrown would be overlooked.
        let calls = text.matches("failed(").count();
        assert_eq!(calls, text.matches("failed(\"").count(), "{}: not every code is a text", path.display());
    }
    assert!(thrown >= 15, "only {thrown} were found");
}

/// The code of each error that a script makes, and whether it says that the call may succeed later: `failed("…")`,
/// `failed("…", true)`, or `new PorticoError({ code: "…", … })`.
fn thrown_by(script: &str) -> Vec<(&str, bool)> {
    let short = script.split("failed(\"").skip(1).map(|rest| {
        let (code, rest) = rest.split_once('"').unwrap();
        (code, rest.starts_with(", true)"))
    });
    let long = script.split("PorticoError({").skip(1).filter_map(|rest| {
        let members = rest.split("})").next().unwrap();
        let (_, rest) = members.split_once("code: \"")?;
        Some((rest.split('"').next().unwrap(), members.contains("retryable: true")))
    });
    short.chain(long).collect()
}

/// The scripts of the SDK with their texts, without the element's: its forms have codes of their own for what no call was
/// made for.
fn scripts() -> Vec<(PathBuf, String)> {
    let files = sources(&root().join("src/js"), &[".mjs", ".js"]).into_iter();
    let of_the_sdk = files.filter(|path| path.components().all(|part| part.as_os_str() != "element"));
    of_the_sdk.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_code_of_the_catalogue_is_answered_or_thrown_by_something() {
    let mut found = BTreeSet::new();
    for name in ["core", "gateway", "sandbox"] {
        for path in sources(&root().join("crates").join(name).join("src"), &[".rs"]) {
            let text = fs::read_to_string(path).unwrap();
            let after = text.split("ErrorCode::").skip(1);
            found.extend(
                after.map(|rest| rest.split(|one: char| !one.is_ascii_alphanumeric()).next().unwrap().to_owned()),
            );
        }
    }
    let scripts = scripts();
    for code in ErrorCode::ALL {
        let quoted = format!("\"{}\"", code.as_str());
        let is_there = found.contains(&format!("{code:?}")) || scripts.iter().any(|(_, text)| text.contains(&quoted));
        assert!(is_there != OF_THE_PLATFORM_ALONE.contains(code), "{}: {is_there}", code.as_str());
    }
}
