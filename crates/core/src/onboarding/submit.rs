//! Doing what a step asks for.

use std::mem;

use portico_model::netspend::SourceType;
use portico_model::{ErrorCode, FieldCode};

use super::handle::Engine;
use super::load::Read;
use super::machine::{StepKind, next_step};
use super::step::Step;
use super::writes::Done;
use crate::call::Now;
use crate::call::limit::Scope;
use crate::fault::{Fault, FieldFault};
use crate::json::Json;
use crate::ports::Platform;
use crate::session::Source;

impl<P: Platform> Engine<P> {
    /// Does what the current step asks for, and gives the next one.
    pub(crate) async fn submit(&self, input: &Json, scope: &Scope) -> Result<Step, Fault> {
        let kind = kind_of(input)?;
        self.client.inner.session_id()?;
        let mut before = self.step.borrow().clone();
        if before.kind != kind {
            return Err(ErrorCode::WrongStep.into());
        }
        self.catch_up(self.client.inner.look().await, false);
        let mut failed: Option<Failed> = None;
        let mut again = true;
        // Nothing tells two orders of a card apart but whether there is one: also from another device.
        let mut reads = kind == StepKind::OrderCard;
        loop {
            // The last submit took effect, and what follows could not be read: if this is the same once more, it is done.
            // Or another tab, or an earlier try whose answer was lost, may have gone on; or the platform knows this
            // browser no more. Its state decides.
            if failed.is_some() || self.behind.get() || mem::take(&mut reads) {
                before = self.read(Read::Account, scope).await?;
                if before.kind != kind {
                    return Ok(before);
                }
            }
            let has_account = self.kept.borrow().ids().account_id.is_some();
            if let Some(Failed { fault, had_account }) = failed {
                let was_of_another_try =
                    fault.is(ErrorCode::IdempotencyKeyReused) || fault.is(ErrorCode::InvalidVerification);
                let started_anew = had_account && !has_account;
                if !again || !(started_anew || was_of_another_try) {
                    return Err(fault);
                }
                again = false;
            }
            match self.write(&before, input, scope).await {
                // Documents were sent before this, by whoever seals them: what that changed is not known here.
                Ok(()) if kind == StepKind::ProvideDocuments => return self.read(Read::Account, scope).await,
                Ok(()) => return self.read(Read::Shown, scope).await,
                Err(fault) if may_be_elsewhere(&fault) => failed = Some(Failed { fault, had_account: has_account }),
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Makes the writes of a step, one after the other.
    async fn write(&self, step: &Step, input: &Json, scope: &Scope) -> Result<(), Fault> {
        let inner = &self.client.inner;
        // What is wrong with an argument's form is told before anybody is asked for the time.
        let first = self.next_write(step, input, Now::default(), &Done::default());
        let now = match (step.kind, first) {
            (StepKind::PersonDetails, Err(fault)) if fault.is(ErrorCode::InvalidOption) => return Err(fault),
            (StepKind::AcceptAgreements, Err(fault)) => return Err(fault),
            (StepKind::PersonDetails | StepKind::AcceptAgreements, _) => inner.dated(scope).await?,
            _ => Now::default(),
        };
        let (mut done, mut renewed) = (Done::default(), false);
        while let Some(mut write) = self.next_write(step, input, now, &done)? {
            self.begin(&mut write, scope).await?;
            let result = inner.call(write.call, scope).await;
            self.end(&write.once, result.as_ref().err());
            // This session made another customer: this one gets a session of their own.
            if !renewed && result.as_ref().is_err_and(|fault| fault.is(ErrorCode::OnboardingAlreadyBegun)) {
                renewed = true;
                let account = self.kept.borrow().ids().account_id.unwrap_or_default();
                inner.remember(&Source { kind: SourceType::Account, id: account });
                inner.reopen(&inner.session_id()?, true, scope).await?;
                continue;
            }
            done.take(self.take_write(write.made, mem::take(&mut *result?.json)));
        }
        // The person is made, whatever becomes of the session: a later call moves it, if this one fails.
        let is_declined = matches!(next_step(&self.snapshot.borrow()), StepKind::Declined(_));
        match step.kind {
            StepKind::PersonDetails if !is_declined => {
                let ids = self.kept.borrow().ids();
                inner.move_to(Source::person(ids.texts()[1]), scope).await
            }
            StepKind::EnrollFeatures => {
                self.answer_features();
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A try that failed although its step was right.
struct Failed {
    fault: Fault,
    had_account: bool,
}

/// The step that an input is for.
fn kind_of(input: &Json) -> Result<StepKind, Fault> {
    use StepKind as Kind;
    let kinds = [
        Kind::PersonDetails,
        Kind::IdentityQuestions,
        Kind::ProvideDocuments,
        Kind::AcceptAgreements,
        Kind::ExpectedUse,
        Kind::OrderCard,
        Kind::ActivateCard,
        Kind::EnrollFeatures,
    ];
    kinds.into_iter().find(|kind| Some(kind.as_str()) == input.text("kind")).ok_or_else(|| {
        let code = if input.get("kind").is_some() { FieldCode::OptionUnknown } else { FieldCode::Required };
        Fault::of_fields(ErrorCode::InvalidOption, vec![FieldFault::new("kind", code)])
    })
}

/// Whether a fault means that the platform may stand elsewhere than this onboarding believes.
fn may_be_elsewhere(fault: &Fault) -> bool {
    use ErrorCode as Code;
    [
        Code::AccountNotFound,
        Code::PersonNotFound,
        Code::CardNotFound,
        Code::AgreementNotFound,
        Code::SessionForbidden,
        Code::PersonSessionRequired,
        Code::AccountNotNew,
        Code::AccountInactive,
        Code::KycNotApproved,
        Code::PiiLocked,
        Code::KycStepNotDue,
        Code::AgreementSuperseded,
        Code::ExpectedUseNotApplicable,
        Code::InvalidVerification,
        Code::CardClosed,
        Code::PinAlreadySet,
        Code::IdempotencyKeyReused,
    ]
    .into_iter()
    .any(|code| fault.is(code))
}
