//! A partner's server that talks to the platform.

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use portico_model::passport::PassportError;
use serde_json::{Value, json};

use crate::support::{Platform, Reply};

/// The partner, with a token.
pub(crate) struct Client<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) bearer: String,
}

/// A small PDF's base64.
pub(crate) fn pdf() -> String {
    STANDARD.encode("%PDF-1.7\nsigned agreement\n%%EOF\n")
}

/// A primary address.
pub(crate) fn address() -> Value {
    json!({"addressLine1": "12 Mill Lane", "city": "Austin", "state": "TX", "zip": "78701", "isPrimary": true})
}

/// An individual of whom a deposit account needs nothing more, with an SSN that ends in `last4`.
pub(crate) fn individual(last4: &str) -> Value {
    json!({"type": "INDIVIDUAL", "individual": {
        "firstName": "Ada", "lastName": "Byron", "ssn": format!("219-09-{last4}"), "dob": "05/17/1990",
        "mailingAddress": [address()], "mobilePhone": "5125550123", "email": "ada@example.com",
    }})
}

/// A business of which a deposit account needs nothing more, with an EIN that ends in `last4`.
pub(crate) fn business(last4: &str) -> Value {
    json!({"type": "BUSINESS", "business": {
        "legalName": "Larkwell Meadow LLC", "ein": format!("12-345{last4}"), "stateOfIncorporation": "TX",
        "dateOfIncorporation": "02/29/2020", "doingBusinessAs": "Larkwell", "phone": "5125550100",
        "email": "office@example.com", "businessCategory": "Dairy",
        "beneficialOwner": [{
            "externalId": "owner-1", "firstName": "Ada", "lastName": "Byron", "ssn": "219-09-1234", "dob": "05/17/1990",
            "mailingAddress": [address()], "ownershipPercentage": 60, "title": "CEO", "isControlPerson": true,
        }],
    }})
}

/// The body of a deposit account, with all that the guide recommends.
pub(crate) fn deposit() -> Value {
    json!({
        "type": "CHECKING", "isCustomerOwned": true, "purpose": "Operating",
        "linkedDocument": {"purpose": "AUTHORIZATION", "document": {"type": "SPAA", "base64encodedContent": pdf()}},
        "acceptanceMode": "CLICKWRAP",
        "acceptanceDetails": {"ipAddress": "203.0.113.7", "acceptedOn": "11/20/2026 10:00:00",
            "acceptedBy": {"entity": "CUSTOMER"}},
    })
}

/// The same for a business whose first owner accepted.
pub(crate) fn business_deposit() -> Value {
    let mut body = deposit();
    body["acceptanceDetails"]["acceptedBy"] = json!({"entity": "BENEFICIAL_OWNER", "externalId": "owner-1"});
    body
}

/// `base` with `value` at a JSON pointer; null takes the member away.
pub(crate) fn with(mut base: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match base.pointer_mut(parent).unwrap() {
        Value::Object(object) if value.is_null() => drop(object.remove(name)),
        Value::Object(object) => drop(object.insert(name.to_owned(), value)),
        _ => panic!("{pointer} is in no object"),
    }
    base
}

impl<'a> Client<'a> {
    pub(crate) async fn new(platform: &'a Platform) -> Self {
        Self { platform, bearer: platform.bearer().await }
    }

    /// A call with a JSON body.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_text(path, body.to_string()).await
    }

    /// The same with a body that was written already.
    pub(crate) async fn post_text(&self, path: &str, body: String) -> Reply {
        let headers = [("authorization", self.bearer.as_str()), ("content-type", "application/json")];
        self.platform.request(Method::POST, path, &headers, Body::from(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        let headers = [("authorization", self.bearer.as_str())];
        self.platform.request(Method::GET, path, &headers, Body::empty()).await
    }

    /// Makes a customer, and gives its path.
    pub(crate) async fn customer(&self, body: &Value) -> String {
        created(&self.post("/v1/customer", body).await)
    }

    /// Opens an account for the customer at `path`, and gives the account's path.
    pub(crate) async fn account(&self, path: &str, body: &Value) -> String {
        created(&self.post(&format!("{path}/account"), body).await)
    }

    /// A customer with an account of this body, whose checks are through.
    pub(crate) async fn opened(&self, customer: &Value, account: &Value) -> String {
        let path = self.customer(customer).await;
        let account = self.account(&path, account).await;
        self.platform.advance(1).await;
        account
    }

    /// The account or customer at `path`.
    pub(crate) async fn read(&self, path: &str) -> Value {
        self.get(path).await.expect(200)
    }

    /// The status of the account at `path`, and why.
    pub(crate) async fn standing(&self, path: &str) -> (String, String) {
        let account = self.read(path).await;
        let text = |name: &str| account[name].as_str().unwrap().to_owned();
        (text("status"), text("statusReason"))
    }

    /// The account at `path`.
    pub(crate) async fn account_at(&self, path: &str) -> Value {
        let mut account = self.read(path).await;
        forget_when_read(&mut account);
        account
    }

    /// All accounts of the customer at `path`.
    pub(crate) async fn accounts(&self, path: &str) -> Vec<Value> {
        let mut accounts = self.read(&format!("{path}/account")).await["resources"].as_array().unwrap().clone();
        for account in &mut accounts {
            forget_when_read(account);
        }
        accounts
    }
}

/// Balances are as of the second in which they are read: an account that nobody touched is the same a second later.
fn forget_when_read(account: &mut Value) {
    for (name, member) in account.as_object_mut().unwrap() {
        if name.to_lowercase().ends_with("balance") {
            assert!(member.as_object_mut().unwrap().remove("asOn").is_some(), "{name}");
        }
    }
}

/// The path of what was made: 201, no body, and the id in `Location` alone.
#[track_caller]
pub(crate) fn created(reply: &Reply) -> String {
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert!(reply.bytes.is_empty());
    assert_eq!(reply.headers["access-control-expose-headers"], "Location");
    reply.headers["location"].to_str().unwrap().to_owned()
}

/// Done, with a warning: its code, and the path of what was made.
#[track_caller]
pub(crate) fn warned(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, 299, "{}", reply.text());
    assert_eq!(reply.headers["access-control-expose-headers"], "Location, Warning");
    let warning = reply.headers["warning"].to_str().unwrap();
    let code = warning.strip_prefix("299 - \"").unwrap().split(':').next().unwrap();
    (code.to_owned(), reply.headers["location"].to_str().unwrap().to_owned())
}

/// The fields of an error body of this status and code.
#[track_caller]
pub(crate) fn refused(reply: &Reply, status: u16, code: &str) -> Vec<String> {
    let body = reply.expect(status);
    assert_eq!(body["errorCode"], code, "{body}");
    assert_eq!(reply.headers["content-type"], "application/json");
    let error: PassportError = serde_json::from_value(body.clone()).unwrap();
    let known = error.code().unwrap_or_else(|| panic!("{code} is not in the table"));
    assert_eq!((known.status(), known.message()), (status, error.error_message.as_str()));
    assert!(body["errors"].is_array() && error.errors.iter().all(|entry| !entry.message.is_empty()));
    error.errors.into_iter().map(|entry| entry.field).collect()
}

/// An account's update or a customer's: done, and nothing to say.
#[track_caller]
pub(crate) fn changed(reply: &Reply) {
    assert_eq!(reply.status, 204, "{}", reply.text());
    assert!(reply.bytes.is_empty());
}
