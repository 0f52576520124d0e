//! The SDK without a browser: what a page's client does, written against ports.
//!
//! ```text
//! Client<P>      connect, disconnect, seal, open, and making calls         client/, session/, call/
//! CallForm       the single calls, as one table                               netspend/
//! Onboarding<P>  the guided way: the next step from anywhere               onboarding/
//! Fault          why something failed; the binding makes a PorticoError    fault.rs
//! Unsaved        what the browser is to keep, written in one place         unsaved.rs
//! P: Platform    fetch, clock, timers, storage, keys: given by the place   ports.rs
//! ```
//!
//! For whoever gives the ports: implement every trait of [`ports`] on one type, hand it to [`Client::new`], and call.
//! Clients and onboardings are handles: cloning one is cheap and every clone is the same client. All methods take
//! `&self` and hold no borrow over an await, so calls may overlap. Each takes [`CallOptions`] last: its `abort` is
//! any future that ends when nobody waits any more, and a call that is aborted, times out or is overtaken by `disconnect` drops its
//! futures (so that transports and timers stop) and ends in a [`Fault`] with the code `aborted` or `timeout`.
//!
//! Errors never hold what a person typed; [`Fault::errors`] names fields as the package's types do.

// The place that the tests run in is shared with those that see this crate from outside.
#[cfg(test)]
extern crate self as portico_core;

pub mod call;
pub mod client;
mod device;
mod encoding;
pub mod fault;
pub mod json;
#[cfg(feature = "known-answers")]
#[doc(hidden)]
pub mod known_answers;
mod netspend;
pub mod onboarding;
mod passport;
pub mod pii;
pub mod ports;
mod seal;
pub mod session;
mod time;
mod unsaved;
mod validate;

pub use call::{Aborted, Answer, CallOptions};
pub use client::{Client, ClientConfig, ConnectionState};
pub use encoding::decimal;
pub use fault::{Fault, FaultCode, FaultFacts, FieldFault};
pub use json::{Json, ObjectText};
pub use onboarding::{Onboarding, Step, StepKind};
pub use pii::Pii;
pub use seal::recipient::Begun;
pub use session::{Handshake, SessionInfo};
