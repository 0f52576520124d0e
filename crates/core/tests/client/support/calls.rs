//! The single calls with the platform's types, as the tests read them.

use portico_core::{CallOptions, Client, Fault, Json};
use portico_model::netspend::{
    Account, Agreement, AgreementFile, AgreementReceipt, Answer, Brand, Card, Person, Question, Verification,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Browser;
use super::inputs::{AddressInput, PersonInput, answered, page};

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

/// The calls of one page.
pub trait Calls {
    fn page(&self) -> &Client<Browser>;

    /// Makes a call of the table, of a page's argument.
    async fn ask<T: DeserializeOwned>(&self, name: &str, input: Value, options: CallOptions) -> Result<T, Fault> {
        Ok(typed(&self.page().call(name, page(&input), options).await?.json))
    }

    /// The same, as the page is shown its answer.
    async fn shown(&self, name: &str, input: Value) -> Result<Value, Fault> {
        self.shown_with(name, input, CallOptions::default()).await
    }

    async fn shown_with(&self, name: &str, input: Value, options: CallOptions) -> Result<Value, Fault> {
        let answer = self.page().call(name, page(&input), options).await?;
        Ok(serde_json::from_str(&answer.shown()).unwrap())
    }

    async fn create_account(&self, provided_id: &str, options: CallOptions) -> Result<Account, Fault> {
        self.ask("accounts.create", json!({"providedId": provided_id}), options).await
    }

    async fn account(&self, id: &str, options: CallOptions) -> Result<Account, Fault> {
        self.ask("accounts.get", json!({"accountId": id}), options).await
    }

    async fn create_person(&self, account: &str, input: PersonInput, options: CallOptions) -> Result<Person, Fault> {
        let mut input = serde_json::to_value(input).unwrap();
        input["accountId"] = account.into();
        self.ask("people.create", input, options).await
    }

    async fn person(&self, id: &str, options: CallOptions) -> Result<Person, Fault> {
        self.ask("people.get", json!({"personId": id}), options).await
    }

    async fn search_agreements(&self, provided_id: &str, options: CallOptions) -> Result<Vec<Agreement>, Fault> {
        self.ask("agreements.search", json!({"providedId": provided_id}), options).await
    }

    async fn agreement(&self, id: &str, options: CallOptions) -> Result<Agreement, Fault> {
        self.ask("agreements.get", json!({"agreementId": id}), options).await
    }

    async fn read_document(&self, agreement: &Agreement, options: CallOptions) -> Result<Document, Fault> {
        let file = |file: &AgreementFile| json!({"contentType": file.content_type, "url": file.url});
        let files =
            |files: &[AgreementFile]| json!({"type": "terms", "files": files.iter().map(file).collect::<Vec<_>>()});
        let documents: Vec<_> = agreement.documents.iter().map(|document| files(&document.files)).collect();
        self.ask("agreements.document", json!({"id": agreement.id, "documents": documents}), options).await
    }

    async fn accepted_agreements(&self, person: &str, options: CallOptions) -> Result<Vec<Agreement>, Fault> {
        self.ask("agreements.accepted", json!({"personId": person}), options).await
    }

    async fn accept_agreement(&self, names: [&str; 4], options: CallOptions) -> Result<AgreementReceipt, Fault> {
        let [person, agreement, sha256, locale] = names;
        let input = json!({"personId": person, "agreementId": agreement, "documentSha256": sha256, "locale": locale});
        self.ask("agreements.accept", input, options).await
    }

    async fn expected_use(&self, person: &str, options: CallOptions) -> Result<Vec<Question>, Fault> {
        self.ask("expectedUse.get", json!({"personId": person}), options).await
    }

    async fn answer_expected_use(&self, person: &str, answers: &[Answer], options: CallOptions) -> Result<(), Fault> {
        let input = json!({"personId": person, "answers": answered(answers)});
        self.page().call("expectedUse.answer", page(&input), options).await.map(drop)
    }

    async fn brands(&self, person: &str, options: CallOptions) -> Result<Vec<Brand>, Fault> {
        self.ask("cards.brands", json!({"personId": person}), options).await
    }

    async fn order_card(&self, names: [&str; 3], to: &AddressInput, options: CallOptions) -> Result<Card, Fault> {
        let [account, person, brand] = names;
        let input = json!({"accountId": account, "personId": person, "brandName": brand, "address": to});
        self.ask("cards.orderPhysical", input, options).await
    }

    async fn card(&self, id: &str, options: CallOptions) -> Result<Card, Fault> {
        self.ask("cards.get", json!({"cardId": id}), options).await
    }

    async fn verify_card(&self, id: &str, cvc: &str, options: CallOptions) -> Result<Verification, Fault> {
        self.ask("cards.verify", json!({"cardId": id, "cvc": cvc}), options).await
    }

    async fn set_pin(&self, id: &str, verified: &str, pin: &str, options: CallOptions) -> Result<Card, Fault> {
        self.ask("cards.setPin", json!({"cardId": id, "verificationId": verified, "pin": pin}), options).await
    }
}

impl Calls for Client<Browser> {
    fn page(&self) -> &Client<Browser> {
        self
    }
}
