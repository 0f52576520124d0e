//! A visitor's browser: a device key, a session, and how its calls reach the platform.

use std::{rc::Rc, time::Instant};

use anyhow::{anyhow, bail};
use bytes::Bytes;
use http::{HeaderMap, Method};
use portico_unseal::jws::SignatureKey;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    connection::{Connection, Reply},
    now,
    samples::Samples,
    seal::{self, Recipient},
    shared::Shared,
};

/// Where the platform's calls begin.
pub(crate) const BASE: &str = "/netspend-api/v1";
/// Where the gateway's begin.
const PREFIX: &str = "/portico/netspend";

/// How calls reach the platform.
pub(crate) enum Way {
    /// With the partner's token, as a gateway does.
    Direct,
    /// As a page does: with proofs of the device key, a cookie and nonces.
    Gateway { origin: String, cookie: Option<String>, nonce: Option<String> },
}

/// What a call is.
pub(crate) struct Call<'a> {
    /// As the table names it.
    pub(crate) kind: &'static str,
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) body: Option<Value>,
    /// Whether it bears an idempotency key.
    pub(crate) has_key: bool,
}

/// A visitor, from the first call to the last.
pub(crate) struct Visitor {
    pub(crate) shared: Rc<Shared>,
    pub(crate) samples: Samples,
    pub(crate) way: Way,
    pub(crate) device: SignatureKey,
    pub(crate) recipient: Option<Recipient>,
    pub(crate) session_id: String,
    pub(crate) account_id: String,
    pub(crate) person_id: String,
    pub(crate) card_id: String,
    pub(crate) agreements: Vec<String>,
    /// The answer that the next step reads.
    pub(crate) held: Value,
    pub(crate) cvc: String,
    pub(crate) verification_id: String,
}

impl Visitor {
    pub(crate) fn new(shared: Rc<Shared>, samples: Samples, way: Way) -> anyhow::Result<Self> {
        Ok(Self {
            shared,
            samples,
            way,
            device: SignatureKey::generate().map_err(|_| anyhow!("no randomness"))?,
            recipient: None,
            session_id: String::new(),
            account_id: String::new(),
            person_id: String::new(),
            card_id: String::new(),
            agreements: Vec::new(),
            held: Value::Null,
            cvc: String::new(),
            verification_id: String::new(),
        })
    }

    /// The origin of the page that the visitor is on.
    pub(crate) fn origin(&self) -> &str {
        match &self.way {
            Way::Direct => "http://localhost:8787",
            Way::Gateway { origin, .. } => origin,
        }
    }

    /// A value sealed for `use_` in the session.
    pub(crate) fn seal(&self, use_: &str, value: &Value) -> anyhow::Result<String> {
        let recipient = self.recipient.as_ref().ok_or_else(|| anyhow!("nobody to seal to"))?;
        recipient.seal(Some(&self.session_id), use_, now(), &value.to_string())
    }

    /// Makes a call, and notes how long its answer took: from the sending of a request that is ready.
    pub(crate) async fn call(&mut self, connection: &mut Connection, call: Call<'_>) -> anyhow::Result<Value> {
        let (path, more) = self.prepare(&call);
        let mut headers: Vec<(&str, &str)> = more.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if !self.session_id.is_empty() {
            headers.push(("ns-session-id", &self.session_id));
        }
        let key = call.has_key.then(|| Uuid::new_v4().to_string());
        headers.extend(key.as_deref().map(|key| ("idempotency-key", key)));
        let body = call.body.map(|body| Bytes::from(body.to_string()));
        headers.extend(body.as_ref().map(|_| ("content-type", "application/json")));
        let start = Instant::now();
        let reply = connection.send(&call.method, &path, &headers, body).await;
        let took = start.elapsed();
        match reply {
            Ok(reply) if reply.status.is_success() => {
                self.samples.took(call.kind, took);
                self.keep(&reply);
                Ok(reply.json())
            }
            Ok(reply) => {
                let what = format!("{} {}", reply.status.as_u16(), reply.code());
                self.samples.failed(call.kind, &what);
                bail!("{}: {what}", call.kind);
            }
            Err(error) => {
                self.samples.failed(call.kind, "no answer");
                Err(error)
            }
        }
    }

    /// The whole path, and the headers that the way asks for.
    fn prepare(&self, call: &Call<'_>) -> (String, Vec<(&'static str, String)>) {
        let Way::Gateway { origin, cookie, nonce } = &self.way else {
            return ([BASE, call.path].concat(), vec![("authorization", self.shared.authorization.clone())]);
        };
        let path = [PREFIX, call.path].concat();
        let url = format!("{origin}{path}");
        let mut claims = json!({
            "htm": call.method.as_str(), "htu": url, "iat": now(),
            "jti": Uuid::new_v4().to_string(),
        });
        if let Some(members) = claims.as_object_mut() {
            members.extend(nonce.clone().map(|nonce| ("nonce".to_owned(), json!(nonce))));
            if !self.session_id.is_empty() {
                members.insert("ath".to_owned(), json!(seal::encode(Sha256::digest(&self.session_id))));
            }
        }
        let proof = self.device.sign("dpop+jwt", Map::new(), claims.to_string().as_bytes());
        let mut headers =
            vec![("dpop", proof), ("origin", origin.clone()), ("sec-fetch-site", "same-origin".to_owned())];
        headers.extend(cookie.clone().map(|cookie| ("cookie", cookie)));
        (path, headers)
    }

    /// Keeps the cookie and the nonce that came along.
    fn keep(&mut self, reply: &Reply) {
        let Way::Gateway { cookie, nonce, .. } = &mut self.way else { return };
        let text = |headers: &HeaderMap, name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
        if let Some(line) = text(&reply.headers, "set-cookie") {
            *cookie = line.split(';').next().map(str::to_owned);
        }
        if let Some(newest) = text(&reply.headers, "dpop-nonce") {
            *nonce = Some(newest);
        }
    }
}
