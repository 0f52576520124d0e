//! The machine's table, and what no path may do.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn left(steps: &[WorkflowStepName]) -> Vec<Left> {
    steps.iter().map(|step| Left { step: *step, related_id: None }).collect()
}

fn card(status: CardStatus, shipping: Option<ShippingStatus>) -> Card {
    Card { status, shipping, answer: Json::Null }
}

fn new_account(kyc: KycStatus, ofac: OfacStatus, steps: &[WorkflowStepName]) -> Snapshot {
    Snapshot {
        account_state: Some(AccountState::New),
        left: left(steps),
        has_person: true,
        checks: Some(Checks { kyc, ofac }),
        ..Snapshot::default()
    }
}

fn active(card: Option<Card>) -> Snapshot {
    Snapshot { account_state: Some(AccountState::Active), has_person: true, card, ..Snapshot::default() }
}

#[test]
fn asks_who_they_are_until_there_is_a_person() {
    assert_eq!(next_step(&Snapshot::default()), StepKind::PersonDetails);
    let account = Snapshot {
        account_state: Some(AccountState::New),
        left: left(&[WorkflowStepName::KycData]),
        ..Snapshot::default()
    };
    assert_eq!(next_step(&account), StepKind::PersonDetails);
    let no_data = new_account(KycStatus::Unchecked, OfacStatus::Unchecked, &[WorkflowStepName::KycData]);
    assert_eq!(next_step(&no_data), StepKind::PersonDetails);
}

#[test]
fn sends_each_check_to_its_cure_or_to_waiting() {
    use {KycStatus as Kyc, OfacStatus as Ofac, WorkflowStepName as Left};
    for (kyc, ofac, steps, step) in [
        (
            Kyc::Conditional,
            Ofac::Approved,
            vec![Left::IdentityQuestions, Left::AcceptAgreement],
            StepKind::IdentityQuestions,
        ),
        (Kyc::Conditional, Ofac::Approved, vec![Left::IdentityScan], StepKind::IdentityScan),
        (Kyc::Conditional, Ofac::Approved, vec![Left::ProvideDocuments], StepKind::ProvideDocuments),
        (Kyc::Conditional, Ofac::Approved, vec![Left::Unknown], StepKind::IdentityReview),
        (
            Kyc::Pending,
            Ofac::Approved,
            vec![Left::IdentityReviewPending, Left::AcceptAgreement],
            StepKind::IdentityReview,
        ),
        (Kyc::Pending, Ofac::Unchecked, vec![Left::PrimaryPersonKycApprove], StepKind::IdentityReview),
        (Kyc::Unchecked, Ofac::Unchecked, vec![], StepKind::IdentityReview),
        (Kyc::Approved, Ofac::Unchecked, vec![Left::AcceptAgreement], StepKind::IdentityReview),
        (Kyc::Approved, Ofac::Approved, vec![Left::AcceptAgreement, Left::ExpectedUse], StepKind::AcceptAgreements),
        (Kyc::Approved, Ofac::Approved, vec![Left::ExpectedUse, Left::AcceptAgreement], StepKind::AcceptAgreements),
        (Kyc::Approved, Ofac::Approved, vec![Left::ExpectedUse], StepKind::ExpectedUse),
        (Kyc::Approved, Ofac::Approved, vec![Left::Unknown], StepKind::IdentityReview),
        (Kyc::Approved, Ofac::Approved, vec![], StepKind::IdentityReview),
    ] {
        assert_eq!(next_step(&new_account(kyc, ofac, &steps)), step, "{kyc:?} {ofac:?} {steps:?}");
    }
}

#[test]
fn ends_where_the_platform_serves_no_further() {
    use {KycStatus as Kyc, OfacStatus as Ofac};
    for (kyc, ofac, reason) in [
        (Kyc::Rejected, Ofac::Approved, DeclineReason::KycRejected),
        (Kyc::Blocked, Ofac::Approved, DeclineReason::KycBlocked),
        (Kyc::Approved, Ofac::Rejected, DeclineReason::OfacRejected),
        (Kyc::Rejected, Ofac::Rejected, DeclineReason::OfacRejected),
    ] {
        let snapshot = new_account(kyc, ofac, &[WorkflowStepName::AcceptAgreement]);
        assert_eq!(next_step(&snapshot), StepKind::Declined(reason));
        let blocked_later = Snapshot { account_state: Some(AccountState::Active), ..snapshot };
        assert_eq!(next_step(&blocked_later), StepKind::Declined(reason));
    }
    let closed = Snapshot { account_state: Some(AccountState::Closed), ..active(None) };
    assert_eq!(next_step(&closed), StepKind::Declined(DeclineReason::AccountClosed));
}

#[test]
fn goes_from_ordering_a_card_to_the_active_one() {
    use {CardStatus as Status, ShippingStatus as Mail};
    for (card, step) in [
        (None, StepKind::OrderCard),
        (Some(card(Status::Closed, None)), StepKind::OrderCard),
        (Some(card(Status::Unactivated, Some(Mail::Pending))), StepKind::AwaitCard),
        (Some(card(Status::Unactivated, Some(Mail::Shipped))), StepKind::ActivateCard),
        (Some(card(Status::Unactivated, Some(Mail::Delivered))), StepKind::ActivateCard),
        (Some(card(Status::Unactivated, None)), StepKind::ActivateCard),
        (Some(card(Status::Active, Some(Mail::Pending))), StepKind::Complete),
    ] {
        assert_eq!(next_step(&active(card)), step);
    }
}

