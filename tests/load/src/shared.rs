//! What all visitors share: the partner's credentials and token, and the texts of the agreements.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{connection::Connection, visitor::BASE};

/// The program that every virtual customer asks for.
pub(crate) const PROVIDED_ID: &str = "acp_checking";

/// Read and fetched once, as a page caches it and as a gateway keeps its token.
pub(crate) struct Shared {
    /// `127.0.0.1:8788`.
    pub(crate) sandbox: String,
    pub(crate) sdk_id: String,
    pub(crate) platform_key: String,
    /// The header that the partner's calls bear.
    pub(crate) authorization: String,
    /// The SHA-256 of an agreement's text, by the agreement's id.
    pub(crate) texts: BTreeMap<String, String>,
    /// What a browser finds out about itself.
    pub(crate) signals: Value,
}

impl Shared {
    /// Gets a token with the starter kit's credentials, and reads what there is to agree to.
    pub(crate) async fn open(sandbox: &str, kit: &Path) -> anyhow::Result<Self> {
        let kit = std::fs::read(kit).with_context(|| format!("{} can't be read", kit.display()))?;
        let kit: Value = serde_json::from_slice(&kit)?;
        let mut connection = Connection::open(sandbox).await?;
        let authorization = authorize(&mut connection, &kit).await?;
        let texts = read_agreements(&mut connection, &authorization).await?;
        let fixture = include_str!("../../../crates/sandbox/tests/suite/fixtures/windows_chrome.json");
        let fixture: Value = serde_json::from_str(fixture)?;
        Ok(Self {
            sandbox: sandbox.to_owned(),
            sdk_id: text(&kit, "/sdk_id")?,
            platform_key: text(&kit, "/platform_key")?,
            authorization,
            texts,
            signals: fixture.get("signals").cloned().unwrap_or_default(),
        })
    }
}

/// The text at `pointer`.
pub(crate) fn text(value: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("an answer has no {pointer}"))
}

/// The list at `pointer`.
pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> anyhow::Result<&'a Vec<Value>> {
    value.pointer(pointer).and_then(Value::as_array).with_context(|| format!("an answer has no {pointer}"))
}

/// SHA-256 in hexadecimal digits.
fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn authorize(connection: &mut Connection, kit: &Value) -> anyhow::Result<String> {
    let credentials = [text(kit, "/api_key")?, text(kit, "/api_secret")?].join(":");
    let basic = format!("Basic {}", STANDARD.encode(credentials));
    let headers = [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let form = Bytes::from_static(b"grant_type=client_credentials");
    let path = format!("{BASE}/oauth/accesstoken");
    let reply = connection.send(&Method::POST, &path, &headers, Some(form)).await?;
    if !reply.status.is_success() {
        bail!("no token: {} {}", reply.status, reply.code());
    }
    Ok(format!("Bearer {}", text(&reply.json(), "/access_token")?))
}

async fn read_agreements(connection: &mut Connection, bearer: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let headers = [("authorization", bearer), ("content-type", "application/json")];
    let body = Bytes::from(json!({"provided_id": PROVIDED_ID}).to_string());
    let path = format!("{BASE}/agreements/search");
    let found = connection.send(&Method::POST, &path, &headers, Some(body)).await?.json();
    let mut texts = BTreeMap::new();
    for agreement in list(&found, "/agreements")? {
        let url = text(agreement, "/documents/0/files/0/url")?;
        let (_, file) = url.split_once("/files/").context("a text at another address")?;
        let reply = connection.send(&Method::GET, &format!("/files/{file}"), &[], None).await?;
        if !reply.status.is_success() {
            bail!("no text of an agreement: {}", reply.status);
        }
        texts.insert(text(agreement, "/id")?, hex_digest(&reply.bytes));
    }
    Ok(texts)
}
