//! The machine before a small platform of the contract's rules: from wherever a customer got to, by whatever happened on
//! the way, the walk ends, and no path skips a condition.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// A platform that refuses what is not due.
#[derive(Clone, Debug)]
struct Small {
    is_dda: bool,
    offers_features: bool,
    /// `None`: no account yet.
    state: Option<AccountState>,
    /// `None`: nobody yet.
    checks: Option<Checks>,
    cure: WorkflowStepName,
    failed_cures: u8,
    under_review: bool,
    /// Agreements that are not accepted.
    open: u8,
    answered: bool,
    card: Option<(CardStatus, ShippingStatus)>,
}

/// Where the checks of a person may end, with the cure.
const OUTCOMES: [(KycStatus, OfacStatus, WorkflowStepName); 9] = {
    use {KycStatus as Kyc, OfacStatus as Ofac, WorkflowStepName as Cure};
    [
        (Kyc::Approved, Ofac::Approved, Cure::Unknown),
        (Kyc::Conditional, Ofac::Approved, Cure::IdentityQuestions),
        (Kyc::Conditional, Ofac::Approved, Cure::IdentityScan),
        (Kyc::Conditional, Ofac::Approved, Cure::ProvideDocuments),
        (Kyc::Pending, Ofac::Approved, Cure::Unknown),
        (Kyc::Unchecked, Ofac::Unchecked, Cure::KycData),
        (Kyc::Rejected, Ofac::Approved, Cure::Unknown),
        (Kyc::Approved, Ofac::Rejected, Cure::Unknown),
        (Kyc::Blocked, Ofac::Approved, Cure::Unknown),
    ]
};

impl Small {
    fn new(is_dda: bool, agreements: u8, offers_features: bool) -> Self {
        Self {
            is_dda,
            offers_features,
            state: None,
            checks: None,
            cure: WorkflowStepName::Unknown,
            failed_cures: 0,
            under_review: false,
            open: agreements,
            answered: false,
            card: None,
        }
    }

    fn says(&self) -> Snapshot {
        let mut left = Vec::new();
        if self.state == Some(AccountState::New) {
            let mut push = |step| left.push(Left { step, related_id: None });
            match self.checks.map(|checks| checks.kyc) {
                None => push(WorkflowStepName::KycData),
                Some(KycStatus::Conditional) if self.under_review => push(WorkflowStepName::IdentityReviewPending),
                Some(KycStatus::Conditional | KycStatus::Unchecked) => push(self.cure),
                Some(KycStatus::Pending) => push(WorkflowStepName::IdentityReviewPending),
                Some(_) => {}
            }
            (0..self.open).for_each(|_| push(WorkflowStepName::AcceptAgreement));
            if self.is_dda && !self.answered {
                push(WorkflowStepName::ExpectedUse);
            }
        }
        let card = self.card.map(|(status, shipping)| Card { status, shipping: Some(shipping), answer: Json::Null });
        Snapshot {
            account_state: self.state,
            left,
            has_person: self.checks.is_some(),
            checks: self.checks,
            card,
            offers_features: self.offers_features,
        }
    }

    fn is_approved(&self) -> bool {
        self.checks.is_some_and(Checks::passed)
    }

    /// Whether this ended it, which nothing takes back. Checks that are open, or that a cure is left for, did not.
    fn is_lost(&self, reason: DeclineReason) -> bool {
        let kyc = self.checks.map(|checks| checks.kyc);
        match reason {
            DeclineReason::AccountClosed => self.state == Some(AccountState::Closed),
            DeclineReason::KycRejected => kyc == Some(KycStatus::Rejected),
            DeclineReason::KycBlocked => kyc == Some(KycStatus::Blocked),
            DeclineReason::OfacRejected => self.checks.is_some_and(|checks| checks.ofac == OfacStatus::Rejected),
        }
    }

    fn settle(&mut self) {
        let all = self.is_approved() && self.open == 0 && (!self.is_dda || self.answered);
        if all && self.state == Some(AccountState::New) {
            self.state = Some(AccountState::Active);
        }
    }

    fn check(&mut self, (kyc, ofac, cure): (KycStatus, OfacStatus, WorkflowStepName)) {
        self.checks = Some(Checks { kyc, ofac });
        self.cure = cure;
    }

    /// A cure came to its end. `chance` 0 is a good one.
    fn cured(&mut self, chance: u8) {
        self.under_review = false;
        self.failed_cures += u8::from(!chance.is_multiple_of(3));
        let kyc = match (chance % 3, self.failed_cures) {
            (0, _) => KycStatus::Approved,
            (_, 3..) => KycStatus::Rejected,
            _ => KycStatus::Conditional,
        };
        self.checks = Some(Checks { kyc, ofac: OfacStatus::Approved });
    }

