//! Features and enrolment (contract: section 1.10).

use serde::{Deserialize, Serialize};

/// Answer of `GET /people/{id}/features`: all three, in their order, also those that the context doesn't offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureList {
    /// The features.
    pub features: Vec<Feature>,
}

/// A feature as it stands for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feature {
    /// Which one.
    pub feature: FeatureName,
    /// Where the person stands with it.
    pub state: FeatureState,
    /// What keeps the person from it. An eligible person may still miss the consent that the enrolment itself carries.
    pub missing: Vec<FeatureGate>,
}

/// A feature that moves money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeatureName {
    /// A savings account beside the card's.
    Savings,
    /// Transfers from and to accounts at other banks.
    BankTransfer,
    /// Transfers between a person's own accounts.
    MeToMe,
}

/// Where a person stands with a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeatureState {
    /// Something is missing.
    NotEligible,
    /// Enrolling will be taken.
    Eligible,
    /// Enrolled.
    Enrolled,
}

/// What a feature asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeatureGate {
    /// The account's context has the feature switched off.
    NotOffered,
    /// The account is not active.
    AccountInactive,
    /// The person has no activated card.
    CardNotActivated,
    /// The account owes money.
    NegativeBalance,
    /// The person's KYC or OFAC check is not approved.
    KycNotApproved,
    /// No social security number is on file.
    SsnMissing,
    /// No e-mail address is on file.
    EmailMissing,
    /// The e-sign agreement is not accepted.
    EsignNotAccepted,
    /// The person has not agreed to electronic communications.
    ECommunicationsConsentMissing,
    /// The session is not the person's.
    PersonSessionRequired,
}

/// Body of `POST /people/{id}/features/{feature}/enrollments`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEnrollment {
    /// For savings: that the person agrees to electronic communications. Absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_communications_consent: Option<bool>,
}

impl FeatureName {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Savings, Self::BankTransfer, Self::MeToMe];
}
