//! The single calls with the platform's types, as the tests read them.

use portico_core::netspend as calls;
use portico_core::validate::{AddressInput, PersonInput};
use portico_core::{CallOptions, Client, Fault, Json, Pii, Plan};
use portico_model::netspend::{
    Account, Agreement, AgreementFile, AgreementReceipt, Answer, Brand, Card, Person, Question, Verification,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Browser;

/// A value of the platform in its type.
pub fn typed<T: DeserializeOwned>(json: &Json) -> T {
    serde_json::from_str(&json.to_text()).unwrap()
}

#[derive(Deserialize)]
pub struct Document {
    #[serde(rename = "contentType")]
    pub content_type: String,
    pub text: String,
    pub sha256: String,
}

/// The files of an agreement's documents.
pub fn files(agreement: &Agreement) -> Vec<AgreementFile> {
    agreement.documents.iter().flat_map(|document| document.files.clone()).collect()
}

/// The calls of one page.
pub trait Calls {
    fn page(&self) -> &Client<Browser>;

    async fn ask<T: DeserializeOwned>(&self, plan: impl Into<Plan>, options: CallOptions) -> Result<T, Fault> {
        Ok(typed(&self.page().call(plan.into(), options).await?.json))
    }

    async fn create_account(&self, provided_id: &str, options: CallOptions) -> Result<Account, Fault> {
        self.ask(calls::create_account(provided_id), options).await
    }

    async fn account(&self, id: &str, options: CallOptions) -> Result<Account, Fault> {
        self.ask(calls::account(id), options).await
    }

    async fn create_person(&self, account: &str, input: PersonInput, options: CallOptions) -> Result<Person, Fault> {
        self.ask(calls::create_person(account, input), options).await
    }

    async fn person(&self, id: &str, options: CallOptions) -> Result<Person, Fault> {
        self.ask(calls::person(id), options).await
    }

    async fn search_agreements(&self, provided_id: &str, options: CallOptions) -> Result<Vec<Agreement>, Fault> {
        self.ask(calls::search_agreements(provided_id), options).await
    }

    async fn agreement(&self, id: &str, options: CallOptions) -> Result<Agreement, Fault> {
        self.ask(calls::agreement(id), options).await
    }

    async fn read_document(&self, agreement: &Agreement, options: CallOptions) -> Result<Document, Fault> {
        self.ask(self.page().agreement_document(&files(agreement))?, options).await
    }

    async fn accepted_agreements(&self, person: &str, options: CallOptions) -> Result<Vec<Agreement>, Fault> {
        self.ask(calls::accepted_agreements(person), options).await
    }

    async fn accept_agreement(&self, names: [&str; 4], options: CallOptions) -> Result<AgreementReceipt, Fault> {
        self.ask(calls::accept_agreement(names.map(ToOwned::to_owned))?, options).await
    }

    async fn expected_use(&self, person: &str, options: CallOptions) -> Result<Vec<Question>, Fault> {
        self.ask(calls::expected_use(person), options).await
    }

    async fn answer_expected_use(&self, person: &str, answers: &[Answer], options: CallOptions) -> Result<(), Fault> {
        self.page().call(calls::answer_expected_use(person, answers).into(), options).await.map(drop)
    }

    async fn brands(&self, person: &str, options: CallOptions) -> Result<Vec<Brand>, Fault> {
        self.ask(calls::brands(person), options).await
    }

    async fn order_card(&self, names: [&str; 3], to: &AddressInput, options: CallOptions) -> Result<Card, Fault> {
        self.ask(calls::order_physical_card(names, to)?, options).await
    }

    async fn card(&self, id: &str, options: CallOptions) -> Result<Card, Fault> {
        self.ask(calls::card(id), options).await
    }

    async fn verify_card(&self, id: &str, cvc: Pii<String>, options: CallOptions) -> Result<Verification, Fault> {
        self.ask(calls::verify_card(id, &cvc)?, options).await
    }

    async fn set_pin(&self, id: &str, verified: &str, pin: Pii<String>, options: CallOptions) -> Result<Card, Fault> {
        self.ask(calls::set_pin(id, verified, &pin)?, options).await
    }
}

impl Calls for Client<Browser> {
    fn page(&self) -> &Client<Browser> {
        self
    }
}