fn any_snapshot() -> impl Strategy<Value = Snapshot> {
    let steps = prop::collection::vec(
        select(vec![
            WorkflowStepName::KycData,
            WorkflowStepName::IdentityQuestions,
            WorkflowStepName::IdentityReviewPending,
            WorkflowStepName::IdentityScan,
            WorkflowStepName::ProvideDocuments,
            WorkflowStepName::PrimaryPersonKycApprove,
            WorkflowStepName::AcceptAgreement,
            WorkflowStepName::ExpectedUse,
            WorkflowStepName::Unknown,
        ]),
        0..6,
    );
    let kyc = select(vec![
        KycStatus::Unchecked,
        KycStatus::Pending,
        KycStatus::Approved,
        KycStatus::Conditional,
        KycStatus::Rejected,
        KycStatus::Blocked,
    ]);
    let ofac = select(vec![OfacStatus::Unchecked, OfacStatus::Approved, OfacStatus::Rejected]);
    let state = select(vec![None, Some(AccountState::New), Some(AccountState::Active), Some(AccountState::Closed)]);
    let status = select(vec![CardStatus::Unactivated, CardStatus::Active, CardStatus::Closed]);
    let mail = select(vec![
        None,
        Some(ShippingStatus::Pending),
        Some(ShippingStatus::Shipped),
        Some(ShippingStatus::Delivered),
    ]);
    let checks = prop::option::of((kyc, ofac).prop_map(|(kyc, ofac)| Checks { kyc, ofac }));
    let card = prop::option::of((status, mail).prop_map(|(status, mail)| card(status, mail)));
    (state, steps, any::<bool>(), checks, card).prop_map(|(account_state, steps, has_person, checks, card)| Snapshot {
        account_state,
        left: left(&steps),
        has_person,
        checks,
        card,
        ..Snapshot::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leads_to_a_card_before_the_account_is_active(snapshot in any_snapshot()) {
        let step = next_step(&snapshot);
        if matches!(step, StepKind::OrderCard | StepKind::AwaitCard | StepKind::ActivateCard | StepKind::Complete) {
            prop_assert_eq!(snapshot.account_state, Some(AccountState::Active));
            prop_assert!(snapshot.has_person);
        }
    }

    #[test]
    fn nobody_who_failed_a_check_is_asked_for_anything_more(snapshot in any_snapshot()) {
        let failed = snapshot.checks.is_some_and(|checks| {
            checks.ofac == OfacStatus::Rejected || matches!(checks.kyc, KycStatus::Rejected | KycStatus::Blocked)
        });
        if failed && snapshot.account_state.is_some() {
            prop_assert!(matches!(next_step(&snapshot), StepKind::Declined(_)));
        }
    }

    /// A platform that gets done what each step asks for, in any order of its own, ends at `complete` or waits.
    #[test]
    fn doing_what_is_asked_for_never_goes_round_in_circles(
        dda in any::<bool>(), agreements in 0..4usize, kyc_first in any::<bool>()
    ) {
        let mut steps: Vec<_> = (0..agreements).map(|_| WorkflowStepName::AcceptAgreement).collect();
        if dda {
            steps.push(WorkflowStepName::ExpectedUse);
        }
        let kyc = if kyc_first { KycStatus::Approved } else { KycStatus::Pending };
        let mut snapshot = Snapshot { account_state: Some(AccountState::New), ..Snapshot::default() };
        let mut asked = Vec::new();
        for _ in 0..12 {
            let step = next_step(&snapshot);
            match step {
                StepKind::PersonDetails => {
                    snapshot.has_person = true;
                    snapshot.checks = Some(Checks { kyc, ofac: OfacStatus::Approved });
                }
                StepKind::IdentityReview => {
                    snapshot.checks = Some(Checks { kyc: KycStatus::Approved, ofac: OfacStatus::Approved });
                }
                StepKind::AcceptAgreements => steps.retain(|step| *step != WorkflowStepName::AcceptAgreement),
                StepKind::ExpectedUse => steps.retain(|step| *step != WorkflowStepName::ExpectedUse),
                StepKind::OrderCard => snapshot.card = Some(card(CardStatus::Unactivated, Some(ShippingStatus::Pending))),
                StepKind::AwaitCard => snapshot.card = Some(card(CardStatus::Unactivated, Some(ShippingStatus::Shipped))),
                StepKind::ActivateCard => snapshot.card = Some(card(CardStatus::Active, Some(ShippingStatus::Shipped))),
                StepKind::Complete => break,
                other => prop_assert!(false, "{other:?}"),
            }
            let approved = snapshot.checks.is_some_and(Checks::passed);
            if steps.is_empty() && approved {
                snapshot.account_state = Some(AccountState::Active);
            }
            snapshot.left = left(&steps);
            asked.push(step);
        }
        prop_assert_eq!(next_step(&snapshot), StepKind::Complete);
        for (place, step) in asked.iter().enumerate() {
            prop_assert!(!asked[..place].contains(step), "{:?} twice", step);
        }
    }
}
