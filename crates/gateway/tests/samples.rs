//! The samples of docs/samples, run: the gateway takes the tickets that they mint.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "../../../docs/samples/rust/mint_ticket.rs"]
#[allow(dead_code, unreachable_pub, reason = "it is a program as well")]
mod mint_ticket;
mod support;

use std::{path::Path, process::Command};

use mint_ticket::NewTicket;
use p256::{
    SecretKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
};
use portico_gateway::TicketSettings;
use portico_unseal::signer::parse_keys;
use serde_json::json;
use support::{
    Browser, PUBLIC_URL, Stage,
    tickets::{ISSUER, Partner, open},
};

/// A gateway that knows the partner's key as PEM, which is how many keep theirs.
async fn stage(partner: &Partner) -> Stage {
    let public = partner.key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
    let keys = parse_keys(&public).unwrap();
    Stage::with(|config| config.tickets = Some(TicketSettings { keys, issuer: ISSUER.to_owned() })).await
}

async fn takes(stage: &Stage, browser: &mut Browser, ticket: &str) {
    let answer = open(browser, ticket, json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let mut other = stage.browser();
    assert_eq!(open(&mut other, ticket, json!({})).await.outcome(), (401, "invalid_ticket"), "another browser's");
}

#[tokio::test]
async fn the_ticket_of_the_rust_sample_opens_a_session_for_its_browser_alone() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let jkt = browser.jkt();
    let new = NewTicket { issuer: ISSUER, audience: PUBLIC_URL, partner_ref: "customer-1", jkt: &jkt };
    let now = u64::try_from(stage.clock.seconds()).unwrap();
    takes(&stage, &mut browser, &mint_ticket::mint_ticket(&partner.key, new, now)).await;
}

#[tokio::test]
async fn the_ticket_of_the_node_sample_opens_a_session_for_its_browser_alone() {
    let partner = Partner::new();
    let stage = stage(&partner).await;
    let mut browser = stage.browser();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    let secret = SecretKey::from(&partner.key).to_pkcs8_pem(LineEnding::LF).unwrap();
    std::fs::write(&file, secret.as_bytes()).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/samples/node/ticket.mjs");
    // The sample goes by the machine's clock; this gateway's stands still, so the clock comes in from outside.
    let script = r#"
        const { mintTicket, readTicketKey } = await import(process.env.SAMPLE);
        const { readFileSync } = await import("node:fs");
        Date.now = () => Number(process.env.NOW) * 1000;
        const { privateKey } = readTicketKey(readFileSync(process.env.PARTNER_KEY, "utf8"));
        const { ISSUER: issuer, AUDIENCE: audience, JKT: jkt } = process.env;
        process.stdout.write(mintTicket({ privateKey, issuer, audience, partnerRef: "customer-1", jkt }));
    "#;
    let run = Command::new("node")
        .args(["--input-type=module", "--eval", script])
        .env("SAMPLE", sample)
        .env("PARTNER_KEY", &file)
        .env("NOW", stage.clock.seconds().to_string())
        .env("ISSUER", ISSUER)
        .env("AUDIENCE", PUBLIC_URL)
        .env("JKT", browser.jkt())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    takes(&stage, &mut browser, &String::from_utf8(run.stdout).unwrap()).await;
}
