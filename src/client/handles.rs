//! What a page holds on to: clients, handshakes and onboardings, by the numbers of the calls that made them.

use std::cell::RefCell;
use std::rc::Rc;

use portico_core::{Client, Handshake, Onboarding, decimal};

use crate::platform::Browser;

/// One of them. Clones share everything.
#[derive(Clone)]
pub(super) enum Handle {
    Client(Client<Browser>),
    Handshake(Rc<Handshake<Browser>>),
    Onboarding(Onboarding<Browser>),
}

thread_local! {
    static HANDLES: RefCell<Vec<(u32, Handle)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps `handle` until the page lets go of it, and gives its number as text.
pub(super) fn keep(number: u32, handle: Handle) -> String {
    HANDLES.with_borrow_mut(|handles| handles.push((number, handle)));
    decimal(i64::from(number))
}

/// The one that `number` stands for.
pub(super) fn find(number: u32) -> Option<Handle> {
    HANDLES.with_borrow(|handles| handles.iter().find(|(known, _)| *known == number).map(|(_, handle)| handle.clone()))
}

/// The page let go of it.
pub(super) fn forget(number: u32) {
    HANDLES.with_borrow_mut(|handles| {
        if let Some(place) = handles.iter().position(|(known, _)| *known == number) {
            handles.swap_remove(place);
        }
    });
}
