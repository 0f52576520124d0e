//! HTTP: what every call has in common.

mod access;
mod answer;
mod body;
mod caller;
mod envelope;
mod known_tokens;
mod refusal;
mod request;
mod running;
mod seal;
mod shape;
mod sightings;
mod write_call;

#[cfg(test)]
pub(crate) use access::rows as calls_with_session;
pub(crate) use access::{BASE, Needs, needs};
pub(crate) use answer::Answer;
pub(crate) use body::{DocumentBody, JsonBody, MAX_BODY, MAX_DOCUMENTS, MAX_FORM};
pub(crate) use caller::{Partner, Visitor, hash_token};
pub(crate) use envelope::envelope;
pub(crate) use known_tokens::KnownTokens;
pub(crate) use refusal::Refusal;
pub(crate) use request::{CallInfo, Request, open_sealed};
pub(crate) use running::Running;
pub(crate) use seal::seal_to_session;
pub(crate) use shape::{parse_body, read_body};
pub(crate) use sightings::Sightings;
pub(crate) use write_call::{Effect, WriteCall, refuse_unsealable, run_write};
