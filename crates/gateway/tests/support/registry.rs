//! A platform that knows whose everything is, answers anybody who has the partner's token, and notes each call that
//! reaches what isn't its caller's.

#![allow(clippy::disallowed_types, reason = "its lock is never held over an await, and a test fails by panicking")]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use http_body_util::BodyExt;
use portico_gateway::allow_list::ID_MEMBERS;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

const BASE: &str = "/netspend-api/v1";

pub struct Registry {
    pub base_url: String,
    pub books: Arc<Mutex<Books>>,
    server: JoinHandle<()>,
}

/// Who made what. A customer is a device's key.
#[derive(Default)]
pub struct Books {
    /// Customer of each session.
    pub sessions: BTreeMap<String, String>,
    /// Customer of each account, person, card and request for documents.
    pub owners: BTreeMap<String, String>,
    /// Persons and cards of an account; requests of a person.
    pub parts: BTreeMap<String, Vec<String>>,
    pub calls: u64,
    /// Calls that reached somebody else's.
    pub violations: Vec<String>,
}

impl Registry {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}{BASE}", listener.local_addr().unwrap());
        let books = Arc::<Mutex<Books>>::default();
        let app = Router::new().fallback(answer).with_state(Arc::clone(&books));
        Self { base_url, books, server: tokio::spawn(async move { axum::serve(listener, app).await.unwrap() }) }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(books): State<Arc<Mutex<Books>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let path = parts.uri.path().strip_prefix(BASE).unwrap().to_owned();
    if path == "/oauth/accesstoken" {
        return Json(json!({"access_token": "t", "expires_in": "86399"})).into_response();
    }
    let session = parts.headers.get("ns-session-id").map(|value| value.to_str().unwrap().to_owned());
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let (status, answer) = books.lock().unwrap().call(parts.method.as_str(), &path, session, &body);
    (StatusCode::from_u16(status).unwrap(), Json(answer)).into_response()
}

impl Books {
    fn call(&mut self, method: &str, path: &str, session: Option<String>, body: &Value) -> (u16, Value) {
        self.calls += 1;
        let customer = session.and_then(|session| self.sessions.get(&session).cloned());
        self.check(&format!("{method} {path} {body}"), customer.as_deref(), path, body);
        let customer = customer.unwrap_or_default();
        let segments: Vec<_> = path.split('/').skip(1).collect();
        match (method, segments.as_slice()) {
            ("POST", ["sessions"]) => {
                let jkt = body["device_data"].as_str().unwrap().to_owned();
                let id = format!("session-{}", self.calls);
                self.sessions.insert(id.clone(), jkt.clone());
                (201, json!({"id": id, "device_jkt": jkt}))
            }
            ("POST", ["accounts"]) => {
                let id = self.make("account", &customer, None);
                // One that nobody is told of until they read the account.
                self.make("card", &customer, Some(&id));
                (201, json!({"id": id}))
            }
            ("POST", ["people" | "person"]) => {
                let account = body["identity_context"]["account_id"].as_str().map(str::to_owned);
                let id = self.make("person", &customer, account.as_deref());
                self.make("request", &customer, Some(&id));
                (201, json!({"id": id}))
            }
            ("POST", ["cards", "physical" | "virtual" | "digital"]) => {
                let id = self.make("card", &customer, body["account_id"].as_str());
                (201, json!({"id": id}))
            }
            ("GET", ["accounts", id]) => (200, json!({"id": id, "cards": self.list(id, "card")})),
            ("GET", ["people", id, "document_requests"]) => {
                (200, json!({"document_requests": self.list(id, "request")}))
            }
            _ => (200, json!({})),
        }
    }

    /// Every id that the platform would act on, in the path and under any name in the body. Where an agreement or a feature
    /// is named, it looks among those alone: somebody's account there is an agreement that nobody has.
    fn check(&mut self, call: &str, customer: Option<&str>, path: &str, body: &Value) {
        let segments: Vec<_> = path.split('/').collect();
        let is_shared = |at: usize| at > 0 && matches!(segments[at - 1], "agreements" | "features");
        let acted_on = segments.iter().enumerate().filter(|(at, _)| !is_shared(*at));
        let mut named: Vec<String> = acted_on.map(|(_, segment)| (*segment).to_owned()).collect();
        collect(body, &mut named);
        for id in named {
            let owner = self.owners.get(&id).or_else(|| self.sessions.get(&id));
            // The call that opens a session bears none, so it may name nothing that is anybody's.
            if owner.is_some() && owner.map(String::as_str) != customer {
                self.violations.push(format!("{call} by {customer:?} reached {id} of {owner:?}"));
            }
        }
    }

    fn make(&mut self, kind: &str, customer: &str, of: Option<&str>) -> String {
        let id = format!("{kind}-{}", self.owners.len());
        self.owners.insert(id.clone(), customer.to_owned());
        if let Some(of) = of {
            self.parts.entry(of.to_owned()).or_default().push(id.clone());
        }
        id
    }

    fn list(&self, of: &str, kind: &str) -> Vec<Value> {
        let parts = self.parts.get(of).into_iter().flatten();
        parts.filter(|id| id.starts_with(kind)).map(|id| json!({"id": id})).collect()
    }
}

fn collect(value: &Value, named: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| match member {
            Value::String(id) if ID_MEMBERS.contains(&name.as_str()) => named.push(id.clone()),
            other => collect(other, named),
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, named)),
        _ => {}
    }
}
