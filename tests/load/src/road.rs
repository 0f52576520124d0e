//! The road of a customer with a checking account, call by call.

use anyhow::{Context, anyhow, ensure};
use http::Method;
use portico_unseal::{ContentKey, jwe::Compact, jws::verify_embedded};
use serde_json::{Map, Value, json};

use crate::{
    connection::Connection,
    now,
    seal::Recipient,
    shared::{PROVIDED_ID, list, text},
    visitor::{Call, Visitor},
};

/// One call of the road.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Init,
    Session,
    Account,
    Person,
    Move,
    Agreements,
    Accept(usize),
    ExpectedUse,
    AnswerExpectedUse,
    Brands,
    Card,
    Verification,
    Pin,
    ReadAccount,
    ReadPerson,
    ReadAgreements,
    ReadCard,
}

/// The whole road.
pub(crate) const ROAD: [Step; 19] = [
    Step::Init,
    Step::Session,
    Step::Account,
    Step::Person,
    Step::Move,
    Step::Agreements,
    Step::Accept(0),
    Step::Accept(1),
    Step::Accept(2),
    Step::ExpectedUse,
    Step::AnswerExpectedUse,
    Step::Brands,
    Step::Card,
    Step::Verification,
    Step::Pin,
    Step::ReadAccount,
    Step::ReadPerson,
    Step::ReadAgreements,
    Step::ReadCard,
];

impl Visitor {
    /// Goes one step. `desk` is the sandbox itself, which sends the card's letter.
    pub(crate) async fn take(
        &mut self,
        step: Step,
        connection: &mut Connection,
        desk: Option<&mut Connection>,
    ) -> anyhow::Result<()> {
        match step {
            Step::Init => self.init(connection).await,
            Step::Session => self.open_session(connection).await,
            Step::Account => {
                let body = json!({"account_context": {"type": "provided", "provided_id": PROVIDED_ID}});
                let account = self.write(connection, "POST accounts", Method::POST, "/accounts", body).await?;
                self.account_id = text(&account, "/id")?;
                Ok(())
            }
            Step::Person => self.become_person(connection).await,
            Step::Move => {
                let body = json!({"source_type": "person", "source_id": self.person_id});
                let path = format!("/sessions/{}", self.session_id);
                self.write(connection, "PATCH session", Method::PATCH, &path, body).await.map(drop)
            }
            Step::Agreements => {
                let body = Some(json!({"provided_id": PROVIDED_ID}));
                let (kind, path) = ("POST agreements/search", "/agreements/search");
                let found =
                    self.call(connection, Call { kind, method: Method::POST, path, body, has_key: false }).await?;
                self.agreements =
                    list(&found, "/agreements")?.iter().map(|one| text(one, "/id")).collect::<Result<_, _>>()?;
                Ok(())
            }
            Step::Accept(index) => self.accept(connection, index).await,
            Step::ExpectedUse => {
                let path = format!("/people/{}/expected_use", self.person_id);
                self.held = self.read(connection, "GET expected_use", &path).await?;
                Ok(())
            }
            Step::AnswerExpectedUse => self.answer_expected_use(connection).await,
            Step::Brands => {
                let body = Some(json!({"person_id": self.person_id}));
                let (kind, path) = ("POST brands/search", "/cards/brands/search");
                self.call(connection, Call { kind, method: Method::POST, path, body, has_key: false }).await.map(drop)
            }
            Step::Card => self.order_card(connection, desk).await,
            Step::Verification => {
                let secret = json!({"verification_value": self.cvc});
                let sealed = self.seal(&format!("cvc:{}", self.card_id), &secret)?;
                let path = format!("/cards/{}/verifications", self.card_id);
                let body = json!({"type": "cvc", "encrypted_data": sealed});
                let passed = self.write(connection, "POST verifications", Method::POST, &path, body).await?;
                self.verification_id = text(&passed, "/id")?;
                Ok(())
            }
            Step::Pin => {
                let sealed = self.seal(&format!("pin:{}", self.card_id), &json!({"pin": "4821"}))?;
                let path = format!("/cards/{}/pin", self.card_id);
                let body = json!({"verification_id": self.verification_id, "encrypted_data": sealed});
                let card = self.write(connection, "PUT pin", Method::PUT, &path, body).await?;
                ensure!(text(&card, "/status")? == "active", "the card is not active");
                Ok(())
            }
            Step::ReadAccount => {
                let account = self.read(connection, "GET account", &format!("/accounts/{}", self.account_id)).await?;
                ensure!(text(&account, "/account_state")? == "active", "the account is not active");
                Ok(())
            }
            Step::ReadPerson => {
                self.read(connection, "GET person", &format!("/people/{}", self.person_id)).await.map(drop)
            }
            Step::ReadAgreements => {
                let path = format!("/people/{}/agreements", self.person_id);
                self.read(connection, "GET agreements", &path).await.map(drop)
            }
            Step::ReadCard => self.read(connection, "GET card", &format!("/cards/{}", self.card_id)).await.map(drop),
        }
    }

    async fn read(&mut self, connection: &mut Connection, kind: &'static str, path: &str) -> anyhow::Result<Value> {
        self.call(connection, Call { kind, method: Method::GET, path, body: None, has_key: false }).await
    }

