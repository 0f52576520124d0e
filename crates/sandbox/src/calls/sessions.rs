//! `/sessions`: opening one for an authentic device, reading, moving and ending it.

use axum::extract::{Path, State as Shared};
use http::{HeaderMap, StatusCode};
use portico_model::{
    ErrorCode, FieldCode, FieldError, Jwk,
    id::SessionId,
    netspend::{NewSession, Sealed, Session, SessionGrant, SessionPatch, SourceType},
};
use portico_unseal::{ContentKey, jwe::seal_dir};
use serde_json::{Map, json};

use crate::{
    State,
    clock::rfc3339,
    device::{BrowserHeaders, Verdict, judge, read_statement},
    http::{
        Answer, CallInfo, Effect, JsonBody, Partner, Refusal, Request, Visitor, WriteCall, open_sealed, read_body,
        refuse_unsealable, run_write,
    },
    random::generate_id,
    store::{
        Connection, Hold, accounts, handshake, people,
        sessions::{self, SessionRow, Source},
    },
    vault::Place,
};

pub(crate) async fn create(
    Shared(state): Shared<State>,
    _: Partner,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let new: NewSession = read_body(&body)?;
    let wrong = |pointer, code| Refusal::fields(ErrorCode::MalformedRequest, vec![FieldError::new(pointer, code)]);
    let sealed = match (&new.encrypted_data, &new.device_data) {
        (Some(sealed), None) | (None, Some(sealed)) => sealed,
        (None, None) => return Err(wrong("/encrypted_data", FieldCode::Required)),
        (Some(_), Some(_)) => return Err(wrong("/device_data", FieldCode::UnknownField)),
    };
    let source = match (new.source_type, new.source_id) {
        (None, None) => Source::Anonymous,
        (Some(kind), Some(id)) => Source::new(kind, id),
        (Some(_), None) => return Err(wrong("/source_id", FieldCode::Required)),
        (None, Some(_)) => return Err(wrong("/source_type", FieldCode::Required)),
    };
    let Ok((statement, claims)) = open_sealed(&state, sealed, None, "device") else {
        return Err(refuse_unsealable(&state).await);
    };
    let statement = read_statement(&statement);
    let mut write = state.store.write_beside().await?;
    let now = state.clock.now();
    require_source(write.connection(), &source).await?;
    if !handshake::spend_jti(write.connection(), "device", &claims.jti, now).await? {
        return Err(ErrorCode::Unsealable.into());
    }
    let (verdict, check) = judge(&state, &mut write, statement, &BrowserHeaders::read(&headers), now).await?;
    let mut session_id = None;
    let outcome = match verdict {
        Verdict::Accepted { device_jkt, reply_key } => {
            let id = SessionId(generate_id());
            session_id = Some(id.clone());
            let session = SessionRow { id, source, device_jkt, created_at: now, seen_at: now, ended_at: None };
            open(&state, write.connection(), &session, &reply_key).await
        }
        Verdict::StaleNonce => Err(Refusal::device("stale_nonce")),
        Verdict::UnknownSdk => Err(ErrorCode::UnknownSdkId.into()),
        Verdict::Refused => Err(Refusal::device("refused")),
    };
    check.record(&state, write.connection(), session_id.as_ref().map(SessionId::as_str), now).await?;
    // A refusal is committed too: its nonce and its jti are spent, and what was found is on record.
    write.commit().await?;
    outcome
}

pub(crate) async fn show(Shared(state): Shared<State>, _: Partner, Path(id): Path<String>) -> Result<Answer, Refusal> {
    let session = sessions::find(&mut *state.store.read().await?, &id).await?;
    let mut session = session.ok_or(ErrorCode::SessionNotFound)?;
    state.sightings.refresh(&mut session);
    if session.is_over(state.clock.now()) {
        return Err(ErrorCode::SessionExpired.into());
    }
    Answer::ok(&wire(&session, None))
}

