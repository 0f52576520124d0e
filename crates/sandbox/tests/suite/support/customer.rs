//! A customer with a device: seals, calls, and goes through the steps.

use http::Method;
use portico_unseal::{
    ContentKey,
    jwe::Compact,
    jws::{SignatureKey, verify_embedded},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Platform, Recipient, Reply, Seal, Visit};

/// A visitor and what their browser holds.
pub(crate) struct Customer {
    pub(crate) bearer: String,
    pub(crate) device: SignatureKey,
    pub(crate) session_id: String,
    pub(crate) session_key: ContentKey,
    /// The platform's keys, the most preferred first.
    pub(crate) keys: Vec<Recipient>,
    pub(crate) account_id: String,
    pub(crate) person_id: String,
    pub(crate) card_id: String,
}

/// A device statement before it is signed: its members are for the tests to change.
pub(crate) struct Statement {
    pub(crate) body: Value,
    pub(crate) reply_key: ContentKey,
    pub(crate) recipient: Recipient,
    pub(crate) now: i64,
}

/// A good address.
pub(crate) fn address() -> Value {
    json!({"line1": "12 Mill Lane", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"})
}

/// Secrets of a person of age, with an SSN that ends in `last4`.
pub(crate) fn ssn(last4: &str) -> Value {
    json!({"date_of_birth": "1990-05-17", "government_id": {"type": "ssn", "value": format!("21909{last4}")}})
}

impl Statement {
    /// What a good client would sign now.
    pub(crate) async fn prepare(platform: &Platform, bearer: &str) -> Self {
        let init = platform.call(Method::GET, "/sessions/init", &[("authorization", bearer)], None).await.expect(200);
        let now: jiff::Timestamp = init["now"].as_str().unwrap().parse().unwrap();
        let reply_key = ContentKey::generate().unwrap();
        let kit = platform.kit();
        let body = json!({
            "v": 1, "sdk_id": kit["sdk_id"], "aud": kit["platform_key"], "origin": "http://localhost:8787",
            "nonce": init["nonce"], "iat": now.as_second(), "reply_key": reply_key.to_jwk(),
            "device": {"webdriver": false, "language": "en-US"},
        });
        let recipient = Recipient(init["jwks"][0].clone());
        Self { body, reply_key, recipient, now: now.as_second() }
    }

    /// Tells another time.
    pub(crate) fn sign_at(&mut self, now: i64) {
        self.now = now;
        self.body["iat"] = json!(now);
    }

    /// Signs and seals it: the body of `POST /sessions`.
    pub(crate) fn sealed(&self, device: &SignatureKey) -> String {
        let signed = device.sign("device+jwt", Map::new(), self.body.to_string().as_bytes());
        self.seal(signed)
    }

    /// Seals whatever is given as the statement.
    pub(crate) fn seal(&self, signed: String) -> String {
        Seal::new(&self.recipient, None, "device", self.now, signed).to(&self.recipient)
    }
}

impl Customer {
    /// Opens an anonymous session with a new device.
    pub(crate) async fn arrive(platform: &Platform) -> Self {
        Self::arrive_with(platform, SignatureKey::generate().unwrap(), json!({})).await
    }

    /// Opens a session with `device`, and `more` in the body.
    pub(crate) async fn arrive_with(platform: &Platform, device: SignatureKey, more: Value) -> Self {
        Self::arrive_by(platform, device, more, None).await
    }

    /// The same with a browser's signals and headers.
    pub(crate) async fn arrive_by(
        platform: &Platform,
        device: SignatureKey,
        more: Value,
        visit: Option<&Visit>,
    ) -> Self {
        let bearer = platform.bearer().await;
        let statement = match visit {
            Some(visit) => visit.statement(platform, &bearer).await,
            None => Statement::prepare(platform, &bearer).await,
        };
        let init = platform.call(Method::GET, "/sessions/init", &[("authorization", &bearer)], None).await.expect(200);
        let set = verify_embedded(init["jwks_jws"].as_str().unwrap(), "jwk-set+jwt", 16_384).unwrap();
        assert_eq!(platform.kit()["platform_key"], set.thumbprint);
        let set: Value = serde_json::from_slice(&set.payload).unwrap();
        assert_eq!(set["keys"], init["jwks"]);
        let mut body = more;
        body["encrypted_data"] = json!(statement.sealed(&device));
        let mut headers = vec![("authorization", bearer.as_str())];
        let own = visit.and_then(|visit| visit.headers.as_object()).into_iter().flatten();
        headers.extend(own.map(|(name, value)| (name.as_str(), value.as_str().unwrap())));
        let session = platform.call(Method::POST, "/sessions", &headers, Some(&body)).await.expect(201);
        let sealed = Compact::parse(session["encrypted_data"].as_str().unwrap(), 4_096).unwrap();
        assert_eq!(
            (sealed.header()["kid"].as_str(), sealed.header()["use"].as_str()),
            (Some("reply"), Some("session"))
        );
        let grant: Value = serde_json::from_slice(&sealed.open_dir(&statement.reply_key).unwrap()).unwrap();
        assert_eq!(grant["session_id"], session["id"]);
        Self {
            bearer,
            device,
            session_id: session["id"].as_str().unwrap().to_owned(),
            session_key: ContentKey::from_jwk(&grant["session_key"]).unwrap(),
            keys: set["keys"].as_array().unwrap().iter().cloned().map(Recipient).collect(),
            account_id: String::new(),
            person_id: String::new(),
            card_id: String::new(),
        }
    }

    /// A call in the session.
    pub(crate) async fn call(&self, platform: &Platform, method: Method, path: &str, body: Option<&Value>) -> Reply {
        self.call_with(platform, method, path, &[], body).await
    }

    /// The same with more headers.
    pub(crate) async fn call_with(
        &self,
        platform: &Platform,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let mut headers = vec![("authorization", self.bearer.as_str()), ("ns-session-id", self.session_id.as_str())];
        headers.extend(more);
        platform.call(method, path, &headers, body).await
    }

    pub(crate) async fn get(&self, platform: &Platform, path: &str) -> Reply {
        self.call(platform, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, platform: &Platform, path: &str, body: &Value) -> Reply {
        self.call(platform, Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, platform: &Platform, path: &str, body: &Value) -> Reply {
        self.call(platform, Method::PUT, path, Some(body)).await
    }

    /// What would be sealed for `use_` now, for the tests to change.
    pub(crate) fn prepare(&self, platform: &Platform, use_: &str, value: &Value) -> Seal {
        Seal::new(&self.keys[0], Some(&self.session_id), use_, platform.state.now(), value.to_string())
    }

    /// A value sealed for `use_` in this session.
    pub(crate) fn seal(&self, platform: &Platform, use_: &str, value: &Value) -> String {
        self.prepare(platform, use_, value).to(&self.keys[0])
    }

    /// Opens an account.
    pub(crate) async fn open_account(&mut self, platform: &Platform, provided_id: &str) -> Value {
        let body = json!({"account_context": {"type": "provided", "provided_id": provided_id}});
        let account = self.post(platform, "/accounts", &body).await.expect(201);
        self.account_id = account["id"].as_str().unwrap().to_owned();
        account
    }

    /// The body of `POST /people`.
    pub(crate) fn person(&self, platform: &Platform, secrets: &Value) -> Value {
        json!({
            "first_name": "Ada", "last_name": "Byron", "relationship": "primary",
            "identity_context": {"type": "account", "account_id": self.account_id},
            "email": "ada@example.com", "phone": "+15125550123", "address": address(),
            "encrypted_data": self.seal(platform, &format!("person:{}", self.account_id), secrets),
        })
    }

    /// Becomes a person with an SSN that ends in `last4`, and moves the session there.
    pub(crate) async fn become_person(&mut self, platform: &Platform, last4: &str) -> Value {
        let body = self.person(platform, &ssn(last4));
        let person = self.post(platform, "/people", &body).await.expect(201);
        self.person_id = person["id"].as_str().unwrap().to_owned();
        self.move_session(platform, "person", &self.person_id).await.expect(200);
        person
    }

    pub(crate) async fn move_session(&self, platform: &Platform, kind: &str, id: &str) -> Reply {
        let body = json!({"source_type": kind, "source_id": id});
        self.call(platform, Method::PATCH, &format!("/sessions/{}", self.session_id), Some(&body)).await
    }

    /// What accepting an agreement would send, after reading its text.
    pub(crate) async fn acceptance(&self, platform: &Platform, agreement: &Value) -> Value {
        let url = agreement["documents"][0]["files"][0]["url"].as_str().unwrap();
        let path = url.strip_prefix(&platform.config.public_url).unwrap();
        let text = platform.request(Method::GET, path, &[], axum::body::Body::empty()).await;
        assert_eq!(text.status, 200);
        let hash: String = Sha256::digest(&text.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({"accepted_at": "2026-11-20T10:00:00Z", "locale": "en-US", "document_sha256": hash,
            "acceptance_mode": "CLICKWRAP"})
    }

    /// The agreements of a context.
    pub(crate) async fn agreements(&self, platform: &Platform, provided_id: &str) -> Vec<Value> {
        let found = self.post(platform, "/agreements/search", &json!({"provided_id": provided_id})).await.expect(200);
        found["agreements"].as_array().unwrap().clone()
    }

    /// Accepts all of them, and gives the last receipt.
    pub(crate) async fn accept_all(&self, platform: &Platform, provided_id: &str) -> Value {
        let mut receipt = Value::Null;
        for agreement in self.agreements(platform, provided_id).await {
            let body = self.acceptance(platform, &agreement).await;
            let path = format!("/people/{}/agreements/{}", self.person_id, agreement["id"].as_str().unwrap());
            receipt = self.put(platform, &path, &body).await.expect(200);
        }
        receipt
    }

    /// Answers both expected-use questions with their first options.
    pub(crate) async fn answer_expected_use(&self, platform: &Platform) -> Reply {
        let path = format!("/people/{}/expected_use", self.person_id);
        let questions = self.get(platform, &path).await.expect(200);
        let answers: Vec<Value> = questions["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| json!({"question_id": question["id"], "option_id": question["options"][0]["id"]}))
            .collect();
        self.put(platform, &path, &json!({"answers": answers})).await
    }

    /// The body of `POST /cards/physical`.
    pub(crate) fn order(&self) -> Value {
        json!({"account_id": self.account_id, "person_id": self.person_id, "brand_name": "Larkwell Meadow",
            "address": address()})
    }

    /// Everything up to an active checking account.
    pub(crate) async fn with_active_account(platform: &Platform) -> Self {
        let mut customer = Self::arrive(platform).await;
        customer.open_account(platform, "acp_checking").await;
        customer.become_person(platform, "1234").await;
        customer.accept_all(platform, "acp_checking").await;
        customer.answer_expected_use(platform).await.expect(200);
        customer
    }

    /// The body of `POST /cards/virtual` and of `POST /cards/digital`.
    pub(crate) fn order_without_mail(&self) -> Value {
        json!({"account_id": self.account_id, "person_id": self.person_id})
    }

    /// Orders a card that is active at once.
    pub(crate) async fn order_kind(&mut self, platform: &Platform, kind: &str) -> Value {
        let card = self.post(platform, &format!("/cards/{kind}"), &self.order_without_mail()).await.expect(201);
        self.card_id = card["id"].as_str().unwrap().to_owned();
        card
    }

    /// Opens what was sealed for `use_` under the session's key.
    pub(crate) fn open_sealed(&self, sealed: &Value, use_: &str) -> Value {
        let jwe = Compact::parse(sealed.as_str().unwrap(), 16_384).unwrap();
        let header = |name: &str| jwe.header()[name].as_str().unwrap().to_owned();
        assert_eq!((header("kid").as_str(), header("use").as_str()), ("session", use_));
        assert_eq!((header("alg").as_str(), header("sid")), ("dir", self.session_id.clone()));
        serde_json::from_slice(&jwe.open_dir(&self.session_key).unwrap()).unwrap()
    }

    /// Everything up to an ordered card, on a checking account.
    pub(crate) async fn with_card(platform: &Platform) -> Self {
        let mut customer = Self::with_active_account(platform).await;
        let card = customer.post(platform, "/cards/physical", &customer.order()).await.expect(201);
        customer.card_id = card["id"].as_str().unwrap().to_owned();
        customer
    }

    /// The card's security code, from the letterbox's control.
    pub(crate) async fn cvc(&self, platform: &Platform) -> String {
        let card = platform.control(Method::GET, &format!("/cards/{}", self.card_id), None).await.expect(200);
        card["cvc"].as_str().unwrap().to_owned()
    }

    /// Verifies the card by `cvc`.
    pub(crate) async fn verify(&self, platform: &Platform, cvc: &str) -> Reply {
        let sealed = self.seal(platform, &format!("cvc:{}", self.card_id), &json!({"verification_value": cvc}));
        let body = json!({"type": "cvc", "encrypted_data": sealed});
        self.post(platform, &format!("/cards/{}/verifications", self.card_id), &body).await
    }

    /// Activates the ordered card.
    pub(crate) async fn activate_card(&self, platform: &Platform) {
        let verification = self.verify(platform, &self.cvc(platform).await).await.expect(201);
        self.set_pin(platform, verification["id"].as_str().unwrap(), "4821").await.expect(200);
    }

    /// Closes the account, as the platform does of its own accord.
    pub(crate) async fn close_account(&self, platform: &Platform) {
        let close = sqlx::query("UPDATE accounts SET state = 'closed' WHERE id = $1").bind(self.account_id.clone());
        close.execute(&mut platform.connect().await).await.unwrap();
    }

    /// Sets the PIN.
    pub(crate) async fn set_pin(&self, platform: &Platform, verification: &str, pin: &str) -> Reply {
        let sealed = self.seal(platform, &format!("pin:{}", self.card_id), &json!({"pin": pin}));
        let body = json!({"verification_id": verification, "encrypted_data": sealed});
        self.put(platform, &format!("/cards/{}/pin", self.card_id), &body).await
    }
}
