//! A browser: its device, its session, its seals, and what it was answered.

use std::collections::BTreeMap;

use http::Method;
use jiff::Timestamp;
use portico_unseal::{ContentKey, jwe::Compact, jws::SignatureKey};
use serde_json::{Value, json};

use crate::{
    server::{BASE, Call, Server},
    support::{Recipient, Reply, Seal, Statement},
};

/// What was answered once, to be asked for again.
pub(crate) struct Kept {
    pub(crate) call: Call,
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct Client {
    bearer: String,
    pub(crate) session_id: String,
    session_key: ContentKey,
    key: Recipient,
    /// Seconds that the server's clock is ahead of the machine's.
    offset: i64,
    keys: u64,
    pub(crate) kept: Vec<Kept>,
}

#[allow(clippy::disallowed_methods, reason = "a browser has the machine's time")]
fn machine_time() -> i64 {
    Timestamp::now().as_second()
}

impl Client {
    /// Opens an anonymous session with a new device.
    pub(crate) async fn arrive(server: &Server, bearer: &str) -> Self {
        let device = SignatureKey::generate().unwrap();
        let init = server.call(Method::GET, "/sessions/init", bearer, None).await.expect(200);
        let now: Timestamp = init["now"].as_str().unwrap().parse().unwrap();
        let now = now.as_second();
        let reply_key = ContentKey::generate().unwrap();
        let kit = server.kit();
        let body = json!({
            "v": 1, "sdk_id": kit["sdk_id"], "aud": kit["platform_key"], "origin": "http://localhost:8787",
            "nonce": init["nonce"], "iat": now, "reply_key": reply_key.to_jwk(),
            "device": {"webdriver": false, "language": "en-US"},
        });
        let key = Recipient(init["jwks"][0].clone());
        let statement = Statement { body, reply_key, recipient: key.clone(), now };
        let body = json!({"encrypted_data": statement.sealed(&device)});
        let session = server.call(Method::POST, "/sessions", bearer, Some(&body)).await.expect(201);
        let sealed = Compact::parse(session["encrypted_data"].as_str().unwrap(), 4_096).unwrap();
        let grant: Value = serde_json::from_slice(&sealed.open_dir(&statement.reply_key).unwrap()).unwrap();
        Self {
            bearer: bearer.to_owned(),
            session_id: session["id"].as_str().unwrap().to_owned(),
            session_key: ContentKey::from_jwk(&grant["session_key"]).unwrap(),
            key,
            offset: now - machine_time(),
            keys: 0,
            kept: Vec::new(),
        }
    }

    /// The server's clock was moved.
    pub(crate) fn advance(&mut self, seconds: i64) {
        self.offset += seconds;
    }

    /// An idempotency key that this browser never used.
    pub(crate) fn fresh_key(&mut self) -> String {
        self.keys += 1;
        format!("key-{}", self.keys)
    }

    pub(crate) fn call(&self, method: Method, path: &str, key: Option<&str>, body: Option<&Value>) -> Call {
        let mut headers =
            BTreeMap::from([("authorization", self.bearer.clone()), ("ns-session-id", self.session_id.clone())]);
        headers.extend(key.map(|key| ("idempotency-key", key.to_owned())));
        Call { method, path: format!("{BASE}{path}"), headers, body: body.map(Value::to_string) }
    }

    pub(crate) async fn get(&self, server: &Server, path: &str) -> Reply {
        server.send(&self.call(Method::GET, path, None, None)).await
    }

    /// A value sealed for `use_` in this session.
    pub(crate) fn seal(&self, use_: &str, value: &Value) -> String {
        let now = machine_time() + self.offset;
        Seal::new(&self.key, Some(&self.session_id), use_, now, value.to_string()).to(&self.key)
    }

    /// Opens what was sealed for `use_` under the session's key.
    pub(crate) fn open(&self, sealed: &Value, use_: &str) -> Value {
        let jwe = Compact::parse(sealed.as_str().unwrap(), 65_536).unwrap();
        assert_eq!((&jwe.header()["use"], &jwe.header()["sid"]), (&json!(use_), &json!(self.session_id)));
        serde_json::from_slice(&jwe.open_dir(&self.session_key).unwrap()).unwrap()
    }

    /// Keeps an answer, so that it can be asked for again.
    pub(crate) fn keep(&mut self, call: Call, reply: &Reply) {
        self.kept.push(Kept { call, status: reply.status.as_u16(), bytes: reply.bytes.clone() });
    }
}
