//! A browser: a key, a cookie, a session.

use std::collections::BTreeMap;

use axum::{Router, body::Body};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use portico_gateway::Clock;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::PUBLIC_URL;

pub const PREFIX: &str = "/portico/netspend";

/// What came back, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub json: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code in one, for comparing with what is expected.
    pub fn outcome(&self) -> (u16, &str) {
        (self.status.as_u16(), self.code())
    }
}

pub struct Browser {
    router: Router,
    clock: Clock,
    pub key: SigningKey,
    /// The cookie line that it sends.
    pub cookie: Option<String>,
    /// What it sends as ns-session-id.
    pub session: Option<String>,
    /// The newest nonce that it was given.
    pub nonce: Option<String>,
    /// Which platform's calls it makes.
    pub prefix: &'static str,
    proofs: u64,
}

/// A request under way to being sent: everything in it can be changed first.
pub struct Call {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Browser {
    pub fn new(router: &Router, clock: &Clock) -> Self {
        Self {
            router: router.clone(),
            clock: clock.clone(),
            key: new_key(),
            cookie: None,
            session: None,
            nonce: None,
            prefix: PREFIX,
            proofs: 0,
        }
    }

    pub fn jkt(&self) -> String {
        thumbprint(&self.key)
    }

    /// Opens a session.
    pub async fn connect(&mut self) -> Answer {
        let body = json!({"device_data": self.jkt()});
        let answer = self.post("/sessions", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        self.session = Some(answer.json["id"].as_str().unwrap().to_owned());
        answer
    }

    /// Makes an account and gives its id; `person` and `card` likewise.
    pub async fn account(&mut self) -> String {
        let answer = self.post("/accounts", &json!({"provided_id": "acp_checking"})).await;
        answer.json["id"].as_str().unwrap().to_owned()
    }

    pub async fn person(&mut self, account: &str) -> String {
        let body = json!({"first_name": "Ada", "identity_context": {"type": "account", "account_id": account}});
        self.post("/people", &body).await.json["id"].as_str().unwrap().to_owned()
    }

    pub async fn card(&mut self, account: &str, person: &str) -> String {
        let body = json!({"account_id": account, "person_id": person, "brand_name": "blue"});
        self.post("/cards/physical", &body).await.json["id"].as_str().unwrap().to_owned()
    }

    /// The request for documents that the platform has for a person.
    pub async fn document_request(&mut self, person: &str) -> String {
        let answer = self.get(&format!("/people/{person}/document_requests")).await;
        answer.json["document_requests"][0]["id"].as_str().unwrap().to_owned()
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body.to_string())).await
    }

    pub async fn send(&mut self, method: &str, path: &str, body: Option<String>) -> Answer {
        let call = self.call(method, path, body.clone());
        let answer = self.dispatch(call).await;
        if answer.code() != "use_dpop_nonce" {
            return answer;
        }
        // As the SDK does: once more with the nonce that came along.
        let call = self.call(method, path, body);
        self.dispatch(call).await
    }

    /// A call of the SDK's form.
    pub fn call(&mut self, method: &str, path: &str, body: Option<String>) -> Call {
        let claims = self.claims(method, path);
        let proof = sign(&self.key, &json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": public(&self.key)}), &claims);
        let mut headers = vec![
            ("dpop".to_owned(), proof),
            ("origin".to_owned(), PUBLIC_URL.to_owned()),
            ("sec-fetch-site".to_owned(), "same-origin".to_owned()),
        ];
        headers.extend(self.session.clone().map(|session| ("ns-session-id".to_owned(), session)));
        headers.extend(self.cookie.clone().map(|cookie| ("cookie".to_owned(), cookie)));
        headers.extend(body.as_ref().map(|_| ("content-type".to_owned(), "application/json".to_owned())));
        Call { method: method.to_owned(), path: format!("{}{path}", self.prefix), headers, body }
    }

    /// Goes on with the same cookie and key at a gateway that was started anew.
    pub fn turn_to(&mut self, router: &Router) {
        self.router = router.clone();
    }

    /// Ends the session, and gives the status.
    pub async fn sign_out(&mut self) -> u16 {
        let prefix = std::mem::replace(&mut self.prefix, PREFIX);
        let path = format!("/sessions/{}", self.session.clone().unwrap());
        let answer = self.send("DELETE", &path, None).await;
        self.prefix = prefix;
        answer.status.as_u16()
    }

    /// Leaves numbers of proofs out, for a tab that shares the key.
    pub fn skip_proofs(&mut self, count: u64) {
        self.proofs += count;
    }

    pub fn claims(&mut self, method: &str, path: &str) -> Value {
        self.proofs += 1;
        let path = path.split('?').next().unwrap();
        let mut claims = json!({
            "htm": method, "htu": format!("{PUBLIC_URL}{}{path}", self.prefix), "iat": self.clock.seconds(),
            "jti": format!("proof-{}", self.proofs),
        });
        if let Some(nonce) = &self.nonce {
            claims["nonce"] = json!(nonce);
        }
        if let Some(session) = &self.session {
            claims["ath"] = json!(B64.encode(Sha256::digest(session)));
        }
        claims
    }

    /// Sends, and keeps the cookie and the nonce that come back.
    pub async fn dispatch(&mut self, call: Call) -> Answer {
        let answer = dispatch(&self.router, call).await;
        if let Some(cookie) = answer.headers.get("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        if let Some(nonce) = answer.headers.get("dpop-nonce") {
            self.nonce = Some(nonce.to_str().unwrap().to_owned());
        }
        answer
    }
}

impl Call {
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: None }
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|header| header.0 != name);
        self
    }

    /// One header more; `replace` takes the old ones out first.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn replace(self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.clone()).unwrap_or_default()
    }
}

pub async fn dispatch(router: &Router, mut call: Call) -> Answer {
    let body = call.body.take().map_or_else(Body::empty, Body::from);
    dispatch_with(router, call, body).await
}

/// With a body of another kind than text.
pub async fn dispatch_with(router: &Router, call: Call, body: Body) -> Answer {
    let mut request = Request::builder().method(call.method.as_str()).uri(call.path);
    for (name, value) in call.headers {
        request = request.header(name, value);
    }
    let request = request.body(body).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    let json = serde_json::from_slice(&bytes).unwrap_or_default();
    Answer { status: parts.status, headers: parts.headers, bytes, json }
}

pub fn new_key() -> SigningKey {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    SigningKey::from_slice(&bytes).unwrap()
}

pub fn public(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_sec1_point(false);
    json!({"kty": "EC", "crv": "P-256", "x": B64.encode(point.x().unwrap()), "y": B64.encode(point.y().unwrap())})
}

/// RFC 7638, by a sorted map rather than by the code under test.
pub fn thumbprint(key: &SigningKey) -> String {
    let members: BTreeMap<String, Value> = serde_json::from_value(public(key)).unwrap();
    B64.encode(Sha256::digest(serde_json::to_string(&members).unwrap()))
}

/// A compact JWS of exactly these parts.
pub fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
    sign_text(key, &header.to_string(), &claims.to_string())
}

pub fn sign_text(key: &SigningKey, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", B64.encode(header), B64.encode(claims));
    let signature: Signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", B64.encode(signature.to_bytes()))
}
