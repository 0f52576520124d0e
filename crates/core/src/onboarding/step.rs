//! What an onboarding asks for, and what it is given.

use portico_model::netspend::{Address, Agreement, Answer, Brand, Card, Question};

use crate::pii::Pii;
use crate::validate::{AddressInput, PersonInput};

/// What to do next, with what a page needs to ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask who they are.
    PersonDetails,
    /// Ask questions about themselves.
    IdentityQuestions,
    /// Have a document scanned.
    IdentityScan,
    /// Have documents sent.
    ProvideDocuments,
    /// Wait for the platform.
    IdentityReview,
    /// Show the agreements.
    AcceptAgreements {
        /// All of the context, with whether this person accepted each.
        agreements: Vec<OfferedAgreement>,
    },
    /// Ask what the account is for.
    ExpectedUse {
        /// The questions.
        questions: Vec<Question>,
    },
    /// Have a card chosen.
    OrderCard {
        /// What can be chosen.
        brands: Vec<Brand>,
        /// The person's, as the platform knows it.
        address: Option<Address>,
    },
    /// Wait for the mail.
    AwaitCard {
        /// The card that is on its way.
        card: Card,
    },
    /// Ask for CVC and PIN.
    ActivateCard {
        /// The card that arrives.
        card: Card,
    },
    /// All is done.
    Complete {
        /// The active card.
        card: Option<Card>,
    },
    /// The platform serves them no further.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
}

/// An agreement as a step shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedAgreement {
    /// The agreement.
    pub agreement: Agreement,
    /// Whether this person accepted it.
    pub accepted: bool,
}

/// Why an onboarding ends without an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    /// KYC failed.
    KycRejected,
    /// KYC failed for good.
    KycBlocked,
    /// OFAC failed.
    OfacRejected,
    /// The account is closed.
    AccountClosed,
}

/// What `submit` takes, by step.
#[derive(Debug)]
pub enum StepInput {
    /// For `person_details`.
    PersonDetails(Box<PersonInput>),
    /// For `accept_agreements`: one agreement, or all that are shown.
    AcceptAgreements {
        /// `false` ends with the code `agreement_declined`; nothing is sent.
        accepted: bool,
        /// What was shown.
        agreements: Vec<ShownAgreement>,
    },
    /// For `expected_use`.
    ExpectedUse {
        /// One for each question.
        answers: Vec<Answer>,
    },
    /// For `order_card`.
    OrderCard {
        /// One of the step's brands.
        brand_name: String,
        /// Where the card is sent.
        address: AddressInput,
    },
    /// For `activate_card`.
    ActivateCard {
        /// Three digits. Leaves sealed only.
        cvc: Pii<String>,
        /// Four digits. Leaves sealed only.
        pin: Pii<String>,
    },
}

/// An agreement that a person was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAgreement {
    /// Its id.
    pub id: String,
    /// Lower-case hex SHA-256 of the text that was shown.
    pub document_sha256: String,
}

/// What an onboarding has made so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnboardingIds {
    /// The account.
    pub account_id: Option<String>,
    /// The primary person.
    pub person_id: Option<String>,
    /// The physical card.
    pub card_id: Option<String>,
}
