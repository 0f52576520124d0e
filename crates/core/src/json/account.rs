//! Accounts and what is left to do for one.

use portico_model::id::{AccountId, CardId, PersonId, ProvidedId};
use portico_model::netspend::{
    Account, AccountContext, AccountState, AccountType, Balance, CardSummary, Workflow, WorkflowName, WorkflowStep,
    WorkflowStepName,
};

use super::card::{read_card_status, read_card_type};
use super::{Json, Read, read_all};

/// An `account_state` that has to be there.
pub(super) fn read_account_state(json: &Json) -> Option<AccountState> {
    json.one_of(
        "account_state",
        &[("new", AccountState::New), ("active", AccountState::Active), ("closed", AccountState::Closed)],
    )
}

/// An `account_state` that may be absent.
pub(super) fn read_progress(json: &Json) -> Option<(Option<AccountState>, Option<Vec<Workflow>>)> {
    let state = if json.member("account_state").is_some() { Some(read_account_state(json)?) } else { None };
    let workflows = if json.member("workflows").is_some() { Some(read_all(json.items("workflows")?)?) } else { None };
    Some((state, workflows))
}

impl Read for Account {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: AccountId(json.text("id")?),
            account_state: read_account_state(json)?,
            kind: json.one_of("type", &[("dda", AccountType::Dda), ("gpr", AccountType::Gpr)])?,
            provided_id: ProvidedId(json.text("provided_id")?),
            account_context: AccountContext::read(json.member("account_context")?)?,
            primary_person_id: json.optional_text("primary_person_id")?.map(PersonId),
            workflows: read_all(json.items("workflows")?)?,
            created_at: json.text("created_at")?,
            balance: Balance::read(json.member("balance")?)?,
            cards: read_all(json.optional_items("cards")?)?,
        })
    }
}

impl Read for AccountContext {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            kind: json.text("type")?,
            provided_id: ProvidedId(json.text("provided_id")?),
            partner_name: json.text_or_empty("partner_name")?,
            backing_bank: json.text_or_empty("backing_bank")?,
            card_brands: read_all(json.optional_items("card_brands")?)?,
            features: read_all(json.optional_items("features")?)?,
            eligibility: read_all(json.optional_items("eligibility")?)?,
            fee_schedules: read_all(json.optional_items("fee_schedules")?)?,
        })
    }
}

impl Read for String {
    fn read(json: &Json) -> Option<Self> {
        json.as_text().map(ToOwned::to_owned)
    }
}

impl Read for Balance {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { available: json.text("available")?, currency: json.text("currency")? })
    }
}

impl Read for CardSummary {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: CardId(json.text("id")?),
            kind: read_card_type(json, "type")?,
            status: read_card_status(json)?,
        })
    }
}

impl Read for Workflow {
    fn read(json: &Json) -> Option<Self> {
        json.str("name")?;
        let known = [("kyc_approve", WorkflowName::KycApprove), ("activate", WorkflowName::Activate)];
        Some(Self {
            name: json.one_of("name", &known).unwrap_or(WorkflowName::Unknown),
            steps: read_all(json.items("steps")?)?,
        })
    }
}

impl Read for WorkflowStep {
    fn read(json: &Json) -> Option<Self> {
        json.str("step")?;
        let known = [
            ("kyc_data", WorkflowStepName::KycData),
            ("identity_questions", WorkflowStepName::IdentityQuestions),
            ("identity_review_pending", WorkflowStepName::IdentityReviewPending),
            ("identity_scan", WorkflowStepName::IdentityScan),
            ("provide_documents", WorkflowStepName::ProvideDocuments),
            ("primary_person_kyc_approve", WorkflowStepName::PrimaryPersonKycApprove),
            ("accept_agreement", WorkflowStepName::AcceptAgreement),
            ("expected_use", WorkflowStepName::ExpectedUse),
        ];
        Some(Self {
            step: json.one_of("step", &known).unwrap_or(WorkflowStepName::Unknown),
            related_id: json.optional_text("related_id")?,
        })
    }
}
