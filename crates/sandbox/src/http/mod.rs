//! HTTP: what every call has in common.

mod answer;
mod body;
mod caller;
mod envelope;
mod refusal;
mod request;
mod shape;
mod write_call;

pub(crate) use answer::Answer;
pub(crate) use body::JsonBody;
pub(crate) use caller::{Partner, Visitor, hash_token};
pub(crate) use envelope::envelope;
pub(crate) use refusal::Refusal;
pub(crate) use request::{CallInfo, Request, open_sealed};
pub(crate) use shape::{parse_body, read_body};
pub(crate) use write_call::{Effect, WriteCall, refuse_unsealable, run_write};
