//! The document of the calls, the page made from it, and what a fuzzer that reads it finds in a running sandbox.

use std::{env, fs, path::PathBuf, process::Command};

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use super::support::{Customer, Platform};

#[tokio::test]
async fn the_document_is_openapi_3_1_with_an_example_for_every_body() {
    Platform::each_with(
        |config| config.controls = false,
        async |platform| {
            let document = platform.request(Method::GET, "/openapi.json", &[], Body::empty()).await.expect(200);
            assert!(document["openapi"].as_str().unwrap().starts_with("3.1."), "{}", document["openapi"]);
            let mut operations = 0;
            for item in document["paths"].as_object().unwrap().values() {
                for operation in item.as_object().unwrap().values() {
                    operations += 1;
                    let bodies = operation["requestBody"]["content"].as_object().into_iter().flatten();
                    let answers = operation["responses"].as_object().unwrap().values();
                    let json = answers.filter_map(|answer| answer["content"].get("application/json"));
                    for content in bodies.map(|(_, content)| content).chain(json) {
                        assert!(content.get("example").is_some(), "{}", operation["operationId"]);
                    }
                }
            }
            assert_eq!(operations, 42);
            let schemas = &document["components"]["schemas"];
            assert_eq!(schemas["NewPerson"]["additionalProperties"], json!(false));
            assert_eq!(schemas["NewPerson"]["properties"]["first_name"]["maxLength"], json!(80));
        },
    )
    .await;
}

#[tokio::test]
async fn the_page_of_the_calls_asks_for_nothing_from_elsewhere() {
    Platform::each_with(
        |config| config.controls = false,
        async |platform| {
            let reply = platform.request(Method::GET, "/docs", &[], Body::empty()).await;
            assert_eq!(reply.status, 200);
            let policy = reply.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'; style-src 'self'"), "{policy}");
            let html = String::from_utf8(reply.bytes).unwrap();
            for missing in ["<script", "style=\"", "<style", "<img", "src=\"", "href=\"http"] {
                assert!(!html.contains(missing), "{missing}");
            }
            for there in ["id=\"order_physical_card\"", "id=\"type-NewPerson\"", "id=\"error-session_expired\""] {
                assert!(html.contains(there), "{there}");
            }
            let link = html.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
            let style = platform.request(Method::GET, link, &[], Body::empty()).await;
            assert_eq!(
                (style.status.as_u16(), style.headers["content-type"].to_str().unwrap()),
                (200, "text/css; charset=utf-8")
            );
        },
    )
    .await;
}

/// Calls of every kind that follow from the document alone, in a person's session whose account, person and cards are there.
/// `PORTICO_COUNT` examples of each call, 10 without it: a tenth of what `cargo xtask prove platform` asks for.
#[tokio::test]
#[ignore = "needs schemathesis: cargo xtask test --only openapi"]
async fn schemathesis_finds_no_undocumented_answer() {
    let python = env::var("PORTICO_PYTHON").expect("PORTICO_PYTHON names an interpreter that has schemathesis");
    let examples = env::var("PORTICO_COUNT").unwrap_or_else(|_| "10".to_owned());
    let seed = env::var("PORTICO_SEED").unwrap_or_else(|_| "5".to_owned());
    let hooks = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/openapi/hooks.py");
    Platform::each(async |platform| {
        platform.start_process();
        let customer = Customer::with_card(platform).await;
        customer.activate_card(platform).await;
        let path = json!({
            "sessions": customer.session_id, "accounts": customer.account_id, "people": customer.person_id,
            "cards": customer.card_id, "agreements": "agr_esign_2026_1", "features": "savings",
        });
        // Bodies that name what is there. A replacement wants a closed card, so the orders are for new ones.
        let order = customer.order_without_mail();
        let body = json!({
            "/netspend-api/v1/accounts": {"provided_id": "acp_checking"},
            "/netspend-api/v1/cards/brands/search": {"person_id": customer.person_id},
            "/netspend-api/v1/cards/physical": customer.order(),
            "/netspend-api/v1/cards/virtual": order, "/netspend-api/v1/cards/digital": order,
        });
        let met = platform.folder.path().join("met.json");
        println!("schemathesis: {examples} examples for each call, seed {seed}");
        let mut command = Command::new(&python);
        command
            .args(["-m", "schemathesis.cli", "run", &format!("{}/openapi.json", platform.process_url())])
            .args(["--max-examples", &examples, "--seed", &seed, "--phases", "examples,coverage,fuzzing"])
            .args(["--checks", CHECKS, "--suppress-health-check", "all", "--no-color", "--workers", "1"])
            .args(["--header", &format!("ns-session-id: {}", customer.session_id)])
            .current_dir(platform.folder.path())
            .env("SCHEMATHESIS_HOOKS", &hooks)
            .env("PORTICO_BASIC", platform.basic())
            .env("PORTICO_BEARER", &customer.bearer)
            .env("PORTICO_KNOWN", json!({"path": path, "body": body}).to_string())
            .env("PORTICO_MET", &met);
        let status = tokio::task::spawn_blocking(move || command.status()).await.unwrap().unwrap();
        assert!(status.success(), "schemathesis found something; seed {seed}");
        let met: Value = serde_json::from_slice(&fs::read(met).unwrap()).unwrap();
        for call in SUCCEEDS {
            let call = call.replacen(' ', " /netspend-api/v1", 1);
            let statuses = met[&call].as_array().unwrap_or_else(|| panic!("{call} was never made: {met}"));
            let has_success = statuses.iter().any(|status| (200..300).contains(&status.as_u64().unwrap()));
            assert!(has_success, "{call} was only met with {statuses:?}; seed {seed}");
        }
    })
    .await;
}

/// Calls that have to be met with success too: nothing in them is sealed.
const SUCCEEDS: [&str; 19] = [
    "POST /oauth/accesstoken",
    "GET /sessions/init",
    "GET /sessions/{id}",
    "POST /accounts",
    "GET /accounts/{id}",
    "GET /people/{id}",
    "POST /agreements/search",
    "GET /agreements/{id}",
    "GET /people/{id}/agreements",
    "GET /people/{id}/document_requests",
    "GET /people/{id}/expected_use",
    "POST /cards/brands/search",
    "POST /cards/physical",
    "POST /cards/virtual",
    "POST /cards/digital",
    "GET /cards/{id}",
    "PUT /cards/{id}/lock",
    "GET /people/{id}/features",
    "POST /authorization_codes",
];

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";
