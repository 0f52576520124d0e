//! What belongs to the person of a ticket, so that the new binding reaches it, and its page finds it, from the first call on.

use http::{HeaderMap, HeaderValue, Method};
use portico_model::ErrorCode;
use serde_json::{Value, json};

use crate::{
    allow_list::{self, Kind},
    call::{learned, parse_answer},
    refusal::Refusal,
    state::State,
};

/// What is theirs.
#[derive(Debug)]
pub(crate) struct Belongings {
    /// The person, their accounts, cards and requests for documents.
    pub(crate) ids: Vec<(Kind, String)>,
    /// The accounts whose primary person they are: `{provided_id, account_id, person_id}`, for the page.
    pub(crate) onboardings: Vec<Value>,
}

impl Belongings {
    /// Reads them in `session`, as the platform tells them.
    ///
    /// # Errors
    /// `upstream_unavailable` when the platform doesn't tell: a browser that was let in without would find nothing of its
    /// own, and begin anew.
    pub(crate) async fn of(state: &State, session: &str, person: &str) -> Result<Self, Refusal> {
        let mut ids = vec![(Kind::Person, person.to_owned())];
        read(state, session, &["/people/", person].concat(), &mut ids).await?;
        let accounts: Vec<_> =
            ids.iter().filter(|(kind, _)| *kind == Kind::Account).map(|(_, id)| id.clone()).collect();
        let mut onboardings = Vec::new();
        for id in accounts {
            let account = read(state, session, &["/accounts/", &id].concat(), &mut ids).await?;
            if account.get("primary_person_id").and_then(Value::as_str) == Some(person) {
                let provided_id = account.get("provided_id");
                onboardings.push(json!({"provided_id": provided_id, "account_id": id, "person_id": person}));
            }
        }
        Ok(Self { ids, onboardings })
    }
}

/// The answer of a row of the allow-list. What it teaches goes into `ids`, but other people: the one who signed in may be
/// an account's secondary person, and may not become its primary one.
async fn read(state: &State, session: &str, path: &str, ids: &mut Vec<(Kind, String)>) -> Result<Value, Refusal> {
    let found = allow_list::find(&Method::GET, path).map_err(|_| ErrorCode::UpstreamUnavailable)?;
    let session = HeaderValue::from_str(session).map_err(|_| ErrorCode::UpstreamUnavailable)?;
    let headers = HeaderMap::from_iter([("ns-session-id".parse().map_err(|_| ErrorCode::InternalError)?, session)]);
    let answer = state.upstream().call(&Method::GET, path, headers, None).await?;
    let json = parse_answer(&answer)?.filter(|_| answer.status.is_success()).ok_or(ErrorCode::UpstreamUnavailable)?;
    let learned = learned(found.route, &json).filter(|(kind, _)| *kind != Kind::Person);
    ids.extend(learned.map(|(kind, id)| (kind, id.to_owned())));
    Ok(json)
}
