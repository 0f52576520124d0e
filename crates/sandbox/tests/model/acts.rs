//! What a customer can do, and how it is asked for.

use http::Method;
use serde_json::{Value, json};

use crate::{
    client::Client,
    model::{CONTEXTS, Model, Source},
    support::{JPEG, customer::address, front, ssn},
};

/// The least that a session has to be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Needs {
    Any,
    Customer,
    Person,
}

/// A write. Accounts, people and cards are those of its visitor, by their place in the model.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    OpenAccount { context: usize },
    AddPerson { account: usize, is_primary: bool, last4: Option<&'static str> },
    Move { to: Source },
    Accept { person: usize, origin: String, id: String, sha256: String },
    ExpectedUse { person: usize },
    Patch { person: usize, last4: Option<&'static str> },
    Answer { person: usize, is_right: bool },
    SendDocuments { person: usize, is_first: bool },
    Order { person: usize, kind: &'static str, replaces: Option<usize> },
    Verify { card: usize, is_right: bool },
    SetPin { card: usize, verification: String },
    Lock { card: usize, is_locked: bool },
    CloseCard { card: usize },
    WalletToken { card: usize },
    Enroll { person: usize },
}

impl Act {
    pub(crate) fn needs(&self) -> Needs {
        match self {
            Self::OpenAccount { .. } | Self::AddPerson { .. } | Self::Move { .. } => Needs::Any,
            Self::Accept { .. }
            | Self::ExpectedUse { .. }
            | Self::Patch { .. }
            | Self::Answer { .. }
            | Self::SendDocuments { .. } => Needs::Customer,
            Self::Order { .. }
            | Self::Verify { .. }
            | Self::SetPin { .. }
            | Self::Lock { .. }
            | Self::CloseCard { .. }
            | Self::WalletToken { .. }
            | Self::Enroll { .. } => Needs::Person,
        }
    }

    /// The account that its answer speaks about.
    pub(crate) fn account(&self, model: &Model, who: usize) -> Option<usize> {
        let visitor = &model.visitors[who];
        match self {
            Self::OpenAccount { .. } => Some(visitor.accounts.len() - 1),
            Self::AddPerson { account, .. } => Some(*account),
            Self::Move { .. } | Self::Enroll { .. } | Self::Verify { .. } | Self::WalletToken { .. } => None,
            Self::Accept { person, .. }
            | Self::ExpectedUse { person }
            | Self::Patch { person, .. }
            | Self::Answer { person, .. }
            | Self::SendDocuments { person, .. }
            | Self::Order { person, .. } => Some(visitor.people[*person].account),
            Self::SetPin { card, .. } | Self::Lock { card, .. } | Self::CloseCard { card } => {
                Some(visitor.cards[*card].account)
            }
        }
    }

    /// Method, path and body, sealed afresh each time. `answers` are those to the expected-use questions.
    pub(crate) fn draft(&self, model: &Model, who: usize, client: &Client, answers: &Value) -> (Method, String, Value) {
        let visitor = &model.visitors[who];
        let person = |index: &usize| visitor.people[*index].id.as_str();
        let card = |index: &usize| visitor.cards[*index].id.as_str();
        let sealed = |use_: String, value: &Value| client.seal(&use_, value);
        match self {
            Self::OpenAccount { context } => (
                Method::POST,
                "/accounts".to_owned(),
                json!({"account_context": {"type": "provided", "provided_id": CONTEXTS[*context].0}}),
            ),
            Self::AddPerson { account, is_primary, last4 } => {
                let account = visitor.accounts[*account].id.as_str();
                let mut body = json!({
                    "first_name": "Ada", "last_name": "Byron",
                    "relationship": if *is_primary { "primary" } else { "secondary" },
                    "identity_context": {"type": "account", "account_id": account},
                    "email": "ada@example.com", "phone": "+15125550123", "address": address(),
                });
                if let Some(last4) = last4 {
                    body["encrypted_data"] = json!(sealed(format!("person:{account}"), &ssn(last4)));
                }
                (Method::POST, "/people".to_owned(), body)
            }
            Self::Move { to } => {
                let body = match to {
                    Source::Account(index) => {
                        json!({"source_type": "account", "source_id": visitor.accounts[*index].id})
                    }
                    Source::Person(index) => json!({"source_type": "person", "source_id": person(index)}),
                    Source::Anonymous => unreachable!("no session moves there"),
                };
                (Method::PATCH, format!("/sessions/{}", client.session_id), body)
            }
            Self::Accept { person: index, id, sha256, .. } => (
                Method::PUT,
                format!("/people/{}/agreements/{id}", person(index)),
                json!({"accepted_at": "2026-11-20T10:00:00Z", "locale": "en-US", "document_sha256": sha256,
                    "acceptance_mode": "CLICKWRAP"}),
            ),
            Self::ExpectedUse { person: index } => {
                (Method::PUT, format!("/people/{}/expected_use", person(index)), json!({"answers": answers}))
            }
            Self::Patch { person: index, last4 } => {
                let mut body = json!({"first_name": "Augusta"});
                if let Some(last4) = last4 {
                    body["encrypted_data"] = json!(sealed(format!("person:{}", person(index)), &ssn(last4)));
                }
                (Method::PATCH, format!("/people/{}", person(index)), body)
            }
            Self::Answer { person: index, is_right } => {
                let questions = visitor.people[*index].questions.as_ref().map(|(_, questions)| questions);
                let answers: Vec<Value> = questions
                    .into_iter()
                    .flat_map(|set| set["questions"].as_array().unwrap())
                    .map(|question| {
                        let options = question["answer_options"].as_array().unwrap();
                        let fits = |option: &&Value| (option["text"] == "Correct") == *is_right;
                        let option = options.iter().find(fits).unwrap();
                        json!({"question_id": question["id"], "answer_id": option["answer_id"]})
                    })
                    .collect();
                let sealed = sealed(format!("identity_answers:{}", person(index)), &json!({"answers": answers}));
                let path = format!("/people/{}/kyc/identity_questions", person(index));
                (Method::PUT, path, json!({"encrypted_data": sealed}))
            }
            Self::SendDocuments { person: index, is_first } => {
                let request = visitor.people[*index].request.as_deref().unwrap_or("unknown");
                let sealed = sealed(format!("document:{request}"), &front("image/jpeg", JPEG));
                let body = json!({"purpose": "identity", "documents": [
                    {"document_type": "passport", "country": "US", "encrypted_data": sealed}]});
                let method = if *is_first { Method::POST } else { Method::PUT };
                (method, format!("/document_requests/{request}/documents"), body)
            }
            Self::Order { person: index, kind, replaces } => {
                let account = visitor.accounts[visitor.people[*index].account].id.as_str();
                let mut body = json!({"account_id": account, "person_id": person(index)});
                if *kind == "physical" {
                    (body["brand_name"], body["address"]) = (json!("Larkwell Meadow"), address());
                }
                if let Some(former) = replaces {
                    body["replaces"] = json!(card(former));
                }
                (Method::POST, format!("/cards/{kind}"), body)
            }
            Self::Verify { card: index, is_right } => {
                let cvc = visitor.cards[*index].cvc.as_str();
                let wrong = if cvc == "111" { "222" } else { "111" };
                // A card without a number has no code: any will do.
                let value = if *is_right && !cvc.is_empty() { cvc } else { wrong };
                let sealed = sealed(format!("cvc:{}", card(index)), &json!({"verification_value": value}));
                let body = json!({"type": "cvc", "encrypted_data": sealed});
                (Method::POST, format!("/cards/{}/verifications", card(index)), body)
            }
            Self::SetPin { card: index, verification } => {
                let sealed = sealed(format!("pin:{}", card(index)), &json!({"pin": "4821"}));
                let body = json!({"verification_id": verification, "encrypted_data": sealed});
                (Method::PUT, format!("/cards/{}/pin", card(index)), body)
            }
            Self::Lock { card: index, is_locked } => {
                let status = if *is_locked { "locked" } else { "unlocked" };
                (Method::PUT, format!("/cards/{}/lock", card(index)), json!({"lock_status": status}))
            }
            Self::CloseCard { card: index } => {
                (Method::POST, format!("/cards/{}/close", card(index)), json!({"reason": "lost"}))
            }
            Self::WalletToken { card: index } => {
                (Method::POST, format!("/cards/{}/wallet_tokens", card(index)), json!({"wallet": "apple_pay"}))
            }
            Self::Enroll { person: index } => {
                (Method::POST, format!("/people/{}/features/me_to_me/enrollments", person(index)), json!({}))
            }
        }
    }
}
