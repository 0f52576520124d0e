//! Sandbox and gateway on free ports, with a folder of their own.

use std::net::SocketAddr;
use std::path::Path;

use portico_core::{Client, ClientConfig};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Browser;

pub struct World {
    folder: tempfile::TempDir,
    pub gateway: String,
    sandbox: String,
    http: reqwest::Client,
}

impl World {
    pub async fn start() -> Self {
        Self::start_with("required").await
    }

    /// The nonces are up to the test.
    pub async fn start_without_nonces() -> Self {
        Self::start_with("off").await
    }

    async fn start_with(nonces: &str) -> Self {
        drop(rustls::crypto::ring::default_provider().install_default());
        let folder = tempfile::tempdir().unwrap();
        let sandbox = start_sandbox(folder.path()).await;
        let gateway = start_gateway(folder.path(), &sandbox, nonces).await;
        Self { folder, gateway, sandbox, http: reqwest::Client::new() }
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
            timeout_ms: 30_000,
        }
    }

    /// A page in `browser`: another call of this is a reload.
    pub fn page(&self, browser: &Browser) -> Client<Browser> {
        Client::new(browser.clone(), self.config())
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
        let kit = self.kit();
        let base = format!("{}/netspend-api/v1", self.sandbox);
        let token = self.http.post(format!("{base}/oauth/accesstoken"));
        let token = token.basic_auth(kit["api_key"].as_str().unwrap(), kit["api_secret"].as_str());
        let token: Value =
            token.form(&[("grant_type", "client_credentials")]).send().await.unwrap().json().await.unwrap();
        let call = self.http.request(method.parse().unwrap(), format!("{base}{path}"));
        let mut call = call.bearer_auth(token["access_token"].as_str().unwrap());
        if let Some(session) = session {
            call = call.header("ns-session-id", session);
        }
        let answer = if body.is_null() { call } else { call.json(&body) }.send().await.unwrap();
        (answer.status().as_u16(), serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default())
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
    tokio::spawn(async move { axum::serve(listener, portico_sandbox::router(state)).await });
    url
}

async fn start_gateway(folder: &Path, sandbox: &str, nonces: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let settings = [
        ("GATEWAY_PUBLIC_URL", url.clone()),
        ("GATEWAY_NETSPEND_URL", format!("{sandbox}/netspend-api/v1")),
        ("GATEWAY_STARTER_KIT", folder.join("sandbox/starter-kit.json").to_str().unwrap().to_owned()),
        ("GATEWAY_DATA", folder.join("gateway").to_str().unwrap().to_owned()),
        ("GATEWAY_DPOP_NONCE", nonces.to_owned()),
        ("GATEWAY_RATE_PER_MINUTE", "100000".to_owned()),
    ];
    let config = portico_gateway::Config::from_lookup(|name| {
        settings.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    })
    .unwrap();
    let state = portico_gateway::State::open(config).await.unwrap();
    let app = portico_gateway::router(state).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}
