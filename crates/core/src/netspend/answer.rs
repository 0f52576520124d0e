//! The answers, read.

use portico_model::ErrorCode;
use portico_model::netspend::{
    Account, Agreement, AgreementList, AgreementReceipt, Brand, BrandList, Card, ExpectedUse, Person, SourceType,
    Verification,
};

use super::files::{self, AgreementText};
use super::operation::Operation;
use crate::call::problem::read;
use crate::fault::Fault;
use crate::ports::HttpResponse;
use crate::session::Source;

/// What an operation is answered by.
#[derive(Debug)]
pub enum Answer {
    /// An account.
    Account(Box<Account>),
    /// A person.
    Person(Box<Person>),
    /// Agreements.
    Agreements(Vec<Agreement>),
    /// One agreement.
    Agreement(Agreement),
    /// An agreement's text.
    Text(AgreementText),
    /// The receipt of an acceptance.
    Receipt(AgreementReceipt),
    /// Questions, and after a write where the account stands.
    ExpectedUse(ExpectedUse),
    /// Card brands.
    Brands(Vec<Brand>),
    /// A card.
    Card(Box<Card>),
    /// A passed verification.
    Verification(Verification),
}

impl Answer {
    /// Reads the answer to `operation`.
    pub(crate) fn read(operation: &Operation, response: &HttpResponse) -> Result<Self, Fault> {
        Ok(match operation {
            Operation::CreateAccount { .. } | Operation::ReadAccount { .. } => Self::Account(Box::new(read(response)?)),
            Operation::CreatePerson { .. } | Operation::ReadPerson { .. } => Self::Person(Box::new(read(response)?)),
            Operation::SearchAgreements { .. } | Operation::ReadAcceptedAgreements { .. } => {
                Self::Agreements(read::<AgreementList>(response)?.agreements)
            }
            Operation::ReadAgreement { .. } => Self::Agreement(read(response)?),
            Operation::ReadAgreementText { agreement } => Self::Text(files::read_text(agreement, response)?),
            Operation::AcceptAgreement { .. } => Self::Receipt(read(response)?),
            Operation::ReadExpectedUse { .. } | Operation::AnswerExpectedUse { .. } => {
                Self::ExpectedUse(read(response)?)
            }
            Operation::SearchBrands { .. } => Self::Brands(read::<BrandList>(response)?.brands),
            Operation::OrderPhysicalCard { .. } | Operation::ReadCard { .. } | Operation::SetPin { .. } => {
                Self::Card(Box::new(read(response)?))
            }
            Operation::VerifyCard { .. } => Self::Verification(read(response)?),
        })
    }

    /// What a session that follows this one becomes at once, after `operation` made something.
    pub(crate) fn made_by(&self, operation: &Operation) -> Option<Source> {
        match (operation, self) {
            (Operation::CreateAccount { .. }, Self::Account(account)) => {
                Some(Source { kind: SourceType::Account, id: account.id.0.clone() })
            }
            (Operation::CreatePerson { .. }, Self::Person(person)) => {
                Some(Source { kind: SourceType::Person, id: person.id.0.clone() })
            }
            _ => None,
        }
    }
}

macro_rules! takes {
    ($($(#[$doc:meta])* $name:ident: $variant:ident($value:ident) -> $type:ty = $give:expr;)*) => {
        impl Answer {
            $($(#[$doc])*
            ///
            /// # Errors
            /// `internal_fault` for any other answer.
            pub fn $name(self) -> Result<$type, Fault> {
                match self {
                    Self::$variant($value) => Ok($give),
                    _ => Err(ErrorCode::InternalFault.into()),
                }
            })*
        }
    };
}

takes! {
    /// The account.
    account: Account(value) -> Account = *value;
    /// The person.
    person: Person(value) -> Person = *value;
    /// The agreements.
    agreements: Agreements(value) -> Vec<Agreement> = value;
    /// The agreement.
    agreement: Agreement(value) -> Agreement = value;
    /// The text.
    text: Text(value) -> AgreementText = value;
    /// The receipt.
    receipt: Receipt(value) -> AgreementReceipt = value;
    /// The questions.
    expected_use: ExpectedUse(value) -> ExpectedUse = value;
    /// The brands.
    brands: Brands(value) -> Vec<Brand> = value;
    /// The card.
    card: Card(value) -> Card = *value;
    /// The verification.
    verification: Verification(value) -> Verification = value;
}
