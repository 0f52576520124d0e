//! A sandbox for one test.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{Router, body::Body};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, Request};
use portico_sandbox::{Config, PassportConfig, Policy, State, generate_keys, router};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use tempfile::TempDir;
use tower::ServiceExt;

use super::{Database, Process, Reply, contract, databases};

/// The sandbox, its folder and its database.
pub(crate) struct Platform {
    pub(crate) folder: Arc<TempDir>,
    pub(crate) config: Config,
    pub(crate) state: State,
    app: Router,
    /// In whose place requests go to a process, when there is one.
    process: Option<Process>,
    database: Database,
    /// Whether calls go wrong on demand: what they answer then is not in the document.
    has_faults: AtomicBool,
}

/// The document of the calls. It is the same in all of them.
static DOCUMENT: OnceLock<Value> = OnceLock::new();

/// The path that every platform call begins with.
const BASE: &str = "/netspend-api/v1";

impl Platform {
    /// Runs `test` on each database, with the usual settings: controls on, observing.
    pub(crate) async fn each(test: impl AsyncFn(&mut Self)) {
        Self::each_with(|_| {}, test).await;
    }

    /// The same with other settings.
    pub(crate) async fn each_with(change: impl Fn(&mut Config), test: impl AsyncFn(&mut Self)) {
        for database in databases().await {
            let folder = tempfile::tempdir().unwrap();
            copy_keys(folder.path());
            let mut config = Config {
                address: ([127, 0, 0, 1], 0).into(),
                public_url: "http://sandbox.test".to_owned(),
                data: folder.path().to_owned(),
                database_url: None,
                passport: PassportConfig::default(),
                controls: true,
                policy: Policy::Observe,
                frame_ancestors: "'none'".to_owned(),
                webhook_url: None,
                webhook_private: true,
            };
            database.configure(&mut config);
            change(&mut config);
            let state = State::open(config.clone()).await.unwrap();
            let folder = Arc::new(folder);
            let app = router(state.clone());
            if DOCUMENT.get().is_none() {
                let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
                let document = Reply::read(app.clone().oneshot(request).await.unwrap()).await.expect(200);
                DOCUMENT.get_or_init(|| document);
            }
            let has_faults = AtomicBool::new(false);
            let mut platform = Self { folder, config, app, process: None, state, database, has_faults };
            test(&mut platform).await;
            platform.state.close().await;
            platform.database.drop().await;
        }
    }

    /// Stops and starts again, on the same folder and database.
    pub(crate) async fn restart(&mut self) {
        self.state.close().await;
        self.state = State::open(self.config.clone()).await.unwrap();
        self.app = router(self.state.clone());
    }

    /// A second server on the same folder and database. To be closed by the test.
    pub(crate) async fn twin(&self) -> Self {
        let state = State::open(self.config.clone()).await.unwrap();
        let (folder, config, database) = (self.folder.clone(), self.config.clone(), self.database.clone());
        let (app, has_faults) = (router(state.clone()), AtomicBool::new(false));
        Self { folder, config, app, process: None, state, database, has_faults }
    }

    /// A connection of the test's own, for what no call shows.
    pub(crate) async fn connect(&self) -> AnyConnection {
        let file = self.folder.path().join("sandbox.db");
        let sqlite = || format!("sqlite://{}", file.display());
        AnyConnection::connect(&self.config.database_url.clone().unwrap_or_else(sqlite)).await.unwrap()
    }

    /// Whether the database is the SQLite file in the folder.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.database, Database::Sqlite)
    }

    /// The starter kit's members.
    pub(crate) fn kit(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.folder.path().join("starter-kit.json")).unwrap()).unwrap()
    }

    /// From now on requests go to the binary, as a process on the same folder and database.
    pub(crate) fn start_process(&mut self) {
        self.process = Some(Process::start(&self.config));
    }

    /// Where that process listens.
    pub(crate) fn process_url(&self) -> &str {
        self.process.as_ref().unwrap().url()
    }

    /// Kills that process.
    pub(crate) fn kill_process(&mut self) {
        self.process.take().unwrap().kill();
    }

    /// Sends a request as it is. Every answer to a platform's call has to be one that the document has for it.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        self.try_send(request).await.expect("the connection ended without an answer")
    }

    /// The same where a connection may end without an answer. Only a process's does.
    pub(crate) async fn try_send(&self, request: Request<Body>) -> Result<Reply, reqwest::Error> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        if method == Method::POST && ["/sandbox/faults", "/sandbox/press"].contains(&path.as_str()) {
            self.has_faults.store(true, Ordering::Relaxed);
        }
        let reply = match &self.process {
            Some(process) => process.send(request).await?,
            None => Reply::read(self.app.clone().oneshot(request).await.unwrap()).await,
        };
        if !self.has_faults.load(Ordering::Relaxed) {
            contract::judge(DOCUMENT.get().unwrap(), &method, &path, &reply);
        }
        Ok(reply)
    }

    /// A request on any path.
    pub(crate) async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body).unwrap()).await
    }

    /// A platform call with a JSON body, or none.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let mut headers = headers.to_vec();
        let body = match body {
            Some(body) => {
                headers.push(("content-type", "application/json"));
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.request(method, &format!("{BASE}{path}"), &headers, body).await
    }

    /// A test control.
    pub(crate) async fn control(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let headers = [("content-type", "application/json")];
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.request(method, &format!("/sandbox{path}"), &headers, body).await
    }

    /// Moves the clock.
    pub(crate) async fn advance(&self, seconds: i64) {
        self.control(Method::POST, "/clock/advance", Some(&json!({"seconds": seconds}))).await.expect(200);
    }

    /// The partner's `Authorization` for the token call.
    pub(crate) fn basic(&self) -> String {
        let kit = self.kit();
        let text = |name: &str| kit[name].as_str().unwrap().to_owned();
        format!("Basic {}", STANDARD.encode(format!("{}:{}", text("api_key"), text("api_secret"))))
    }

    /// The token call.
    pub(crate) async fn token_call(&self, authorization: &str, form: &'static str) -> Reply {
        let headers = [("authorization", authorization), ("content-type", "application/x-www-form-urlencoded")];
        self.request(Method::POST, &format!("{BASE}/oauth/accesstoken"), &headers, Body::from(form)).await
    }

    /// A fresh access token as the value of `Authorization`.
    pub(crate) async fn bearer(&self) -> String {
        let token = self.token_call(&self.basic(), "grant_type=client_credentials").await.expect(200);
        format!("Bearer {}", token["access_token"].as_str().unwrap())
    }
}

/// Puts a key file into `folder`. An RSA key takes most of a second to find, so the tests share one; its name follows the
/// code that writes it, so that a change of the file's form starts a new one.
pub(crate) fn copy_keys(folder: &Path) {
    let mut hash = DefaultHasher::new();
    include_str!("../../../src/keys.rs").hash(&mut hash);
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sandbox-keys-{:x}.json", hash.finish()));
    if !shared.exists() {
        let made = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        generate_keys(made.path()).unwrap();
        // Another test may have been faster. Either file is as good, and a rename is never half done.
        fs::rename(made.path().join("keys.json"), &shared).unwrap();
    }
    fs::copy(shared, folder.join("keys.json")).unwrap();
}