    async fn write(
        &mut self,
        connection: &mut Connection,
        kind: &'static str,
        method: Method,
        path: &str,
        body: Value,
    ) -> anyhow::Result<Value> {
        self.call(connection, Call { kind, method, path, body: Some(body), has_key: true }).await
    }

    /// The platform's keys, by the signature of its key-signing key.
    async fn init(&mut self, connection: &mut Connection) -> anyhow::Result<()> {
        let init = self.read(connection, "GET sessions/init", "/sessions/init").await?;
        let set = verify_embedded(&text(&init, "/jwks_jws")?, "jwk-set+jwt", 16_384)
            .map_err(|_| anyhow!("the key set is not signed"))?;
        ensure!(set.thumbprint == self.shared.platform_key, "the key set is signed by somebody else");
        let set: Value = serde_json::from_slice(&set.payload)?;
        self.recipient = Some(Recipient::of(set.get("keys").context("a set without keys")?)?);
        self.held = init;
        Ok(())
    }

    /// A signed and sealed statement for a session and its key.
    async fn open_session(&mut self, connection: &mut Connection) -> anyhow::Result<()> {
        let reply_key = ContentKey::generate().map_err(|_| anyhow!("no randomness"))?;
        let statement = json!({
            "v": 1, "sdk_id": self.shared.sdk_id, "aud": self.shared.platform_key, "origin": self.origin(),
            "nonce": text(&self.held, "/nonce")?, "iat": now(), "reply_key": reply_key.to_jwk(),
            "device": self.shared.signals,
        });
        let signed = self.device.sign("device+jwt", Map::new(), statement.to_string().as_bytes());
        let recipient = self.recipient.as_ref().context("nobody to seal to")?;
        let body = Some(json!({"encrypted_data": recipient.seal(None, "device", now(), &signed)?}));
        let (kind, path) = ("POST sessions", "/sessions");
        let session = self.call(connection, Call { kind, method: Method::POST, path, body, has_key: false }).await?;
        let grant = Compact::parse(&text(&session, "/encrypted_data")?, 4_096)
            .map_err(|_| anyhow!("a malformed grant"))?
            .open_dir(&reply_key)
            .map_err(|_| anyhow!("a grant for somebody else"))?;
        self.session_id = text(&serde_json::from_slice(&grant)?, "/session_id")?;
        Ok(())
    }

    async fn become_person(&mut self, connection: &mut Connection) -> anyhow::Result<()> {
        let secrets = json!({"date_of_birth": "1990-05-17", "government_id": {"type": "ssn", "value": "219091234"}});
        let body = json!({
            "first_name": "Ada", "last_name": "Byron", "relationship": "primary",
            "identity_context": {"type": "account", "account_id": self.account_id},
            "email": "ada@example.com", "phone": "+15125550123", "address": address(),
            "encrypted_data": self.seal(&format!("person:{}", self.account_id), &secrets)?,
        });
        let person = self.write(connection, "POST people", Method::POST, "/people", body).await?;
        self.person_id = text(&person, "/id")?;
        Ok(())
    }

    async fn accept(&mut self, connection: &mut Connection, index: usize) -> anyhow::Result<()> {
        let agreement = self.agreements.get(index).context("an agreement is missing")?;
        let hash = self.shared.texts.get(agreement).context("an agreement without a text")?;
        let body = json!({"accepted_at": "2026-11-20T10:00:00Z", "locale": "en-US", "document_sha256": hash,
            "acceptance_mode": "CLICKWRAP"});
        let path = format!("/people/{}/agreements/{agreement}", self.person_id);
        self.write(connection, "PUT agreement", Method::PUT, &path, body).await.map(drop)
    }

    async fn answer_expected_use(&mut self, connection: &mut Connection) -> anyhow::Result<()> {
        let answers = list(&self.held, "/questions")?
            .iter()
            .map(|question| {
                Ok(json!({"question_id": text(question, "/id")?, "option_id": text(question, "/options/0/id")?}))
            })
            .collect::<anyhow::Result<Vec<Value>>>()?;
        let path = format!("/people/{}/expected_use", self.person_id);
        let body = json!({"answers": answers});
        self.write(connection, "PUT expected_use", Method::PUT, &path, body).await.map(drop)
    }

    /// Orders the card, and has its letter sent: the security code stands on the card. The letter is no call of the
    /// platform's, and is neither timed nor counted.
    async fn order_card(&mut self, connection: &mut Connection, desk: Option<&mut Connection>) -> anyhow::Result<()> {
        let body = json!({"account_id": self.account_id, "person_id": self.person_id, "brand_name": "Larkwell Meadow",
            "address": address()});
        let card = self.write(connection, "POST cards/physical", Method::POST, "/cards/physical", body).await?;
        self.card_id = text(&card, "/id")?;
        let path = format!("/sandbox/cards/{}/ship", self.card_id);
        let letter = desk.unwrap_or(connection).fetch(&Method::POST, &path, &[]).await?;
        self.cvc = text(&letter, "/cvc")?;
        Ok(())
    }
}

/// A good address.
fn address() -> Value {
    json!({"line1": "12 Mill Lane", "city": "Austin", "state": "TX", "postal_code": "78701", "country": "US"})
}
