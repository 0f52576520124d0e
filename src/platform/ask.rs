//! Waiting for an answer of the page: the one future behind every port.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;

use super::Ports;

/// What is known of a question.
enum State {
    Open(Option<Waker>),
    Settled(u32),
}

thread_local! {
    /// The questions that somebody waits for, by their numbers. Those are never used twice, also not by an instance that
    /// follows this one: what is told to a stranger changes nothing.
    static OPEN: RefCell<Vec<(u32, State)>> = const { RefCell::new(Vec::new()) };
}

/// The page tells the outcome of `id`.
pub(crate) fn settle(id: u32, outcome: u32) {
    let before = OPEN.with_borrow_mut(|open| {
        let (_, state) = open.iter_mut().find(|(known, _)| *known == id)?;
        Some(std::mem::replace(state, State::Settled(outcome)))
    });
    if let Some(State::Open(Some(waker))) = before {
        waker.wake();
    }
}

/// A question, and how its answer is read. Dropped before that, it is taken back.
pub(crate) struct Ask<T> {
    question: Question,
    read: fn(&Question, u32) -> T,
}

impl<T> Ask<T> {
    /// The question that `ports` gave the number `id`; `read` makes something of its outcome.
    pub(crate) fn new(ports: &Ports, id: u32, read: fn(&Question, u32) -> T) -> Self {
        OPEN.with_borrow_mut(|open| open.push((id, State::Open(None))));
        Self { question: Question { ports: ports.clone(), id }, read }
    }
}

impl<T> Future for Ask<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        match self.question.outcome(context) {
            Some(outcome) => Poll::Ready((self.read)(&self.question, outcome)),
            None => Poll::Pending,
        }
    }
}

/// A question that was settled, for whoever reads its answer.
pub(crate) struct Question {
    ports: Ports,
    id: u32,
}

impl Question {
    /// The next part of the answer.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        self.ports.take(self.id)
    }

    /// The next part, where it is a text.
    pub(super) fn text(&self) -> Option<String> {
        String::from_utf8(self.bytes()?).ok()
    }

    /// The next part, where it stays with the browser.
    pub(super) fn value(&self) -> JsValue {
        self.ports.take_value(self.id)
    }

    fn outcome(&self, context: &Context<'_>) -> Option<u32> {
        OPEN.with_borrow_mut(|open| match open.iter_mut().find(|(known, _)| *known == self.id) {
            Some((_, State::Settled(outcome))) => Some(*outcome),
            Some((_, state)) => {
                *state = State::Open(Some(context.waker().clone()));
                None
            }
            None => None,
        })
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        OPEN.with_borrow_mut(|open| {
            if let Some(place) = open.iter().position(|(known, _)| *known == self.id) {
                open.swap_remove(place);
            }
        });
        self.ports.drop(self.id);
    }
}
