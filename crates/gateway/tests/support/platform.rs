//! A platform that records what reaches it. Its answers are just good enough for a gateway.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Mutex, task::JoinHandle};

const BASE: &str = "/netspend-api/v1";

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: Option<String>,
    pub headers: HeaderMap,
    pub body: String,
}

/// What the next call gets instead of the usual answer.
#[derive(Debug)]
pub enum Next {
    /// This, after the call was recorded.
    Answer(u16, &'static str, &'static str),
    /// Nothing, for ever.
    Silence,
}

pub struct Platform {
    origin: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Vec<Seen>>,
    next: Mutex<VecDeque<Next>>,
    expires_in: Mutex<Option<Value>>,
    good_token: Mutex<String>,
    tokens: AtomicU64,
    ids: AtomicU64,
    bytes: AtomicU64,
    origin: Mutex<String>,
}

impl Platform {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared { origin: Mutex::new(origin.clone()), ..Shared::default() });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { origin, shared, server }
    }

    pub fn base_url(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// Everything that came, but the token calls.
    pub async fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().await.clone()
    }

    pub async fn last(&self) -> Seen {
        self.seen().await.last().cloned().unwrap()
    }

    /// How many tokens were given out.
    pub fn tokens(&self) -> u64 {
        self.shared.tokens.load(Ordering::SeqCst)
    }

    /// How many bytes of bodies have arrived, also of those that are not whole yet.
    pub fn bytes(&self) -> u64 {
        self.shared.bytes.load(Ordering::SeqCst)
    }

    /// What the next token's `expires_in` is.
    pub async fn expire_in(&self, expires_in: Value) {
        *self.shared.expires_in.lock().await = Some(expires_in);
    }

    /// Takes no token any more that was given out until now.
    pub async fn revoke_token(&self) {
        "revoked".clone_into(&mut *self.shared.good_token.lock().await);
    }

    pub async fn next(&self, next: Next) {
        self.shared.next.lock().await.push_back(next);
    }

    /// Closes the port.
    pub async fn stop(&mut self) {
        self.server.abort();
        drop((&mut self.server).await);
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, mut body) = request.into_parts();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // What was cut off never was a call.
        let Ok(frame) = frame else { return StatusCode::BAD_REQUEST.into_response() };
        if let Ok(data) = frame.into_data() {
            shared.bytes.fetch_add(data.len().try_into().unwrap(), Ordering::SeqCst);
            bytes.extend_from_slice(&data);
        }
    }
    let body = String::from_utf8(bytes).unwrap();
    let path = parts.uri.path().to_owned();
    if path == format!("{BASE}/oauth/accesstoken") {
        return token(&shared, &parts.headers, &body).await;
    }
    shared.seen.lock().await.push(Seen {
        method: parts.method.to_string(),
        path: path.clone(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers.clone(),
        body: body.clone(),
    });
    match shared.next.lock().await.pop_front() {
        Some(Next::Silence) => std::future::pending().await,
        Some(Next::Answer(status, media_type, text)) => {
            return (StatusCode::from_u16(status).unwrap(), [("content-type", media_type)], text).into_response();
        }
        None => {}
    }
    if let Some(file) = path.strip_prefix("/files/") {
        return files(file);
    }
    let authorization = parts.headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    if authorization != Some(format!("Bearer {}", shared.good_token.lock().await)) {
        let problem = json!({"code": "invalid_token", "status": 401}).to_string();
        return (StatusCode::UNAUTHORIZED, [("content-type", "application/problem+json")], problem).into_response();
    }
    let number = shared.ids.fetch_add(1, Ordering::SeqCst);
    let route = (parts.method.as_str(), path.strip_prefix(BASE).unwrap_or_default());
    let origin = shared.origin.lock().await.clone();
    let (status, json) = business(route, &body, number, &origin);
    let mut response = Response::new(Body::from(json.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in [
        ("content-type", "application/json"),
        ("ns-request-id", "from-the-platform"),
        ("set-cookie", "platform=1; Path=/"),
        ("x-internal", "of-the-platform"),
    ] {
        response.headers_mut().append(name, value.parse().unwrap());
    }
    response
}

async fn token(shared: &Shared, headers: &HeaderMap, body: &str) -> Response {
    // Slow enough for callers at once to meet here.
    tokio::time::sleep(Duration::from_millis(30)).await;
    // base64("the-key:the-secret")
    if headers["authorization"] != "Basic dGhlLWtleTp0aGUtc2VjcmV0" || body != "grant_type=client_credentials" {
        return (StatusCode::UNAUTHORIZED, axum::Json(json!({"error": "invalid_client"}))).into_response();
    }
    let token = format!("token-{}", shared.tokens.fetch_add(1, Ordering::SeqCst) + 1);
    shared.good_token.lock().await.clone_from(&token);
    let expires_in = shared.expires_in.lock().await.clone().unwrap_or_else(|| json!("86399"));
    let token_type = "BearerToken";
    axum::Json(json!({"access_token": token, "token_type": token_type, "scope": "x", "expires_in": expires_in}))
        .into_response()
}

fn business(route: (&str, &str), body: &str, number: u64, origin: &str) -> (u16, Value) {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    match route {
        ("POST", "/sessions") => {
            // This platform takes the thumbprint as the statement.
            (201, json!({"id": format!("session-{number}"), "device_jkt": body["device_data"], "encrypted_data": "e"}))
        }
        ("POST", "/accounts") => (201, json!({"id": format!("account-{number}")})),
        ("POST", "/people" | "/person") => (201, json!({"id": format!("person-{number}")})),
        ("POST", "/cards/physical" | "/cards/virtual" | "/cards/digital") => {
            (201, json!({"id": format!("card-{number}")}))
        }
        // Nobody who has only just been made: a person whom the platform knew before.
        ("GET", path) if is_person(path) => {
            let id = path.trim_start_matches("/people/");
            (200, json!({"id": id, "account_ids": [format!("account-of-{id}")]}))
        }
        ("GET", path) if path.starts_with("/accounts/") => (
            200,
            json!({
                "id": path.trim_start_matches("/accounts/"),
                "provided_id": "acp_checking",
                "primary_person_id": match path.strip_prefix("/accounts/account-of-") {
                    Some(person) if !person.starts_with("secondary") => person.to_owned(),
                    _ => format!("primary-{number}"),
                },
                "cards": [
                    {"id": format!("own-card-{number}")},
                    {"id": format!("card-of-{}", path.trim_start_matches("/accounts/"))},
                ],
            }),
        ),
        ("GET", path) if path.ends_with("/document_requests") => {
            (200, json!({"document_requests": [{"id": format!("request-{number}"), "status": "requested"}]}))
        }
        ("POST", "/agreements/search") => (
            200,
            json!({"agreements": [{"documents": [{"files": [{"url": format!("{origin}/files/agreements/a.txt")}]}]}]}),
        ),
        ("POST", "/cards/brands/search") => {
            (200, json!({"brands": [{"image_url": format!("{origin}/files/cards/blue.svg")}]}))
        }
        _ => (200, json!({"ok": true})),
    }
}

fn is_person(path: &str) -> bool {
    path.strip_prefix("/people/").is_some_and(|rest| !rest.contains('/'))
}

fn files(file: &str) -> Response {
    match file {
        "agreements/a.txt" => ([("content-type", "text/plain; charset=utf-8")], "The terms.").into_response(),
        "cards/blue.svg" => {
            let headers = [("content-type", "image/svg+xml"), ("set-cookie", "platform=1"), ("x-internal", "1")];
            (headers, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").into_response()
        }
        "page.html" => ([("content-type", "text/html")], "<script>alert(1)</script>").into_response(),
        "large.pdf" => ([("content-type", "application/pdf")], vec![b'x'; 11 * 1024 * 1024]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
