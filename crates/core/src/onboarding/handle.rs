//! The handle that a page has on an onboarding.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use zeroize::Zeroizing;

use super::kept::Kept;
use super::load::Read;
use super::machine::{Snapshot, StepKind};
use super::step::{OnboardingIds, Step};
use crate::call::CallOptions;
use crate::call::limit::Limited;
use crate::call::turn::Turn;
use crate::client::Client;
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
    /// Whether the page wants features to be offered at the end.
    pub(crate) features: bool,
    pub(crate) kept: Rc<RefCell<Kept>>,
    pub(crate) snapshot: RefCell<Snapshot>,
    pub(crate) step: RefCell<Step>,
    pub(crate) shown: RefCell<Shown>,
    /// The snapshot moved on, but what its step shows could not be read yet.
    pub(crate) behind: Cell<bool>,
    /// A write was answered, and the store doesn't know yet.
    pub(crate) unsaved: Cell<bool>,
    /// One submit or refresh at a time.
    pub(crate) turn: Turn,
}

/// What steps show, once it was read.
#[derive(Default)]
pub(crate) struct Shown {
    pub(crate) agreements: Option<Json>,
    pub(crate) questions: Option<Json>,
    pub(crate) brands: Option<Json>,
    pub(crate) requests: Option<Json>,
    pub(crate) features: Option<Json>,
    pub(crate) address: Option<Json>,
}

impl<P: Platform> Client<P> {
    /// The onboarding from `provided_id`, where it stopped. `locale` is the BCP 47 tag of the texts that the customer
    /// accepts.
    ///
    /// # Errors
    /// `not_connected`, and those of every call.
    pub fn onboarding<'a>(
        &'a self,
        provided_id: &'a str,
        locale: &'a str,
        options: CallOptions,
    ) -> Limited<'a, Onboarding<P>> {
        self.onboarding_with(provided_id, locale, false, options)
    }

    /// The same, which offers `features` before it is complete, if that is wanted.
    ///
    /// # Errors
    /// The same.
    pub fn onboarding_with<'a>(
        &'a self,
        provided_id: &'a str,
        locale: &'a str,
        features: bool,
        options: CallOptions,
    ) -> Limited<'a, Onboarding<P>> {
        let inner = &*self.inner;
        inner.within(options, async move |scope| {
            inner.session_id()?;
            let kept = Kept::find(inner.look().await, provided_id);
            let engine = Engine {
                client: self.clone(),
                provided_id: provided_id.to_owned(),
                locale: locale.to_owned(),
                features,
                kept: Rc::new(RefCell::new(kept)),
                snapshot: RefCell::default(),
                step: RefCell::new(Step::new(StepKind::PersonDetails)),
                shown: RefCell::default(),
                behind: Cell::new(false),
                unsaved: Cell::new(false),
                turn: Turn::default(),
            };
            engine.read(Read::Account, scope).await?;
            Ok(Onboarding { engine: Rc::new(engine) })
        })
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

    /// Does what the current step asks for, of a page's `StepInput` (`src/js/index.d.ts`), and gives the next one. What took effect before, in a call whose answer was
    /// lost, is not done twice.
    ///
    /// # Errors
    /// `wrong_step` for another step's input; `validation_failed` with all wrong fields, before anything is sent;
    /// `agreement_declined`; `verification_failed` with the attempts that are left; and those of every call. The step
    /// then stays, and nothing is lost.
    pub fn submit(&self, input: impl Into<Json>, options: CallOptions) -> Limited<'_, Step> {
        let engine = &*self.engine;
        // It may hold what a person typed, and is wiped.
        let input = Zeroizing::new(input.into());
        engine.client.inner.within(options, async move |scope| {
            let _turn = engine.turn.take().await;
            engine.submit(&input, scope).await
        })
    }

    /// Asks the platform where this stands: while a card is on its way, or when another tab may have gone on.
    ///
    /// # Errors
    /// Those of every call.
    pub fn refresh(&self, options: CallOptions) -> Limited<'_, Step> {
        let engine = &*self.engine;
        engine.client.inner.within(options, async move |scope| {
            let _turn = engine.turn.take().await;
            engine.read(engine.first_of_refresh(), scope).await
        })
    }

    /// Forgets this onboarding in this browser, so that the next one starts anew. This one is back at its first step.
    pub async fn forget(&self) {
        let engine = &*self.engine;
        let _turn = engine.turn.take().await;
        engine.start_anew();
        engine.client.inner.save().await;
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
