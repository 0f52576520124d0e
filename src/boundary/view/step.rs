//! An onboarding's step and ids.

use portico_core::onboarding::{self as core, DeclineReason};
use serde::Serialize;

use super::{Agreement, Brand, Card, Question, all, person::Address};

/// `Step` of index.d.ts.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Step<'a> {
    PersonDetails,
    IdentityQuestions,
    IdentityScan,
    ProvideDocuments,
    IdentityReview,
    AcceptAgreements {
        agreements: Vec<Agreement<'a>>,
    },
    ExpectedUse {
        questions: Vec<Question<'a>>,
    },
    OrderCard {
        brands: Vec<Brand<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<Address<'a>>,
    },
    AwaitCard {
        card: Card<'a>,
    },
    ActivateCard {
        card: Card<'a>,
    },
    Complete {
        #[serde(skip_serializing_if = "Option::is_none")]
        card: Option<Card<'a>>,
    },
    Declined {
        reason: &'static str,
    },
}

impl<'a> From<&'a core::Step> for Step<'a> {
    fn from(step: &'a core::Step) -> Self {
        match step {
            core::Step::PersonDetails => Self::PersonDetails,
            core::Step::IdentityQuestions => Self::IdentityQuestions,
            core::Step::IdentityScan => Self::IdentityScan,
            core::Step::ProvideDocuments => Self::ProvideDocuments,
            core::Step::IdentityReview => Self::IdentityReview,
            core::Step::AcceptAgreements { agreements } => Self::AcceptAgreements { agreements: all(agreements) },
            core::Step::ExpectedUse { questions } => Self::ExpectedUse { questions: all(questions) },
            core::Step::OrderCard { brands, address } => {
                Self::OrderCard { brands: all(brands), address: address.as_ref().map(Address::from) }
            }
            core::Step::AwaitCard { card } => Self::AwaitCard { card: card.into() },
            core::Step::ActivateCard { card } => Self::ActivateCard { card: card.into() },
            core::Step::Complete { card } => Self::Complete { card: card.as_ref().map(Card::from) },
            core::Step::Declined { reason } => Self::Declined { reason: decline(*reason) },
        }
    }
}

const fn decline(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::KycRejected => "kyc_rejected",
        DeclineReason::KycBlocked => "kyc_blocked",
        DeclineReason::OfacRejected => "ofac_rejected",
        DeclineReason::AccountClosed => "account_closed",
    }
}

/// `Onboarding.ids` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ids<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_id: Option<&'a str>,
}

impl<'a> From<&'a core::OnboardingIds> for Ids<'a> {
    fn from(ids: &'a core::OnboardingIds) -> Self {
        Self {
            account_id: ids.account_id.as_deref(),
            person_id: ids.person_id.as_deref(),
            card_id: ids.card_id.as_deref(),
        }
    }
}
