//! The step machine: one pure function from the platform's answers to the next step. Nothing is guessed from what the
//! page did, so a reload, a second tab or another device goes on at the right place.

use portico_model::netspend::{
    AccountState, Card, CardStatus, KycStatus, OfacStatus, ShippingStatus, Workflow, WorkflowStepName,
};

use super::step::DeclineReason;

/// What the platform last said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    /// `None`: there is no account.
    pub(crate) account_state: Option<AccountState>,
    /// What is left to do for the account.
    pub(crate) workflows: Vec<Workflow>,
    /// Whether the account has a primary person.
    pub(crate) has_person: bool,
    /// The person's checks; `None` as long as nobody had to ask, since the account is active.
    pub(crate) checks: Option<Checks>,
    /// The card that this onboarding is about; `None`: none was ordered, or it is closed.
    pub(crate) card: Option<Card>,
}

/// Where a person's checks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checks {
    pub(crate) kyc: KycStatus,
    pub(crate) ofac: OfacStatus,
}

/// Which step is next, without what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    PersonDetails,
    IdentityQuestions,
    IdentityScan,
    ProvideDocuments,
    IdentityReview,
    AcceptAgreements,
    ExpectedUse,
    OrderCard,
    AwaitCard,
    ActivateCard,
    Complete,
    Declined(DeclineReason),
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
        AccountState::Active => card_step(snapshot.card.as_ref()),
        _ if snapshot.checks.is_some_and(|checks| !checks.passed()) => cure(&snapshot.workflows),
        _ => activation_step(&snapshot.workflows),
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
fn cure(workflows: &[Workflow]) -> StepKind {
    first_of(workflows, |step| match step {
        WorkflowStepName::KycData => Some(StepKind::PersonDetails),
        WorkflowStepName::IdentityQuestions => Some(StepKind::IdentityQuestions),
        WorkflowStepName::IdentityScan => Some(StepKind::IdentityScan),
        WorkflowStepName::ProvideDocuments => Some(StepKind::ProvideDocuments),
        _ => None,
    })
    .unwrap_or(StepKind::IdentityReview)
}

/// What makes a new account active. An account that is not active although nothing is left to do, or something that
/// this version doesn't know, is with the platform: there is no card before it is active.
fn activation_step(workflows: &[Workflow]) -> StepKind {
    let has = |wanted| first_of(workflows, |step| (step == wanted).then_some(())).is_some();
    if has(WorkflowStepName::AcceptAgreement) {
        StepKind::AcceptAgreements
    } else if has(WorkflowStepName::ExpectedUse) {
        StepKind::ExpectedUse
    } else {
        StepKind::IdentityReview
    }
}

fn card_step(card: Option<&Card>) -> StepKind {
    let Some(card) = card else {
        return StepKind::OrderCard;
    };
    let is_being_made = card.shipping.as_ref().is_some_and(|shipping| shipping.status == ShippingStatus::Pending);
    match card.status {
        CardStatus::Active => StepKind::Complete,
        CardStatus::Closed => StepKind::OrderCard,
        CardStatus::Unactivated if is_being_made => StepKind::AwaitCard,
        CardStatus::Unactivated => StepKind::ActivateCard,
    }
}

fn first_of<T>(workflows: &[Workflow], mut pick: impl FnMut(WorkflowStepName) -> Option<T>) -> Option<T> {
    workflows.iter().flat_map(|workflow| &workflow.steps).find_map(|step| pick(step.step))
}

#[cfg(test)]
mod tests;
