//! Each operation as a method, for callers that know which one they want.

use portico_model::netspend;
use portico_model::netspend::{Account, Agreement, AgreementReceipt, Brand, Card, Person, Question, Verification};

use super::files::AgreementText;
use super::operation::Operation;
use crate::call::{Abort, CallOptions};
use crate::client::Client;
use crate::fault::Fault;
use crate::pii::Pii;
use crate::ports::Platform;
use crate::validate::{AddressInput, PersonInput};

macro_rules! methods {
    ($($name:ident($($argument:ident: $type:ty => $value:expr),*) -> $answer:ty: $operation:ident.$take:ident $(.$member:ident)?;)*) => {
        impl<P: Platform> Client<P> {
            $(
                #[doc = concat!("Performs [`Operation::", stringify!($operation), "`].")]
                ///
                /// # Errors
                /// Those of [`Client::perform`].
                pub async fn $name<A: Abort>(
                    &self,
                    $($argument: $type,)*
                    options: CallOptions<A>,
                ) -> Result<$answer, Fault> {
                    let operation = Operation::$operation { $($argument: $value),* };
                    let answer = self.perform(operation, options).await?;
                    answer.$take()$(.map(|answer| answer.$member))?
                }
            )*
        }
    };
}

methods! {
    create_account(provided_id: &str => provided_id.to_owned()) -> Account: CreateAccount.account;
    account(account_id: &str => account_id.to_owned()) -> Account: ReadAccount.account;
    create_person(account_id: &str => account_id.to_owned(), person: PersonInput => Box::new(person)) -> Person:
        CreatePerson.person;
    person(person_id: &str => person_id.to_owned()) -> Person: ReadPerson.person;
    search_agreements(provided_id: &str => provided_id.to_owned()) -> Vec<Agreement>: SearchAgreements.agreements;
    agreement(agreement_id: &str => agreement_id.to_owned()) -> Agreement: ReadAgreement.agreement;
    agreement_document(agreement: &Agreement => agreement.clone()) -> AgreementText: ReadAgreementText.text;
    accepted_agreements(person_id: &str => person_id.to_owned()) -> Vec<Agreement>: ReadAcceptedAgreements.agreements;
    accept_agreement(
        person_id: &str => person_id.to_owned(), agreement_id: &str => agreement_id.to_owned(),
        document_sha256: &str => document_sha256.to_owned(), locale: &str => locale.to_owned()
    ) -> AgreementReceipt: AcceptAgreement.receipt;
    expected_use(person_id: &str => person_id.to_owned()) -> Vec<Question>: ReadExpectedUse.expected_use.questions;
    answer_expected_use(person_id: &str => person_id.to_owned(), answers: Vec<netspend::Answer> => answers)
        -> Vec<Question>: AnswerExpectedUse.expected_use.questions;
    brands(person_id: &str => person_id.to_owned()) -> Vec<Brand>: SearchBrands.brands;
    order_physical_card(
        account_id: &str => account_id.to_owned(), person_id: &str => person_id.to_owned(),
        brand_name: &str => brand_name.to_owned(), address: AddressInput => Box::new(address)
    ) -> Card: OrderPhysicalCard.card;
    card(card_id: &str => card_id.to_owned()) -> Card: ReadCard.card;
    verify_card(card_id: &str => card_id.to_owned(), cvc: Pii<String> => cvc) -> Verification: VerifyCard.verification;
    set_pin(
        card_id: &str => card_id.to_owned(), verification_id: &str => verification_id.to_owned(),
        pin: Pii<String> => pin
    ) -> Card: SetPin.card;
}
