//! The SDK without a browser: what a page's client does, written against ports.
//!
//! ```text
//! Client<P>      connect, disconnect, the single calls, seal and open      client/, session/, netspend/
//! Onboarding<P>  the guided way: the next step from anywhere               onboarding/
//! Fault          why something failed; the binding makes a PorticoError    fault.rs
//! P: Platform    fetch, clock, timers, storage, keys: given by the place   ports.rs
//! ```
//!
//! For whoever gives the ports: implement every trait of [`ports`] on one type, hand it to [`Client::new`], and call.
//! Clients and onboardings are handles: cloning one is cheap and every clone is the same client. All methods take
//! `&self` and hold no borrow over an await, so calls may overlap. Each takes [`CallOptions`] last: its `abort` is
//! anything that implements [`Abort`], and a call that is aborted, times out or is overtaken by `disconnect` drops its
//! futures (so that transports and timers stop) and ends in a [`Fault`] with the code `aborted` or `timeout`.
//!
//! Errors never hold what a person typed; [`Fault::errors`] names fields as the package's types do.

pub mod call;
pub mod client;
mod device;
mod encoding;
pub mod fault;
mod json;
pub mod netspend;
pub mod onboarding;
pub mod pii;
pub mod ports;
mod seal;
pub mod session;
mod time;
pub mod validate;

pub use call::{Abort, CallOptions, NeverAborts};
pub use client::{Client, ClientConfig, ConnectionState};
pub use fault::{Fault, FaultCode, FieldFault};
pub use onboarding::{Onboarding, Step, StepInput};
pub use pii::Pii;
pub use session::SessionInfo;