    /// Does what `step` asks for, if it is due by the contract.
    fn does(&mut self, step: StepKind, chance: u8) -> Result<(), String> {
        let kyc = self.checks.map(|checks| checks.kyc);
        let is_due = match step {
            StepKind::PersonDetails => kyc.is_none_or(|kyc| kyc == KycStatus::Unchecked),
            StepKind::IdentityQuestions => self.cure == WorkflowStepName::IdentityQuestions,
            StepKind::IdentityScan => self.cure == WorkflowStepName::IdentityScan,
            StepKind::ProvideDocuments => self.cure == WorkflowStepName::ProvideDocuments && !self.under_review,
            StepKind::IdentityReview => self.under_review || kyc == Some(KycStatus::Pending),
            StepKind::AcceptAgreements => self.is_approved() && self.open > 0,
            StepKind::ExpectedUse => self.is_approved() && self.is_dda && !self.answered,
            StepKind::OrderCard => self.state == Some(AccountState::Active) && self.card.is_none_or(is_closed),
            StepKind::AwaitCard | StepKind::ActivateCard => {
                self.state == Some(AccountState::Active)
                    && self.card.is_some_and(|(status, _)| status == CardStatus::Unactivated)
            }
            StepKind::EnrollFeatures => self.card.is_some_and(|(status, _)| status == CardStatus::Active),
            StepKind::Complete | StepKind::Declined(_) => false,
        };
        if !is_due {
            return Err(format!("{step:?} is not due: {self:?}"));
        }
        match step {
            StepKind::PersonDetails if self.state.is_none() => {
                self.state = Some(AccountState::New);
                // The answer of the account came, and that of the person may not.
                if chance % 4 != 3 {
                    self.check(OUTCOMES[usize::from(chance) % OUTCOMES.len()]);
                }
            }
            StepKind::PersonDetails => self.check(OUTCOMES[usize::from(chance) % OUTCOMES.len()]),
            StepKind::ProvideDocuments => self.under_review = true,
            StepKind::IdentityReview if !self.under_review => self.check(OUTCOMES[usize::from(chance % 4)]),
            StepKind::IdentityQuestions | StepKind::IdentityScan | StepKind::IdentityReview => self.cured(chance),
            StepKind::AcceptAgreements => self.open -= 1,
            StepKind::ExpectedUse => self.answered = true,
            StepKind::OrderCard => self.card = Some((CardStatus::Unactivated, ShippingStatus::Pending)),
            StepKind::AwaitCard => self.card = Some((CardStatus::Unactivated, ShippingStatus::Shipped)),
            StepKind::ActivateCard => self.card = Some((CardStatus::Active, ShippingStatus::Delivered)),
            StepKind::EnrollFeatures => self.offers_features = false,
            StepKind::Complete | StepKind::Declined(_) => {}
        }
        self.settle();
        Ok(())
    }

    /// What happens without this customer.
    fn meanwhile(&mut self, event: Event) {
        match event {
            // A new version, which nobody accepted.
            Event::Revision if self.state == Some(AccountState::New) && self.open < 4 => self.open += 1,
            Event::CardLost if self.card.is_some() => {
                self.card = Some((CardStatus::Closed, ShippingStatus::Delivered));
            }
            Event::Closing if self.state.is_some() => self.state = Some(AccountState::Closed),
            _ => {}
        }
    }
}

fn is_closed((status, _): (CardStatus, ShippingStatus)) -> bool {
    status == CardStatus::Closed
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Nothing,
    Revision,
    CardLost,
    Closing,
}

fn any_event() -> impl Strategy<Value = Event> {
    // Most of the time nothing happens.
    select(vec![
        Event::Nothing,
        Event::Nothing,
        Event::Nothing,
        Event::Nothing,
        Event::Revision,
        Event::CardLost,
        Event::Closing,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn from_wherever_one_got_to_the_walk_ends_and_skips_no_condition(
        is_dda in any::<bool>(), agreements in 0..4u8, features in any::<bool>(),
        past in prop::collection::vec((any::<u8>(), any_event()), 0..30)
    ) {
        let mut platform = Small::new(is_dda, agreements, features);
        for (chance, event) in past {
            platform.meanwhile(event);
            let step = next_step(&platform.says());
            if let StepKind::Declined(reason) = step {
                prop_assert!(platform.is_lost(reason), "{:?}: {:?}", reason, platform);
                continue;
            }
            if step == StepKind::Complete {
                continue;
            }
            platform.does(step, chance).map_err(TestCaseError::fail)?;
        }
        // From here on all goes well.
        let mut steps = 0;
        loop {
            let step = next_step(&platform.says());
            match step {
                StepKind::Complete => {
                    prop_assert_eq!(platform.state, Some(AccountState::Active));
                    prop_assert!(platform.is_approved() && platform.open == 0 && (!is_dda || platform.answered));
                    break;
                }
                StepKind::Declined(reason) => {
                    prop_assert!(platform.is_lost(reason), "{:?}: {:?}", reason, platform);
                    break;
                }
                step => platform.does(step, 0).map_err(TestCaseError::fail)?,
            }
            steps += 1;
            prop_assert!(steps < 16, "it goes round in circles: {:?}", platform);
        }
    }
}