pub(crate) async fn change(
    Shared(state): Shared<State>,
    _: Partner,
    call: CallInfo,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Answer, Refusal> {
    let visitor = Visitor::find(&state, &id).await?.ok_or(ErrorCode::SessionNotFound)?;
    run_write::<MoveSession>(state, visitor, call, (), body).await
}

pub(crate) async fn end(
    Shared(state): Shared<State>,
    _: Partner,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    let is_known = sessions::end(&mut *state.store.write_once().await?, &id, state.clock.now()).await?;
    if is_known { Ok(StatusCode::NO_CONTENT) } else { Err(ErrorCode::SessionNotFound.into()) }
}

/// `PATCH /sessions/{id}`.
struct MoveSession(SessionPatch);

impl WriteCall for MoveSession {
    type Target = ();

    fn read((): (), request: &mut Request<'_>) -> Result<Self, Refusal> {
        request.body().map(Self)
    }

    fn holds<'a>(&'a self, visitor: &'a Visitor) -> Vec<Hold<'a>> {
        vec![Hold::Session(visitor.session.id.as_str())]
    }

    async fn apply(self, connection: &mut Connection, effect: &Effect<'_>) -> Result<Answer, Refusal> {
        let target = Source::new(self.0.source_type, self.0.source_id);
        // As it is now, not as it was when the call began.
        let found = sessions::find(connection, effect.visitor.session.id.as_str()).await?;
        let mut session = found.ok_or(ErrorCode::SessionNotFound)?;
        effect.state.sightings.refresh(&mut session);
        require_source(connection, &target).await?;
        if session.source != target {
            let allowed = match (&session.source, &target) {
                (Source::Anonymous, Source::Account(_) | Source::Person(_)) => true,
                (Source::Account(account), Source::Person(person)) => {
                    people::find(connection, person.as_str()).await?.is_some_and(|person| person.account_id == *account)
                }
                _ => false,
            };
            if !allowed {
                return Err(ErrorCode::SessionSourceChangeNotAllowed.into());
            }
            sessions::set_source(connection, &session.id, &target).await?;
            session.source = target;
        }
        Answer::ok(&wire(&session, None))
    }
}

/// The account or person that a session is to belong to has to be there.
async fn require_source(connection: &mut Connection, source: &Source) -> Result<(), Refusal> {
    match source {
        Source::Anonymous => {}
        Source::Account(id) => drop(accounts::find(connection, id.as_str()).await?.ok_or(ErrorCode::AccountNotFound)?),
        Source::Person(id) => drop(people::find(connection, id.as_str()).await?.ok_or(ErrorCode::PersonNotFound)?),
    }
    Ok(())
}

/// Makes the session's key, keeps it, and seals it to the device.
async fn open(
    state: &State,
    connection: &mut Connection,
    session: &SessionRow,
    reply_key: &ContentKey,
) -> Result<Answer, Refusal> {
    let key = ContentKey::generate()?;
    let id = session.id.as_str();
    let sealed = state.vault.seal_bytes(Place { table: "sessions", row: id, column: "key" }, key.bytes())?;
    sessions::insert(connection, session, &sealed).await?;
    let session_key: Jwk = serde_json::from_value(key.to_jwk()).map_err(|_| Refusal::internal(&"no session key"))?;
    let grant = SessionGrant { session_id: session.id.clone(), session_key, expires_at: rfc3339(session.ends_at()) };
    let plaintext = zeroize::Zeroizing::new(
        serde_json::to_vec(&grant).map_err(|_| Refusal::internal(&"a grant can't be written"))?,
    );
    let claims = Map::from_iter([
        ("kid".to_owned(), json!("reply")),
        ("iat".to_owned(), json!(session.created_at)),
        ("jti".to_owned(), json!(generate_id())),
        ("use".to_owned(), json!("session")),
    ]);
    let encrypted_data = Sealed(seal_dir(reply_key, claims, &plaintext)?);
    Answer::created(&wire(session, Some(encrypted_data)))
}

fn wire(session: &SessionRow, encrypted_data: Option<Sealed>) -> Session {
    let (source_type, source_id): (Option<SourceType>, Option<&str>) = session.source.parts().unzip();
    Session {
        id: session.id.clone(),
        encrypted_data,
        source_type,
        source_id: source_id.map(str::to_owned),
        device_jkt: session.device_jkt.clone(),
        created_at: rfc3339(session.created_at),
        expires_at: rfc3339(session.ends_at()),
    }
}
