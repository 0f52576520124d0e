//! The partner's server: it signs tickets.

use p256::ecdsa::SigningKey;
use portico_gateway::{Config, Secret, TicketSettings};
use portico_unseal::signer::parse_keys;
use serde_json::{Value, json};

use super::{
    Browser, PUBLIC_URL, Stage,
    browser::{Answer, new_key, public, sign},
};

pub const ISSUER: &str = "https://partner.example";
pub const ADMIN_TOKEN: &str = "the-admin-token-of-thirty-two-letters";

pub struct Partner {
    pub key: SigningKey,
}

impl Partner {
    pub fn new() -> Self {
        Self { key: new_key() }
    }

    /// A gateway that takes this partner's tickets.
    pub async fn stage(&self) -> Stage {
        Stage::with(|config| self.settle(config)).await
    }

    pub fn settle(&self, config: &mut Config) {
        let keys = parse_keys(&public(&self.key).to_string()).unwrap();
        config.tickets = Some(TicketSettings { keys, issuer: ISSUER.to_owned() });
        config.admin_token = Some(Secret::new(ADMIN_TOKEN.to_owned()));
    }

    /// What a good ticket for this browser says.
    pub fn claims(stage: &Stage, browser: &Browser, partner_ref: &str) -> Value {
        let now = stage.clock.seconds();
        json!({
            "iss": ISSUER, "aud": PUBLIC_URL, "partner_ref": partner_ref, "iat": now, "exp": now + 60,
            "jti": uuid::Uuid::new_v4().to_string(), "cnf": {"jkt": browser.jkt()},
        })
    }

    pub fn sign(&self, claims: &Value) -> String {
        sign(&self.key, &json!({"alg": "ES256", "typ": "JWT"}), claims)
    }

    pub fn ticket(&self, stage: &Stage, browser: &Browser, partner_ref: &str) -> String {
        self.sign(&Self::claims(stage, browser, partner_ref))
    }

    /// The browser signs in as the partner's customer.
    pub async fn sign_in(&self, stage: &Stage, browser: &mut Browser, partner_ref: &str) -> Answer {
        let ticket = self.ticket(stage, browser, partner_ref);
        let answer = open(browser, &ticket, json!({})).await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        browser.session = Some(answer.json["id"].as_str().unwrap().to_owned());
        answer
    }
}

/// Opens a session with a ticket, as the SDK does: without the session of before, and once more with the nonce that came.
pub async fn open(browser: &mut Browser, ticket: &str, more: Value) -> Answer {
    browser.session = None;
    let mut body = json!({"device_data": browser.jkt()});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut answer = None;
    for _ in 0..2 {
        let call = browser.call("POST", "/sessions", Some(body.to_string())).with("portico-ticket", ticket);
        let got = browser.dispatch(call).await;
        let again = got.code() == "use_dpop_nonce";
        answer = Some(got);
        if !again {
            break;
        }
    }
    answer.unwrap()
}
