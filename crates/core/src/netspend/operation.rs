//! The calls, described.

use portico_model::netspend;
use portico_model::netspend::Agreement;

use crate::pii::Pii;
use crate::validate::{AddressInput, PersonInput};

/// One call of the platform.
#[derive(Debug)]
pub enum Operation {
    /// Creates an account from a context. Answered by `Account`.
    CreateAccount {
        /// The context.
        provided_id: String,
    },
    /// Reads an account. Answered by `Account`.
    ReadAccount {
        /// Which one.
        account_id: String,
    },
    /// Seals birth date and government id and creates the primary person of an account. Answered by `Person`: a failed
    /// check does not fail the call.
    CreatePerson {
        /// The account.
        account_id: String,
        /// Who.
        person: Box<PersonInput>,
    },
    /// Reads a person. Answered by `Person`.
    ReadPerson {
        /// Which one.
        person_id: String,
    },
    /// The agreements of a context, in the order in which they are shown. Answered by `Agreements`.
    SearchAgreements {
        /// The context.
        provided_id: String,
    },
    /// Reads an agreement. Answered by `Agreement`.
    ReadAgreement {
        /// Which one.
        agreement_id: String,
    },
    /// The text to show: plain text where the agreement has it, from the gateway and nowhere else. Answered by `Text`.
    ReadAgreementText {
        /// Of which agreement.
        agreement: Agreement,
    },
    /// What a person has accepted. Answered by `Agreements`.
    ReadAcceptedAgreements {
        /// Who.
        person_id: String,
    },
    /// Records that a person accepted an agreement, now. Doing it again changes nothing. Answered by `Receipt`.
    AcceptAgreement {
        /// Who.
        person_id: String,
        /// What.
        agreement_id: String,
        /// Lower-case hex SHA-256 of the text that was shown.
        document_sha256: String,
        /// BCP 47 tag of that text.
        locale: String,
    },
    /// The expected-use questions, none for an account that asks none. Answered by `ExpectedUse`.
    ReadExpectedUse {
        /// Who is asked.
        person_id: String,
    },
    /// Answers them. The last answers count. Answered by `ExpectedUse`.
    AnswerExpectedUse {
        /// Who answers.
        person_id: String,
        /// One for each question.
        answers: Vec<netspend::Answer>,
    },
    /// The card brands that a person can order. Answered by `Brands`.
    SearchBrands {
        /// Who.
        person_id: String,
    },
    /// Orders a card of plastic. Answered by `Card`.
    OrderPhysicalCard {
        /// The account that it draws on.
        account_id: String,
        /// Whose it is.
        person_id: String,
        /// One of the brands.
        brand_name: String,
        /// Where it is sent.
        address: Box<AddressInput>,
    },
    /// Reads a card. Answered by `Card`.
    ReadCard {
        /// Which one.
        card_id: String,
    },
    /// Seals the CVC and has it checked: good for 15 minutes and one PIN. Answered by `Verification`.
    VerifyCard {
        /// Which card.
        card_id: String,
        /// Three digits.
        cvc: Pii<String>,
    },
    /// Seals the PIN, sets it and activates the card. Answered by `Card`.
    SetPin {
        /// Which card.
        card_id: String,
        /// The passed verification.
        verification_id: String,
        /// Four digits.
        pin: Pii<String>,
    },
}

/// What the session has to be before an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Session<'a> {
    /// None is needed.
    None,
    /// Any will do.
    Any,
    /// That of the account or person that it made, for calls that name neither.
    Known,
    /// This person's.
    Person(&'a str),
}

impl Operation {
    /// What the session has to be.
    pub(crate) fn session(&self) -> Session<'_> {
        match self {
            Self::ReadAgreementText { .. } => Session::None,
            Self::CreateAccount { .. }
            | Self::ReadAccount { .. }
            | Self::CreatePerson { .. }
            | Self::ReadPerson { .. }
            | Self::SearchAgreements { .. } => Session::Any,
            Self::ReadAgreement { .. } | Self::ReadCard { .. } | Self::VerifyCard { .. } | Self::SetPin { .. } => {
                Session::Known
            }
            Self::ReadAcceptedAgreements { person_id }
            | Self::AcceptAgreement { person_id, .. }
            | Self::ReadExpectedUse { person_id }
            | Self::AnswerExpectedUse { person_id, .. }
            | Self::SearchBrands { person_id }
            | Self::OrderPhysicalCard { person_id, .. } => Session::Person(person_id),
        }
    }

    /// Whether it needs the platform's keys or its time before it can be planned.
    pub(crate) const fn needs_platform(&self) -> bool {
        matches!(
            self,
            // What passes the check of a person is sealed next, so that the key set is not fetched for the calendar alone.
            Self::CreatePerson { .. } | Self::VerifyCard { .. } | Self::SetPin { .. }
        )
    }

    /// Whether it needs the platform's time alone: a receipt bears one, and the device's clock is nobody's witness.
    pub(crate) const fn needs_time(&self) -> bool {
        matches!(self, Self::AcceptAgreement { .. })
    }
}
