//! What a ticket does to the call that opens a session.

use http::HeaderMap;
use portico_model::ErrorCode;
use serde_json::{Value, json};

use super::check::{Expected, check};
use crate::{refusal::Refusal, state::State};

/// The header that a ticket comes in. It goes no further.
const HEADER: &str = "portico-ticket";
/// What a body may not name beside a ticket: who it is, the ticket says.
const SOURCE_MEMBERS: [&str; 2] = ["source_type", "source_id"];

/// A ticket that was taken.
#[derive(Debug)]
pub(crate) struct Ticket {
    /// Whom the partner vouches for, by the partner's name.
    pub(crate) partner_ref: String,
    /// Who that is on the platform; nobody yet, when no person was made under this name.
    pub(crate) person: Option<String>,
}

/// Takes the ticket of the request, if it has one, for the browser whose proof shows `jkt`.
///
/// # Errors
/// `invalid_ticket` whatever is wrong with it; `malformed_request` when the body names a source as well.
pub(crate) async fn admit(
    state: &State,
    headers: &HeaderMap,
    jkt: &str,
    body: &Value,
) -> Result<Option<Ticket>, Refusal> {
    let mut tickets = headers.get_all(HEADER).iter();
    let Some(ticket) = tickets.next() else { return Ok(None) };
    if SOURCE_MEMBERS.iter().any(|member| body.get(member).is_some()) {
        return Err(ErrorCode::MalformedRequest.into());
    }
    let now = state.clock().seconds();
    let expected = Expected { audience: state.origin(), jkt, now };
    let checked = ticket
        .to_str()
        .ok()
        .filter(|_| tickets.next().is_none())
        .zip(state.tickets())
        .and_then(|(ticket, settings)| check(settings, ticket, &expected))
        .ok_or(ErrorCode::InvalidTicket)?;
    // The same browser may use it again: its first try may have had no answer.
    if !state.store().spend_ticket(&checked.jti, jkt, checked.expires_at).await? {
        return Err(ErrorCode::InvalidTicket.into());
    }
    let person = state.store().person_of(&checked.partner_ref).await?;
    Ok(Some(Ticket { partner_ref: checked.partner_ref, person }))
}

impl Ticket {
    /// Writes the person into the body of the call that goes up.
    pub(crate) fn name_source(&self, body: &mut Value) {
        if let (Some(person), Some(members)) = (&self.person, body.as_object_mut()) {
            members.insert("source_type".to_owned(), json!("person"));
            members.insert("source_id".to_owned(), json!(person));
        }
    }
}
