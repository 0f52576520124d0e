//! What an onboarding asks for, and what it is given.

use super::machine::StepKind;
use crate::json::{Json, ObjectText};
use crate::netspend::show_step;

/// What to do next, with what a page needs to ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which step it is.
    pub kind: StepKind,
    /// What it shows, as the platform answered it. With `person_details` whether it is `again` that they are asked; with
    /// `provide_documents` the list `requests`; with `accept_agreements` the list `agreements`, each with whether this
    /// person `accepted` it; with `enroll_features` the list `features`; with `expected_use` the list `questions`; with `order_card` the list `brands`, and the
    /// person's `address` as the platform knows it; with `await_card`, `activate_card` and mostly `complete` the `card`;
    /// with `declined` the `reason`.
    pub shows: Json,
}

impl Step {
    /// A step that shows nothing.
    #[must_use]
    pub fn new(kind: StepKind) -> Self {
        Self::showing(kind, ObjectText::new())
    }

    pub(crate) fn showing(kind: StepKind, shows: ObjectText) -> Self {
        let mut shows = shows.text("kind", kind.as_str());
        if let StepKind::Declined(reason) = kind {
            shows = shows.text("reason", reason.as_str());
        }
        Self { kind, shows: Json::parse(shows.end().as_bytes()).unwrap_or_default() }
    }

    /// The step as the page's types have it, as JSON text.
    #[must_use]
    pub fn shown(&self) -> String {
        show_step(&self.shows)
    }
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

impl DeclineReason {
    /// As it stands in the page's types.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KycRejected => "kyc_rejected",
            Self::KycBlocked => "kyc_blocked",
            Self::OfacRejected => "ofac_rejected",
            Self::AccountClosed => "account_closed",
        }
    }
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

impl OnboardingIds {
    /// All three, empty where there is none.
    pub(crate) fn texts(&self) -> [&str; 3] {
        [&self.account_id, &self.person_id, &self.card_id].map(|id| id.as_deref().unwrap_or_default())
    }
}
