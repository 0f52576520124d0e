//! Sandbox and gateway on free ports, with a folder of their own.

use std::cell::Cell;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use portico_core::{Client, ClientConfig};
use portico_unseal::jws::SignatureKey;
use serde_json::{Map, Value, json};
use sqlx::Connection;
use tokio::net::TcpListener;

use super::Browser;

/// The partner's name in its tickets.
const ISSUER: &str = "https://partner.example";

pub struct World {
    folder: tempfile::TempDir,
    /// As the browser knows it.
    pub gateway: String,
    gateway_key: String,
    /// Where it listens: host and port.
    pub gateway_itself: String,
    sandbox: String,
    http: reqwest::Client,
    /// The partner's.
    ticket_key: SignatureKey,
    tickets: Cell<u32>,
}

impl World {
    pub async fn start() -> Self {
        Self::start_with("required", None).await
    }

    /// The nonces are up to the test.
    pub async fn start_without_nonces() -> Self {
        Self::start_with("off", None).await
    }

    /// The browser reaches the gateway at `url` alone.
    pub async fn start_behind(url: &str) -> Self {
        Self::start_with("required", Some(url)).await
    }

    async fn start_with(nonces: &str, public_url: Option<&str>) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let folder = tempfile::tempdir().unwrap();
        let sandbox = start_sandbox(folder.path()).await;
        let ticket_key = SignatureKey::generate().unwrap();
        let (gateway, gateway_itself, gateway_key) =
            start_gateway(folder.path(), &sandbox, nonces, public_url, &ticket_key).await;
        let (http, tickets) = (reqwest::Client::new(), Cell::new(0));
        Self { folder, gateway, gateway_itself, gateway_key, sandbox, http, ticket_key, tickets }
    }

    pub fn kit(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.folder.path().join("sandbox/starter-kit.json")).unwrap()).unwrap()
    }

    pub fn config(&self) -> ClientConfig {
        let kit = self.kit();
        ClientConfig {
            gateway_url: format!("{}/portico", self.gateway),
            origin: self.gateway.clone(),
            sdk_id: kit["sdk_id"].as_str().unwrap().to_owned(),
            platform_key: kit["platform_key"].as_str().unwrap().to_owned(),
            gateway_key: self.gateway_key.clone(),
            timeout_ms: 30_000,
        }
    }

    /// A page in `browser`: another call of this is a reload.
    pub fn page(&self, browser: &Browser) -> Client<Browser> {
        Client::new(browser.clone(), self.config())
    }

    /// What the partner's server gives a page after the login of a customer whom it calls `partner_ref`.
    #[allow(clippy::disallowed_methods, reason = "this is the partner's clock")]
    pub async fn ticket(&self, page: &Client<Browser>, partner_ref: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let jti =
            page.thumbprint().await.unwrap() + partner_ref + &self.tickets.replace(self.tickets.get() + 1).to_string();
        let claims = json!({
            "iss": ISSUER, "aud": self.gateway, "partner_ref": partner_ref, "iat": now, "exp": now + 60, "jti": jti,
            "cnf": {"jkt": page.thumbprint().await.unwrap()},
        });
        self.ticket_key.sign("JWT", Map::new(), claims.to_string().as_bytes())
    }

    /// The same with another time limit for each call.
    pub fn page_within(&self, browser: &Browser, timeout_ms: u32) -> Client<Browser> {
        Client::new(browser.clone(), ClientConfig { timeout_ms, ..self.config() })
    }

    /// How many rows the platform has there.
    pub async fn count(&self, table: &str) -> i64 {
        sqlx::any::install_default_drivers();
        let file = self.folder.path().join("sandbox/sandbox.db");
        let mut database = sqlx::AnyConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
        let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        sqlx::query_scalar(query).fetch_one(&mut database).await.unwrap()
    }

    /// One of the sandbox's test controls.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/sandbox{path}", self.sandbox);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default()
    }

    pub async fn ship(&self, card: &str) -> String {
        let letter = self.control(&format!("/cards/{card}/ship"), json!({})).await;
        letter["cvc"].as_str().unwrap().to_owned()
    }

    /// The partner's own server calls the platform, with an access token of its own.
    pub async fn platform(&self, method: &str, path: &str, session: Option<&str>, body: Value) -> (u16, Value) {
        let call = self.http.request(method.parse().unwrap(), format!("{}/netspend-api/v1{path}", self.sandbox));
        let mut call = call.bearer_auth(self.token().await);
        if let Some(session) = session {
            call = call.header("ns-session-id", session);
        }
        let answer = if body.is_null() { call } else { call.json(&body) }.send().await.unwrap();
        (answer.status().as_u16(), serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
    }

    /// The same of the Passport-style platform.
    pub async fn passport(&self, path: &str) -> Value {
        let call = self.http.get(format!("{}/v1{path}", self.sandbox)).bearer_auth(self.token().await);
        serde_json::from_slice(&call.send().await.unwrap().bytes().await.unwrap()).unwrap()
    }

    async fn token(&self) -> String {
        let kit = self.kit();
        let token = self.http.post(format!("{}/netspend-api/v1/oauth/accesstoken", self.sandbox));
        let token = token.basic_auth(kit["api_key"].as_str().unwrap(), kit["api_secret"].as_str());
        let token: Value =
            token.form(&[("grant_type", "client_credentials")]).send().await.unwrap().json().await.unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn expire(&self, session: &str) {
        self.control(&format!("/sessions/{session}/expire"), json!({})).await;
    }
}

async fn start_sandbox(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("http://{address}");
    let state = portico_sandbox::State::open(portico_sandbox::Config {
        address,
        public_url: url.clone(),
        data: folder.join("sandbox"),
        database_url: None,
        controls: true,
        policy: portico_sandbox::Policy::Observe,
        frame_ancestors: "'none'".to_owned(),
        webhook_url: None,
        webhook_private: true,
        passport: portico_sandbox::PassportConfig::default(),
    })
    .await
    .unwrap();
    tokio::spawn(portico_sandbox::run_passport(state.clone()));
    tokio::spawn(async move { axum::serve(listener, portico_sandbox::router(state)).await });
    url
}

/// Its address as the browser knows it, where it listens, and the thumbprint of its own key-signing key.
async fn start_gateway(
    folder: &Path,
    sandbox: &str,
    nonces: &str,
    public_url: Option<&str>,
    ticket_key: &SignatureKey,
) -> (String, String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let url = public_url.map_or_else(|| format!("http://{address}"), ToOwned::to_owned);
    let settings = [
        ("GATEWAY_PUBLIC_URL", url.clone()),
        ("GATEWAY_NETSPEND_URL", format!("{sandbox}/netspend-api/v1")),
        ("GATEWAY_STARTER_KIT", folder.join("sandbox/starter-kit.json").to_str().unwrap().to_owned()),
        ("GATEWAY_DATA", folder.join("gateway").to_str().unwrap().to_owned()),
        ("GATEWAY_TICKET_KEY", ticket_key.public_jwk().to_string()),
        ("GATEWAY_TICKET_ISSUER", ISSUER.to_owned()),
        ("GATEWAY_DPOP_NONCE", nonces.to_owned()),
        ("GATEWAY_RATE_PER_MINUTE", "100000".to_owned()),
    ];
    let config = portico_gateway::Config::from_lookup(|name| {
        settings.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    })
    .unwrap();
    let state = portico_gateway::State::open(config).await.unwrap();
    let key = state.gateway_key().to_owned();
    let app = portico_gateway::router(state).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, address, key)
}
