//! Accounts and what is left to do for one (contract: section 1.5).

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, AgreementId, CardId, PersonId, ProvidedId};

/// Body of `POST /accounts`: a context reference, or the bare `provided_id`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The context that the account stems from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_context: Option<AccountContextRef>,
    /// The context's provided id without its wrapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided_id: Option<ProvidedId>,
    /// Inherit the context of this account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_account_id: Option<AccountId>,
}

/// Names a context that the platform configured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountContextRef {
    /// `provided`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^provided$"))]
    pub kind: String,
    /// The context's id.
    pub provided_id: ProvidedId,
}

/// What an account carries from its context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountContext {
    /// `provided`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The context's id.
    pub provided_id: ProvidedId,
    /// Name of the partner.
    #[serde(default)]
    pub partner_name: String,
    /// The bank behind the account.
    #[serde(default)]
    pub backing_bank: String,
    /// Names of the card brands that can be ordered.
    #[serde(default)]
    pub card_brands: Vec<String>,
    /// Features that the context allows, such as `savings`.
    #[serde(default)]
    pub features: Vec<String>,
    /// What must hold for a person to be eligible, as codes.
    #[serde(default)]
    pub eligibility: Vec<String>,
    /// Names of the fee schedules.
    #[serde(default)]
    pub fee_schedules: Vec<String>,
    /// Terms and conditions, in the order in which they are shown.
    #[serde(default)]
    pub terms: Vec<ContextTerm>,
    /// The rest of the program's configuration.
    #[serde(default)]
    pub program: ContextProgram,
}

/// Terms and conditions that a context has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContextTerm {
    /// The agreement in force.
    pub agreement_id: AgreementId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: super::AgreementType,
}

/// The rest of a program's configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContextProgram {
    /// Of balances and fees, such as `USD`.
    #[serde(default)]
    pub currency: String,
    /// Languages of the texts, BCP 47.
    #[serde(default)]
    pub locales: Vec<String>,
}

/// Demand deposit account, or general-purpose reloadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    /// Demand deposit account: asks the expected-use questions.
    Dda,
    /// General-purpose reloadable.
    Gpr,
}

/// `new` until the primary person is approved, has accepted every agreement and, for a DDA, has answered expected use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Something is left to do: see the workflows.
    New,
    /// Cards, features and money may move.
    Active,
    /// Nothing may move any more.
    Closed,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Where it stands.
    pub account_state: AccountState,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// The context that it stems from.
    pub provided_id: ProvidedId,
    /// What it carries from that context.
    pub account_context: AccountContext,
    /// Absent until a primary person was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_person_id: Option<PersonId>,
    /// What is left to do. Empty: nothing.
    pub workflows: Vec<Workflow>,
    /// When it was created.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// What is on it.
    pub balance: Balance,
    /// Its cards, oldest first.
    #[serde(default)]
    pub cards: Vec<CardSummary>,
}

/// What is on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Balance {
    /// Dollars and cents, such as `"0.00"`.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^-?[0-9]+\.[0-9]{2}$"))]
    pub available: String,
    /// `USD`.
    pub currency: String,
}

/// A card as its account lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardSummary {
    /// Its id.
    pub id: CardId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: super::CardType,
    /// Where it stands.
    pub status: super::CardStatus,
}

/// One thing that is under way for an account, and its open steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workflow {
    /// Which one.
    pub name: WorkflowName,
    /// What is left to do, in order.
    pub steps: Vec<WorkflowStep>,
}

/// Which workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkflowName {
    /// From an unchecked or conditional person to an approved one.
    KycApprove,
    /// From a new account to an active one.
    Activate,
    /// One that this version doesn't know.
    #[serde(other)]
    Unknown,
}

/// One step that is left to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkflowStep {
    /// What to do.
    pub step: WorkflowStepName,
    /// Id of what the step is about: an agreement, a document request. Absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_id: Option<String>,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkflowStepName {
    /// Give the data that KYC needs.
    KycData,
    /// Answer questions about oneself.
    IdentityQuestions,
    /// Wait for a person at the platform.
    IdentityReviewPending,
    /// Scan an identity document.
    IdentityScan,
    /// Send documents.
    ProvideDocuments,
    /// The primary person has to be approved (GPR).
    PrimaryPersonKycApprove,
    /// Accept the agreement of `related_id`.
    AcceptAgreement,
    /// Answer the expected-use questions (DDA).
    ExpectedUse,
    /// One that this version doesn't know.
    #[serde(other)]
    Unknown,
}
