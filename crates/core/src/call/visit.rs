//! What `disconnect` ends: everything that began before it.

use std::cell::{Cell, RefCell};
use std::task::{Context, Waker};

/// The calls that are under way.
#[derive(Default)]
pub(crate) struct Visits {
    era: Cell<u32>,
    next: Cell<u64>,
    waiting: RefCell<Vec<(u64, Waker)>>,
}

/// One call that is under way.
pub(crate) struct Visit<'a> {
    all: &'a Visits,
    era: u32,
    number: u64,
}

impl Visits {
    /// A call begins.
    pub(crate) fn enter(&self) -> Visit<'_> {
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        Visit { all: self, era: self.era.get(), number }
    }

    /// Ends every call that began before.
    pub(crate) fn end_all(&self) {
        self.era.set(self.era.get().wrapping_add(1));
        for (_, waker) in self.waiting.take() {
            waker.wake();
        }
    }
}

impl Visit<'_> {
    /// Whether this call was ended. If not, the task is woken when it is.
    pub(crate) fn is_over(&self, context: &Context<'_>) -> bool {
        if self.all.era.get() != self.era {
            return true;
        }
        let mut waiting = self.all.waiting.borrow_mut();
        self.leave(&mut waiting);
        waiting.push((self.number, context.waker().clone()));
        false
    }

    fn leave(&self, waiting: &mut Vec<(u64, Waker)>) {
        if let Some(place) = waiting.iter().position(|(number, _)| *number == self.number) {
            waiting.swap_remove(place);
        }
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.leave(&mut self.all.waiting.borrow_mut());
    }
}
