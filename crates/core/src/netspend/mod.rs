//! The calls by themselves, as the Netspend-style platform has them (contract: section 1).

use portico_model::ErrorCode;
use portico_model::netspend::{Account, Agreement, AgreementReceipt, Answer, Brand, Card, Person, Question, Verification};

use crate::call::{Abort, CallOptions};
use crate::client::Client;
use crate::fault::Fault;
use crate::pii::Pii;
use crate::ports::Platform;
use crate::validate::{AddressInput, PersonInput};

/// An agreement's text as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementText {
    /// Such as `text/plain`.
    pub content_type: String,
    /// The text.
    pub text: String,
    /// Lower-case hex SHA-256 of exactly the bytes of `text`.
    pub sha256: String,
}

impl<P: Platform> Client<P> {
    /// Creates an account from a context.
    pub async fn create_account<A: Abort>(&self, provided_id: &str, options: CallOptions<A>) -> Result<Account, Fault> {
        let _ = (provided_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Reads an account.
    pub async fn account<A: Abort>(&self, account_id: &str, options: CallOptions<A>) -> Result<Account, Fault> {
        let _ = (account_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Creates the primary person of an account.
    pub async fn create_person<A: Abort>(
        &self,
        account_id: &str,
        person: PersonInput,
        options: CallOptions<A>,
    ) -> Result<Person, Fault> {
        let _ = (account_id, person, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Reads a person.
    pub async fn person<A: Abort>(&self, person_id: &str, options: CallOptions<A>) -> Result<Person, Fault> {
        let _ = (person_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// The agreements of a context, in the order in which they are shown.
    pub async fn search_agreements<A: Abort>(
        &self,
        provided_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Agreement>, Fault> {
        let _ = (provided_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Reads an agreement.
    pub async fn agreement<A: Abort>(&self, agreement_id: &str, options: CallOptions<A>) -> Result<Agreement, Fault> {
        let _ = (agreement_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// The text to show: plain text where the agreement has it. Fetched from the gateway and from nowhere else.
    pub async fn agreement_document<A: Abort>(
        &self,
        agreement: &Agreement,
        options: CallOptions<A>,
    ) -> Result<AgreementText, Fault> {
        let _ = (agreement, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// What a person has accepted.
    pub async fn accepted_agreements<A: Abort>(
        &self,
        person_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Agreement>, Fault> {
        let _ = (person_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Records that a person accepted an agreement, now.
    pub async fn accept_agreement<A: Abort>(
        &self,
        person_id: &str,
        agreement_id: &str,
        document_sha256: &str,
        locale: &str,
        options: CallOptions<A>,
    ) -> Result<AgreementReceipt, Fault> {
        let _ = (person_id, agreement_id, document_sha256, locale, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// The expected-use questions. Empty for an account that asks none.
    pub async fn expected_use<A: Abort>(
        &self,
        person_id: &str,
        options: CallOptions<A>,
    ) -> Result<Vec<Question>, Fault> {
        let _ = (person_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Answers the expected-use questions.
    pub async fn answer_expected_use<A: Abort>(
        &self,
        person_id: &str,
        answers: Vec<Answer>,
        options: CallOptions<A>,
    ) -> Result<(), Fault> {
        let _ = (person_id, answers, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// The card brands that a person can order.
    pub async fn brands<A: Abort>(&self, person_id: &str, options: CallOptions<A>) -> Result<Vec<Brand>, Fault> {
        let _ = (person_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Orders a card of plastic.
    pub async fn order_physical_card<A: Abort>(
        &self,
        account_id: &str,
        person_id: &str,
        brand_name: &str,
        address: AddressInput,
        options: CallOptions<A>,
    ) -> Result<Card, Fault> {
        let _ = (account_id, person_id, brand_name, address, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Reads a card.
    pub async fn card<A: Abort>(&self, card_id: &str, options: CallOptions<A>) -> Result<Card, Fault> {
        let _ = (card_id, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Seals the CVC and has it checked.
    pub async fn verify_card<A: Abort>(
        &self,
        card_id: &str,
        cvc: Pii<String>,
        options: CallOptions<A>,
    ) -> Result<Verification, Fault> {
        let _ = (card_id, cvc, options);
        Err(ErrorCode::InternalFault.into())
    }

    /// Seals the PIN, sets it and activates the card.
    pub async fn set_pin<A: Abort>(
        &self,
        card_id: &str,
        verification_id: &str,
        pin: Pii<String>,
        options: CallOptions<A>,
    ) -> Result<Card, Fault> {
        let _ = (card_id, verification_id, pin, options);
        Err(ErrorCode::InternalFault.into())
    }
}
