//! What is left to do for an account: one pure function of where everything stands.

use portico_model::{
    id::PersonId,
    netspend::{
        AccountState, AccountType, KycStatus, OfacStatus, Workflow, WorkflowName, WorkflowStep, WorkflowStepName,
    },
};

/// Where everything stands.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) state: AccountState,
    pub(crate) kind: AccountType,
    /// Absent when there is none yet.
    pub(crate) primary_person_id: Option<PersonId>,
    /// The primary person's; `None` when there is none yet.
    pub(crate) checks: Option<Checks>,
    /// Agreements that the primary person has not accepted, in the order in which they are shown.
    pub(crate) open_agreements: Vec<String>,
    /// Whether the primary person answered the expected-use questions.
    pub(crate) has_expected_use: bool,
}

/// Where a person's checks stand.
#[derive(Clone, Debug)]
pub(crate) struct Checks {
    pub(crate) kyc: KycStatus,
    pub(crate) ofac: OfacStatus,
    /// What cures a conditional status.
    pub(crate) cure: Option<WorkflowStep>,
}

impl Checks {
    /// Both passed.
    pub(crate) fn are_approved(&self) -> bool {
        self.kyc == KycStatus::Approved && self.ofac == OfacStatus::Approved
    }

    /// Nothing that the customer does changes the outcome.
    fn are_final(&self) -> bool {
        matches!(self.kyc, KycStatus::Rejected | KycStatus::Blocked) || self.ofac == OfacStatus::Rejected
    }
}

impl Standing {
    /// Whether every condition for an active account holds.
    pub(crate) fn is_complete(&self) -> bool {
        self.checks.as_ref().is_some_and(Checks::are_approved)
            && self.open_agreements.is_empty()
            && (self.kind == AccountType::Gpr || self.has_expected_use)
    }

    /// The open workflows and their open steps, in order. Empty when nothing is left that the customer could do.
    pub(crate) fn workflows(&self) -> Vec<Workflow> {
        if self.state != AccountState::New || self.checks.as_ref().is_some_and(Checks::are_final) {
            return Vec::new();
        }
        let kyc = self.kyc_steps();
        let mut activate = Vec::new();
        if self.kind == AccountType::Gpr && !kyc.is_empty() {
            let related_id = self.primary_person_id.as_ref().map(|id| id.as_str().to_owned());
            activate.push(WorkflowStep { step: WorkflowStepName::PrimaryPersonKycApprove, related_id });
        }
        activate.extend(
            self.open_agreements
                .iter()
                .map(|id| WorkflowStep { step: WorkflowStepName::AcceptAgreement, related_id: Some(id.clone()) }),
        );
        if self.kind == AccountType::Dda && !self.has_expected_use {
            activate.push(step(WorkflowStepName::ExpectedUse));
        }
        [(WorkflowName::KycApprove, kyc), (WorkflowName::Activate, activate)]
            .into_iter()
            .filter(|(_, steps)| !steps.is_empty())
            .map(|(name, steps)| Workflow { name, steps })
            .collect()
    }

    fn kyc_steps(&self) -> Vec<WorkflowStep> {
        let Some(checks) = &self.checks else {
            return vec![step(WorkflowStepName::KycData)];
        };
        match checks.kyc {
            KycStatus::Unchecked => vec![step(WorkflowStepName::KycData)],
            KycStatus::Pending => vec![step(WorkflowStepName::IdentityReviewPending)],
            KycStatus::Conditional => checks.cure.iter().cloned().collect(),
            KycStatus::Approved | KycStatus::Rejected | KycStatus::Blocked => Vec::new(),
        }
    }
}

/// A step that is about nothing in particular.
pub(crate) fn step(step: WorkflowStepName) -> WorkflowStep {
    WorkflowStep { step, related_id: None }
}

#[cfg(test)]
mod tests {
    use WorkflowStepName::{
        AcceptAgreement, ExpectedUse, IdentityQuestions, IdentityReviewPending, KycData, PrimaryPersonKycApprove,
    };

    use super::*;

    fn standing(kind: AccountType, kyc: Option<KycStatus>, open: &[&'static str], answered: bool) -> Standing {
        let cure = Some(step(IdentityQuestions));
        Standing {
            state: AccountState::New,
            kind,
            primary_person_id: kyc.map(|_| PersonId::from("p")),
            checks: kyc.map(|kyc| Checks { kyc, ofac: OfacStatus::Approved, cure }),
            open_agreements: open.iter().map(|id| (*id).to_owned()).collect(),
            has_expected_use: answered,
        }
    }

    fn steps(standing: &Standing) -> Vec<WorkflowStepName> {
        standing.workflows().iter().flat_map(|workflow| &workflow.steps).map(|step| step.step).collect()
    }

    #[test]
    fn lists_what_is_left_in_order() {
        use AccountType::{Dda, Gpr};
        use KycStatus::{Approved, Blocked, Conditional, Pending, Rejected, Unchecked};
        for (kind, kyc, open, answered, expected) in [
            (Dda, None, &["a", "b"][..], false, &[KycData, AcceptAgreement, AcceptAgreement, ExpectedUse][..]),
            (Gpr, None, &["a"], false, &[KycData, PrimaryPersonKycApprove, AcceptAgreement]),
            (Dda, Some(Unchecked), &[], true, &[KycData]),
            (Dda, Some(Pending), &[], true, &[IdentityReviewPending]),
            (Dda, Some(Conditional), &["a"], true, &[IdentityQuestions, AcceptAgreement]),
            (Dda, Some(Approved), &["a"], false, &[AcceptAgreement, ExpectedUse]),
            (Gpr, Some(Approved), &[], false, &[]),
            (Dda, Some(Rejected), &["a"], false, &[]),
            (Gpr, Some(Blocked), &["a"], false, &[]),
        ] {
            assert_eq!(steps(&standing(kind, kyc, open, answered)), expected, "{kind:?} {kyc:?} {open:?} {answered}");
        }
    }

    #[test]
    fn is_complete_only_when_every_condition_holds() {
        use AccountType::{Dda, Gpr};
        let approved = Some(KycStatus::Approved);
        assert!(standing(Dda, approved, &[], true).is_complete());
        assert!(standing(Gpr, approved, &[], false).is_complete());
        for open in [
            standing(Dda, approved, &[], false),
            standing(Dda, approved, &["a"], true),
            standing(Dda, Some(KycStatus::Pending), &[], true),
            standing(Dda, None, &[], true),
        ] {
            assert!(!open.is_complete(), "{open:?}");
        }
        let mut flagged = standing(Dda, approved, &[], true);
        flagged.checks = Some(Checks { kyc: KycStatus::Approved, ofac: OfacStatus::Rejected, cure: None });
        assert!(!flagged.is_complete());
        assert_eq!(steps(&flagged), []);
    }

    #[test]
    fn an_account_that_is_not_new_has_nothing_left() {
        let active = Standing { state: AccountState::Active, ..standing(AccountType::Dda, None, &["a"], false) };
        assert_eq!(steps(&active), []);
    }
}
