//! HTTP as this platform speaks it.

mod answer;
mod body;
mod caller;
mod envelope;
mod limiter;
mod path;
mod refused;

pub(crate) use answer::{Done, Warning};
pub(crate) use body::{JsonObject, read_body};
pub(crate) use caller::Bearer;
pub(crate) use envelope::envelope;
pub(crate) use limiter::Limiter;
pub(crate) use path::{AccountPath, CustomerPath};
pub(crate) use refused::Refused;
