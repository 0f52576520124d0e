//! Accounts.

use portico_model::netspend::{self, AccountState, AccountType, CardStatus, CardType, WorkflowName, WorkflowStepName};
use serde::Serialize;

use super::all;

/// `Account` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account<'a> {
    id: &'a str,
    account_state: AccountState,
    r#type: AccountType,
    provided_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_person_id: Option<&'a str>,
    workflows: Vec<Workflow<'a>>,
    created_at: &'a str,
    balance: &'a netspend::Balance,
    cards: Vec<CardSummary<'a>>,
}

/// `Workflow` of index.d.ts.
#[derive(Serialize)]
pub(crate) struct Workflow<'a> {
    name: WorkflowName,
    steps: Vec<WorkflowStep<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkflowStep<'a> {
    step: WorkflowStepName,
    #[serde(skip_serializing_if = "Option::is_none")]
    related_id: Option<&'a str>,
}

#[derive(Serialize)]
struct CardSummary<'a> {
    id: &'a str,
    r#type: CardType,
    status: CardStatus,
}

impl<'a> From<&'a netspend::Account> for Account<'a> {
    fn from(account: &'a netspend::Account) -> Self {
        Self {
            id: account.id.as_str(),
            account_state: account.account_state,
            r#type: account.kind,
            provided_id: account.provided_id.as_str(),
            primary_person_id: account.primary_person_id.as_ref().map(|id| id.as_str()),
            workflows: all(&account.workflows),
            created_at: &account.created_at,
            balance: &account.balance,
            cards: all(&account.cards),
        }
    }
}

impl<'a> From<&'a netspend::Workflow> for Workflow<'a> {
    fn from(workflow: &'a netspend::Workflow) -> Self {
        Self { name: workflow.name, steps: all(&workflow.steps) }
    }
}

impl<'a> From<&'a netspend::WorkflowStep> for WorkflowStep<'a> {
    fn from(step: &'a netspend::WorkflowStep) -> Self {
        Self { step: step.step, related_id: step.related_id.as_deref() }
    }
}

impl<'a> From<&'a netspend::CardSummary> for CardSummary<'a> {
    fn from(card: &'a netspend::CardSummary) -> Self {
        Self { id: card.id.as_str(), r#type: card.kind, status: card.status }
    }
}
