//! The step machine: one pure function from the platform's answers to the next step. Nothing is guessed from what the
//! page did, so a reload, a second tab or another device goes on at the right place.

use portico_model::netspend::{AccountState, CardStatus, KycStatus, OfacStatus, ShippingStatus, WorkflowStepName};

use super::step::DeclineReason;
use crate::json::Json;

/// What the platform last said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    /// `None`: there is no account.
    pub(crate) account_state: Option<AccountState>,
    /// What is left to do for the account.
    pub(crate) left: Vec<Left>,
    /// Whether the account has a primary person.
    pub(crate) has_person: bool,
    /// The person's checks; `None` as long as nobody had to ask, since the account is active.
    pub(crate) checks: Option<Checks>,
    /// The card that this onboarding is about; `None`: none was ordered, or it is closed.
    pub(crate) card: Option<Card>,
    /// Whether features are offered at the end: the page wants it, they were not answered yet, and as far as is known
    /// there is one that the person can enrol in.
    pub(crate) offers_features: bool,
}

/// One thing that is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) step: WorkflowStepName,
    /// What it is about, such as an agreement's id.
    pub(crate) related_id: Option<String>,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    pub(crate) status: CardStatus,
    /// `None` for a card that is not sent.
    pub(crate) shipping: Option<ShippingStatus>,
    /// The whole answer, to be shown.
    pub(crate) answer: Json,
}

/// Where a person's checks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checks {
    pub(crate) kyc: KycStatus,
    pub(crate) ofac: OfacStatus,
}

/// Which step is next, without what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
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
    AcceptAgreements,
    /// Ask what the account is for.
    ExpectedUse,
    /// Have a card chosen.
    OrderCard,
    /// Wait for the mail.
    AwaitCard,
    /// Ask for CVC and PIN.
    ActivateCard,
    /// Offer features.
    EnrollFeatures,
    /// All is done.
    Complete,
    /// The platform serves them no further.
    Declined(DeclineReason),
}

impl StepKind {
    /// As it stands in the page's types.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersonDetails => "person_details",
            Self::IdentityQuestions => "identity_questions",
            Self::IdentityScan => "identity_scan",
            Self::ProvideDocuments => "provide_documents",
            Self::IdentityReview => "identity_review",
            Self::AcceptAgreements => "accept_agreements",
            Self::ExpectedUse => "expected_use",
            Self::OrderCard => "order_card",
            Self::AwaitCard => "await_card",
            Self::ActivateCard => "activate_card",
            Self::EnrollFeatures => "enroll_features",
            Self::Complete => "complete",
            Self::Declined(_) => "declined",
        }
    }
}

/// The next step. In order: what ends it, who they are, their checks, what activates the account, their card.
pub(crate) fn next_step(snapshot: &Snapshot) -> StepKind {
    let Some(state) = snapshot.account_state else {
        return StepKind::PersonDetails;
    };
    if let Some(reason) = why_declined(state, snapshot.checks) {
        return StepKind::Declined(reason);
    }
    if !snapshot.has_person {
        return StepKind::PersonDetails;
    }
    match state {
        AccountState::Active => card_step(snapshot),
        _ if snapshot.checks.is_some_and(Checks::passed) => activation_step(&snapshot.left),
        _ => cure(&snapshot.left),
    }
}

fn why_declined(state: AccountState, checks: Option<Checks>) -> Option<DeclineReason> {
    if state == AccountState::Closed {
        return Some(DeclineReason::AccountClosed);
    }
    let checks = checks?;
    match (checks.kyc, checks.ofac) {
        (_, OfacStatus::Rejected) => Some(DeclineReason::OfacRejected),
        (KycStatus::Rejected, _) => Some(DeclineReason::KycRejected),
        (KycStatus::Blocked, _) => Some(DeclineReason::KycBlocked),
        _ => None,
    }
}

impl Checks {
    const fn passed(self) -> bool {
        matches!((self.kyc, self.ofac), (KycStatus::Approved, OfacStatus::Approved))
    }
}

/// What cures a person who is not approved yet. Without a cure that the customer could do: waiting.
fn cure(left: &[Left]) -> StepKind {
    let cure_of = |left: &Left| match left.step {
        WorkflowStepName::KycData => Some(StepKind::PersonDetails),
        WorkflowStepName::IdentityQuestions => Some(StepKind::IdentityQuestions),
        WorkflowStepName::IdentityScan => Some(StepKind::IdentityScan),
        WorkflowStepName::ProvideDocuments => Some(StepKind::ProvideDocuments),
        _ => None,
    };
    left.iter().find_map(cure_of).unwrap_or(StepKind::IdentityReview)
}

/// What makes a new account active. An account that is not active although nothing is left to do, or something that
/// this version doesn't know, is with the platform: there is no card before it is active.
fn activation_step(left: &[Left]) -> StepKind {
    let has = |wanted| left.iter().any(|left| left.step == wanted);
    if has(WorkflowStepName::AcceptAgreement) {
        StepKind::AcceptAgreements
    } else if has(WorkflowStepName::ExpectedUse) {
        StepKind::ExpectedUse
    } else {
        StepKind::IdentityReview
    }
}

fn card_step(snapshot: &Snapshot) -> StepKind {
    let Some(card) = &snapshot.card else {
        return StepKind::OrderCard;
    };
    let is_being_made = card.shipping == Some(ShippingStatus::Pending);
    match card.status {
        CardStatus::Active if snapshot.offers_features => StepKind::EnrollFeatures,
        CardStatus::Active => StepKind::Complete,
        CardStatus::Closed => StepKind::OrderCard,
        CardStatus::Unactivated if is_being_made => StepKind::AwaitCard,
        CardStatus::Unactivated => StepKind::ActivateCard,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
