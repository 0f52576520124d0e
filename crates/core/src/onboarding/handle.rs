//! The handle that a page has on an onboarding.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::kept::{self, Kept};
use super::machine::{Snapshot, StepKind};
use super::step::{OnboardingIds, Step, StepInput};
use crate::call::CallOptions;
use crate::call::turn::Turn;
use crate::client::Client;
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::Platform;

/// An onboarding. Clones share everything.
pub struct Onboarding<P: Platform> {
    pub(crate) engine: Rc<Engine<P>>,
}

/// What the clones share. No borrow of a cell is held over an await.
pub(crate) struct Engine<P: Platform> {
    pub(crate) client: Client<P>,
    pub(crate) provided_id: String,
    pub(crate) locale: String,
    pub(crate) kept: RefCell<Kept>,
    pub(crate) snapshot: RefCell<Snapshot>,
    pub(crate) step: RefCell<Step>,
    /// What steps show, once it was read.
    pub(crate) shown: RefCell<Shown>,
    /// The snapshot moved on, but what its step shows could not be read yet.
    pub(crate) behind: Cell<bool>,
    /// A write was answered, and the store doesn't know yet.
    pub(crate) unsaved: Cell<bool>,
    /// One submit or refresh at a time.
    pub(crate) turn: Turn,
}

/// What steps show and what doesn't change within an onboarding.
#[derive(Default)]
pub(crate) struct Shown {
    pub(crate) agreements: Option<Json>,
    pub(crate) questions: Option<Json>,
    pub(crate) address: Option<Json>,
}

impl<P: Platform> Client<P> {
    /// The onboarding from `provided_id`, where it stopped. `locale` is the BCP 47 tag of the texts that the customer
    /// accepts.
    ///
    /// # Errors
    /// `not_connected`, and those of every call.
    pub async fn onboarding(
        &self,
        provided_id: &str,
        locale: &str,
        options: CallOptions,
    ) -> Result<Onboarding<P>, Fault> {
        let inner = &*self.inner;
        inner
            .within(options, async |scope| {
                inner.session_id()?;
                let engine = Engine {
                    client: self.clone(),
                    provided_id: provided_id.to_owned(),
                    locale: locale.to_owned(),
                    kept: RefCell::new(kept::read(&inner.platform, provided_id).await),
                    snapshot: RefCell::default(),
                    step: RefCell::new(Step::new(StepKind::PersonDetails)),
                    shown: RefCell::default(),
                    behind: Cell::new(false),
                    unsaved: Cell::new(false),
                    turn: Turn::default(),
                };
                engine.load(scope).await?;
                Ok(Onboarding { engine: Rc::new(engine) })
            })
            .await
    }
}

impl<P: Platform> Onboarding<P> {
    /// What to do next.
    #[must_use]
    pub fn step(&self) -> Step {
        self.engine.step.borrow().clone()
    }

    /// What was made so far.
    #[must_use]
    pub fn ids(&self) -> OnboardingIds {
        self.engine.kept.borrow().ids()
    }

    /// Does what the current step asks for and gives the next one. What took effect before, in a call whose answer was
    /// lost, is not done twice.
    ///
    /// # Errors
    /// `wrong_step` for another step's input; `validation_failed` with all wrong fields, before anything is sent;
    /// `agreement_declined`; `verification_failed` with the attempts that are left; and those of every call. The step
    /// then stays, and nothing is lost.
    pub async fn submit(&self, input: StepInput, options: CallOptions) -> Result<Step, Fault> {
        let engine = &*self.engine;
        engine
            .client
            .inner
            .within(options, async |scope| {
                let _turn = engine.turn.take().await;
                engine.submit(&input, scope).await
            })
            .await
    }

    /// Asks the platform where this stands: while a card is on its way, or when another tab may have gone on.
    ///
    /// # Errors
    /// Those of every call.
    pub async fn refresh(&self, options: CallOptions) -> Result<Step, Fault> {
        let engine = &*self.engine;
        engine
            .client
            .inner
            .within(options, async |scope| {
                let _turn = engine.turn.take().await;
                engine.refresh(scope).await
            })
            .await
    }

    /// Forgets this onboarding in this browser, so that the next one starts anew. This one is back at its first step.
    pub async fn forget(&self) {
        let engine = &*self.engine;
        let _turn = engine.turn.take().await;
        engine.start_anew().await;
    }
}

impl<P: Platform> Clone for Onboarding<P> {
    fn clone(&self) -> Self {
        Self { engine: Rc::clone(&self.engine) }
    }
}

impl<P: Platform> fmt::Debug for Onboarding<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Onboarding")
    }
}
