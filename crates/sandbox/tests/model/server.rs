//! The sandbox's process, with connections that are kept alive, and its test controls.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{Method, StatusCode};
use portico_sandbox::{Config, PassportConfig, Policy};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Database, Process, Reply, platform::copy_keys};

/// The path that every platform call begins with.
pub(crate) const BASE: &str = "/netspend-api/v1";

/// A call as it goes over the wire. It can be sent again byte for byte.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// With its base.
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<&'static str, String>,
    pub(crate) body: Option<String>,
}

/// One process after another on one folder and one database.
pub(crate) struct Server {
    process: Option<Process>,
    client: reqwest::Client,
    config: Config,
    folder: Arc<TempDir>,
    database: Database,
    /// How often it was killed.
    pub(crate) kills: u64,
    calls: AtomicU64,
}

impl Server {
    pub(crate) fn start(database: Database) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        copy_keys(folder.path());
        let mut config = Config {
            address: ([127, 0, 0, 1], 0).into(),
            public_url: "http://sandbox.test".to_owned(),
            data: folder.path().to_owned(),
            database_url: None,
            controls: true,
            policy: Policy::Observe,
            frame_ancestors: "'none'".to_owned(),
            webhook_url: None,
            webhook_private: true,
            passport: PassportConfig::default(),
        };
        database.configure(&mut config);
        let process = Some(Process::start(&config));
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { process, client, config, folder, database, kills: 0, calls: AtomicU64::new(0) }
    }

    /// SIGKILL, and a new process where the old one was.
    pub(crate) fn crash(&mut self) {
        self.process.take().unwrap().kill();
        self.kills += 1;
        self.process = Some(Process::start(&self.config));
    }

    /// Calls so far.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    pub(crate) async fn end(mut self) {
        self.process.take().unwrap().kill();
        self.database.drop().await;
    }

    pub(crate) fn kit(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.folder.path().join("starter-kit.json")).unwrap()).unwrap()
    }

    pub(crate) async fn try_send(&self, call: &Call) -> Result<Reply, reqwest::Error> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let url = format!("{}{}", self.process.as_ref().unwrap().url(), call.path);
        let mut request = self.client.request(call.method.clone(), url);
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &call.body {
            request = request.header("content-type", "application/json").body(body.clone());
        }
        let answer = request.send().await?;
        let (status, headers): (StatusCode, _) = (answer.status(), answer.headers().clone());
        Ok(Reply { status, headers, bytes: answer.bytes().await?.to_vec() })
    }

    pub(crate) async fn send(&self, call: &Call) -> Reply {
        self.try_send(call).await.expect("the connection ended without an answer")
    }

    async fn plain(
        &self,
        method: Method,
        path: String,
        headers: &[(&'static str, &str)],
        body: Option<String>,
    ) -> Reply {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.send(&Call { method, path, headers, body }).await
    }

    /// A call without a session.
    pub(crate) async fn call(&self, method: Method, path: &str, bearer: &str, body: Option<&Value>) -> Reply {
        let body = body.map(Value::to_string);
        self.plain(method, format!("{BASE}{path}"), &[("authorization", bearer)], body).await
    }

    /// A test control.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        self.plain(method, format!("/sandbox{path}"), &[], body.map(|body| body.to_string())).await
    }

    /// The bytes of a file that an answer links to.
    pub(crate) async fn file(&self, url: &str) -> Vec<u8> {
        let path = url.strip_prefix(&self.config.public_url).unwrap().to_owned();
        self.plain(Method::GET, path, &[], None).await.bytes
    }

    /// The partner's `Authorization`.
    pub(crate) async fn bearer(&self) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let kit = self.kit();
        let text = |name: &str| kit[name].as_str().unwrap().to_owned();
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", text("api_key"), text("api_secret"))));
        let url = format!("{}{BASE}/oauth/accesstoken", self.process.as_ref().unwrap().url());
        let request = self.client.post(url).header("authorization", basic);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body("grant_type=client_credentials").send().await.unwrap();
        let token: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        format!("Bearer {}", token["access_token"].as_str().unwrap())
    }

    /// The next call of this path stalls until the process is killed.
    pub(crate) async fn stall(&self, path: &str, when: &str) {
        let fault = json!({"method": "*", "path": path, "kind": "stall", "when": when, "ms": 600_000});
        self.control(Method::POST, "/faults", Some(fault)).await.expect(201);
    }

    /// Waits until a call stalls.
    pub(crate) async fn stalled(&self) {
        while self.control(Method::GET, "/faults", None).await.expect(200)["faults"][0]["hits"] != 1 {}
    }
}
