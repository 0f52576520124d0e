//! The real sandbox behind a socket, with a door in front: the door opens sessions by a thumbprint alone, notes what goes
//! through, and can lose answers.

use std::{
    collections::VecDeque,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use portico_gateway::{Config, Secret};
use portico_sandbox::{PassportConfig, Policy};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::Mutex, task::JoinHandle};
use tower::ServiceExt;

const BASE: &str = "/netspend-api/v1";

/// A Passport call as it reached the platform.
#[derive(Clone, Debug)]
pub struct Passed {
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Passed {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What becomes of the next answer to a call with this method.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is lost when the call was done.
    Lost,
    /// This comes in its place, and the call is not made.
    Instead(u16, Value),
}

pub struct Sandbox {
    pub origin: String,
    door: Arc<Door>,
    config: portico_sandbox::Config,
    folder: TempDir,
    servers: Vec<JoinHandle<()>>,
}

struct Door {
    sandbox: Router,
    passed: Mutex<Vec<Passed>>,
    fates: Mutex<VecDeque<(String, Fate)>>,
    sessions: AtomicU64,
}

impl Sandbox {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_keys(folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let origin = format!("http://{address}");
        let config = portico_sandbox::Config {
            address,
            public_url: origin.clone(),
            data: folder.path().to_owned(),
            database_url: None,
            passport: PassportConfig::default(),
            controls: true,
            policy: Policy::Observe,
            frame_ancestors: "'none'".to_owned(),
            webhook_url: None,
            webhook_private: true,
        };
        let state = portico_sandbox::State::open(config.clone()).await.unwrap();
        let door = Arc::new(Door {
            sandbox: portico_sandbox::router(state.clone()),
            passed: Mutex::default(),
            fates: Mutex::default(),
            sessions: AtomicU64::new(0),
        });
        let app = Router::new().fallback(pass).with_state(Arc::clone(&door));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let checks = tokio::spawn(portico_sandbox::run_passport(state));
        Self { origin, door, config, folder, servers: vec![server, checks] }
    }

    /// Settings of a gateway before this sandbox.
    pub fn configure(&self, config: &mut Config) {
        let kit = std::fs::read(self.folder.path().join("starter-kit.json")).unwrap();
        let kit: Value = serde_json::from_slice(&kit).unwrap();
        let secret = |name: &str| Secret::new(kit[name].as_str().unwrap().to_owned());
        (config.api_key, config.api_secret) = (secret("api_key"), secret("api_secret"));
        config.netspend_url = format!("{}{BASE}", self.origin).parse().unwrap();
        config.passport_url = format!("{}/v1", self.origin).parse().unwrap();
    }

    /// What the partner was given.
    pub fn starter_kit(&self) -> std::path::PathBuf {
        self.folder.path().join("starter-kit.json")
    }

    /// The partner's webhook secret.
    pub fn webhook_secret(&self) -> String {
        let kit = std::fs::read(self.folder.path().join("starter-kit.json")).unwrap();
        let kit: Value = serde_json::from_slice(&kit).unwrap();
        kit["webhook_secret"].as_str().unwrap().to_owned()
    }

    /// Delivers notices to an address from now on, as a process that was started anew with that setting.
    pub async fn deliver_to(&self, hook: &str) -> JoinHandle<()> {
        let mut config = self.config.clone();
        config.passport.webhook_url = Some(hook.to_owned());
        let state = portico_sandbox::State::open(config).await.unwrap();
        tokio::spawn(portico_sandbox::run_passport(state))
    }

    /// Every Passport call that got here.
    pub async fn passed(&self) -> Vec<Passed> {
        self.door.passed.lock().await.clone()
    }

    /// The last one with a body.
    pub async fn last(&self) -> Passed {
        self.passed().await.into_iter().rfind(|call| call.method == "POST").unwrap()
    }

    /// The fate of the next answer to a call with this method.
    pub async fn fate(&self, method: &str, fate: Fate) {
        self.door.fates.lock().await.push_back((method.to_owned(), fate));
    }

    /// Asks the platform as the partner's own server does.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let bearer = self.bearer().await;
        let request = Request::builder().method(method).uri(path).header("authorization", bearer);
        let request = request.header("content-type", "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let response = self.door.sandbox.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// All customers, or all accounts, of the platform.
    pub async fn all(&self, what: &str) -> Vec<Value> {
        let (status, list) = self.ask("POST", &format!("/v1/{what}/list"), Some(json!({"limit": 100}))).await;
        assert_eq!(status, 200, "{list}");
        list["resources"].as_array().unwrap().clone()
    }

    async fn bearer(&self) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let kit = std::fs::read(self.folder.path().join("starter-kit.json")).unwrap();
        let kit: Value = serde_json::from_slice(&kit).unwrap();
        let pair = format!("{}:{}", kit["api_key"].as_str().unwrap(), kit["api_secret"].as_str().unwrap());
        let request = Request::builder()
            .method("POST")
            .uri(format!("{BASE}/oauth/accesstoken"))
            .header("authorization", format!("Basic {}", STANDARD.encode(pair)))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("grant_type=client_credentials"))
            .unwrap();
        let response = self.door.sandbox.clone().oneshot(request).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let token: Value = serde_json::from_slice(&bytes).unwrap();
        format!("Bearer {}", token["access_token"].as_str().unwrap())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
    }
}

async fn pass(State(door): State<Arc<Door>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else { return StatusCode::BAD_REQUEST.into_response() };
    let body = body.to_bytes();
    let path = parts.uri.path().to_owned();
    if parts.method == "POST" && path == format!("{BASE}/sessions") {
        let body: Value = serde_json::from_slice(&body).unwrap();
        let id = format!("session-{}", door.sessions.fetch_add(1, Ordering::SeqCst));
        return (StatusCode::CREATED, Json(json!({"id": id, "device_jkt": body["device_data"]}))).into_response();
    }
    if parts.method == "DELETE" && path.starts_with(&format!("{BASE}/sessions/")) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let mut fate = None;
    if path.starts_with("/v1/") {
        let (method, headers) = (parts.method.to_string(), parts.headers.clone());
        let mut fates = door.fates.lock().await;
        if let Some(at) = fates.iter().position(|(of, _)| *of == method) {
            fate = fates.remove(at).map(|(_, fate)| fate);
        }
        door.passed.lock().await.push(Passed { method, path, headers, body: body.clone() });
    }
    if let Some(Fate::Instead(status, body)) = fate {
        return (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
    }
    let response = door.sandbox.clone().oneshot(Request::from_parts(parts, Body::from(body))).await.unwrap();
    match fate {
        // A proxy on the way that gave up.
        Some(Fate::Lost) => (StatusCode::BAD_GATEWAY, "<html>").into_response(),
        _ => response,
    }
}

/// Puts a key file into `folder`. An RSA key takes most of a second to find, so the tests share one; its name follows the code
/// that writes it.
fn copy_keys(folder: &Path) {
    let mut hash = DefaultHasher::new();
    include_str!("../../../sandbox/src/keys.rs").hash(&mut hash);
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gateway-keys-{:x}.json", hash.finish()));
    if !shared.exists() {
        let made = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        portico_sandbox::generate_keys(made.path()).unwrap();
        // Another test may have been faster. Either file is as good, and a rename is never half done.
        fs::rename(made.path().join("keys.json"), &shared).unwrap();
    }
    fs::copy(shared, folder.join("keys.json")).unwrap();
}
