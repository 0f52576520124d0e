//! A page that makes Passport calls, as the SDK does.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{Router, extract::ConnectInfo};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use portico_gateway::{Clock, Config};
use serde_json::{Value, json};
use tower::ServiceBuilder;

use crate::{
    sandbox::Sandbox,
    seal::{Recipient, Seal},
    support::{Browser, Stage, browser::Answer},
};

/// Where browsers are.
pub const ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 7);
pub const PREFIX: &str = "/portico/passport";

/// Gateway and sandbox.
pub struct Place {
    pub stage: Stage,
    pub sandbox: Sandbox,
    pub router: Router,
}

impl Place {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let sandbox = Sandbox::start().await;
        let stage = Stage::with(|config| {
            sandbox.configure(config);
            change(config);
        })
        .await;
        let router = from_address(&stage.router);
        Self { stage, sandbox, router }
    }

    /// A page with a session.
    pub async fn page(&self) -> Page {
        Page::open(&self.router, &self.stage.clock).await
    }
}

/// The router as callers at [`ADDRESS`] find it.
pub fn from_address(router: &Router) -> Router {
    let peer = ConnectInfo(SocketAddr::new(IpAddr::V4(ADDRESS), 50_000));
    let service = ServiceBuilder::new()
        .map_request(move |mut request: axum::extract::Request| {
            request.extensions_mut().insert(peer);
            request
        })
        .service(router.clone());
    Router::new().fallback_service(service)
}

pub struct Page {
    pub browser: Browser,
    pub clock: Clock,
    pub sid: String,
    pub keys: Vec<Value>,
}

impl Page {
    /// A page with a session.
    pub async fn open(router: &Router, clock: &Clock) -> Self {
        let mut browser = Browser::new(router, clock);
        browser.connect().await;
        browser.prefix = PREFIX;
        let mut page = Self { browser, clock: clock.clone(), sid: String::new(), keys: Vec::new() };
        page.fetch_keys().await;
        page
    }

    /// The key set of the gateway, and the name of the binding.
    pub async fn fetch_keys(&mut self) -> Answer {
        let answer = self.get("/keys").await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        let payload = answer.json["jwks_jws"].as_str().unwrap().split('.').nth(1).unwrap();
        let set: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
        self.keys = set["keys"].as_array().unwrap().clone();
        self.sid = answer.json["sid"].as_str().unwrap().to_owned();
        answer
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.browser.get(path).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.browser.post(path, body).await
    }

    /// A value as a client seals that does everything right.
    pub fn sealing(&self, use_: &str, value: &Value, now: i64) -> Seal {
        Seal::new(&self.recipient(), Some(&self.sid), use_, now, value.to_string())
    }

    pub fn recipient(&self) -> Recipient {
        Recipient(self.keys[0].clone())
    }

    pub fn seal(&self, name: &str, value: &Value) -> String {
        self.sealing(&format!("passport:{name}"), value, self.clock.seconds()).to(&self.recipient())
    }

    /// Makes an individual of whom a deposit account needs nothing more, and gives their id.
    pub async fn individual(&mut self, external_id: &str, ssn: &str) -> i64 {
        let opened = json!({"individual": {"ssn": ssn, "dob": "05/17/1990"}});
        let mut body = individual(external_id);
        body["encrypted_data"] = json!(self.seal(external_id, &opened));
        made(&self.post("/customer", &body).await)
    }

    /// Makes a business of which a deposit account needs nothing more, and gives its id.
    pub async fn business(&mut self, external_id: &str, ein: &str) -> i64 {
        let owner = json!({"ssn": "219091234", "dob": "05/17/1990"});
        let opened = json!({"business": {"ein": ein, "beneficialOwner": [owner]}});
        let mut body = business(external_id);
        body["encrypted_data"] = json!(self.seal(external_id, &opened));
        made(&self.post("/customer", &body).await)
    }

    /// The hash of the agreement in force.
    pub async fn agreement(&mut self, kind: &str) -> String {
        let list = self.get("/agreements").await.json;
        let all = list["agreements"].as_array().unwrap();
        let one = all.iter().find(|agreement| agreement["type"] == kind).unwrap();
        one["document_sha256"].as_str().unwrap().to_owned()
    }

    /// Accepts an agreement for a customer.
    pub async fn accept(&mut self, kind: &str, customer: Value, by: Value) -> Answer {
        let document_sha256 = self.agreement(kind).await;
        let body = receipt(customer, &document_sha256, by);
        self.post(&format!("/agreements/{kind}/receipts"), &body).await
    }

    /// Accepts what a deposit or clearing account of an individual takes.
    pub async fn accept_for(&mut self, customer: i64, kind: &str) {
        let answer = self.accept(kind, json!({"id": customer}), json!({"entity": "CUSTOMER"})).await;
        assert_eq!(answer.status, 201, "{}", answer.json);
    }
}

pub const DEPOSIT: &str = "passport_account_agreement";
pub const CLEARING: &str = "payment_services_terms";

pub fn receipt(customer: Value, document_sha256: &str, accepted_by: Value) -> Value {
    json!({
        "customer": customer, "document_sha256": document_sha256, "locale": "en-US", "acceptance_mode": "CLICKWRAP",
        "accepted_by": accepted_by,
    })
}

fn address() -> Value {
    json!({"addressLine1": "12 Mill Lane", "city": "Austin", "state": "TX", "zip": "78701", "isPrimary": true})
}

/// An individual without what is sealed.
pub fn individual(external_id: &str) -> Value {
    json!({"type": "INDIVIDUAL", "externalId": external_id, "individual": {
        "firstName": "Ada", "lastName": "Byron", "mailingAddress": [address()], "mobilePhone": "5125550123",
        "email": "ada@example.com",
    }})
}

/// A business without what is sealed.
pub fn business(external_id: &str) -> Value {
    json!({"type": "BUSINESS", "externalId": external_id, "business": {
        "legalName": "Larkwell Meadow LLC", "stateOfIncorporation": "TX", "dateOfIncorporation": "02/29/2020",
        "doingBusinessAs": "Larkwell", "phone": "5125550100", "email": "office@example.com",
        "businessCategory": "Dairy",
        "beneficialOwner": [{
            "externalId": "owner-1", "firstName": "Ada", "lastName": "Byron", "mailingAddress": [address()],
            "ownershipPercentage": 60, "title": "CEO", "isControlPerson": true,
        }],
    }})
}

/// A deposit account with nothing of the acceptance: that is the gateway's.
pub fn deposit(external_id: &str) -> Value {
    let content = STANDARD.encode("%PDF-1.7\nsigned agreement\n%%EOF\n");
    json!({
        "externalId": external_id, "isCustomerOwned": true, "purpose": "Operating",
        "linkedDocument": {"purpose": "AUTHORIZATION", "document": {"type": "SPAA", "base64encodedContent": content}},
    })
}

/// The id in `Location`.
#[track_caller]
pub fn made(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 201, "{}", answer.json);
    assert!(answer.bytes.is_empty());
    answer.header("location").rsplit('/').next().unwrap().parse().unwrap()
}

/// Status and the platform's code in one.
pub fn platform_outcome(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.json["errorCode"].as_str().unwrap_or_default())
}
