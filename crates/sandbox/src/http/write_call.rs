//! A write, from its key to its commit (contract section 1.13).
//!
//! The key is looked up first. Only a request that is not answered from there is opened and carried out, and then its
//! effect, the jtis that it spent, its events and its answer are one transaction.

use std::future::Future;

use bytes::Bytes;
use portico_model::ErrorCode;
use portico_unseal::Claims;
use sqlx::{AnyConnection, Connection};
use zeroize::Zeroizing;

use super::{Answer, CallInfo, Refusal, Request, Visitor};
use crate::{
    State,
    random::generate_id,
    store::{Write, handshake, idempotency},
    vault::Place,
};

/// A call that changes something: read first, without effect, and then carried out inside a transaction.
pub(crate) trait WriteCall: Sized + Send + 'static {
    /// What the path names.
    type Target: Send + 'static;

    /// Reads and opens the body.
    fn read(target: Self::Target, request: &mut Request<'_>) -> Result<Self, Refusal>;

    /// Checks the rules and does it. A refusal undoes what was done, and is itself an answer that is kept.
    fn apply(
        self,
        connection: &mut AnyConnection,
        effect: &Effect<'_>,
    ) -> impl Future<Output = Result<Answer, Refusal>> + Send;
}

/// What a write works with.
pub(crate) struct Effect<'a> {
    pub(crate) state: &'a State,
    pub(crate) visitor: &'a Visitor,
    pub(crate) request_id: &'a str,
    /// One time for everything in the transaction.
    pub(crate) now: i64,
}

/// A running mark of this request.
struct Mark {
    scope: String,
    owner: String,
}

/// Carries a write out. It goes on when the caller hangs up: the answer is then there for the next try.
pub(crate) async fn run_write<C: WriteCall>(
    state: State,
    visitor: Visitor,
    call: CallInfo,
    target: C::Target,
    body: Bytes,
) -> Result<Answer, Refusal> {
    let task = tokio::spawn(async move { run::<C>(&state, &visitor, &call, target, &body).await });
    task.await.unwrap_or_else(|_| Err(Refusal::internal(&"a write broke off")))
}

async fn run<C: WriteCall>(
    state: &State,
    visitor: &Visitor,
    call: &CallInfo,
    target: C::Target,
    body: &Bytes,
) -> Result<Answer, Refusal> {
    let Some(key) = &call.idempotency_key else {
        return perform::<C>(state, visitor, call, target, body, None).await;
    };
    let scope = [&visitor.session.device_jkt, call.method.as_str(), &call.path, key].join("\n");
    let mark = Mark { scope: state.vault.compare(scope.as_bytes())?, owner: generate_id() };
    let this_body = state.vault.compare(body)?;
    let mut write = state.store.write().await?;
    let now = state.clock.now();
    let found = idempotency::claim(write.connection(), &mark.scope, &this_body, &mark.owner, now).await?;
    write.commit().await?;
    match found {
        idempotency::Mark::Running => Err(ErrorCode::RequestInProgress.into()),
        idempotency::Mark::Answered { body_hash, request_hash, answer } => {
            if body_hash != this_body {
                compare::<C>(state, visitor, target, body, &request_hash).await?;
            }
            Ok(state.vault.open(place(&mark.scope), &answer)?)
        }
        idempotency::Mark::Mine => {
            let outcome = perform::<C>(state, visitor, call, target, body, Some(&mark)).await;
            if outcome.is_err() {
                let mut write = state.store.write().await?;
                idempotency::release(write.connection(), &mark.scope, &mark.owner).await?;
                write.commit().await?;
            }
            outcome
        }
    }
}

/// Another body under an answered key: it is the same request if it opens to the same.
async fn compare<C: WriteCall>(
    state: &State,
    visitor: &Visitor,
    target: C::Target,
    body: &Bytes,
    request_hash: &str,
) -> Result<(), Refusal> {
    let read = Read::<C>::of(state, visitor, target, body).await?;
    read.write.commit().await?;
    if state.vault.compare(read.text.as_bytes())? == request_hash {
        Ok(())
    } else {
        Err(ErrorCode::IdempotencyKeyReused.into())
    }
}

/// A request that was read and opened, in the transaction that spent its jtis.
struct Read<C> {
    command: C,
    /// The whole request with nothing sealed in it.
    text: Zeroizing<String>,
    write: Write,
    now: i64,
}

impl<C: WriteCall> Read<C> {
    async fn of(state: &State, visitor: &Visitor, target: C::Target, body: &Bytes) -> Result<Self, Refusal> {
        let mut request = Request::new(state, visitor.session.id.as_str(), body)?;
        let command = C::read(target, &mut request);
        let (claims, text) = request.finish();
        match command {
            Err(refusal) if refusal.code == ErrorCode::Unsealable => Err(refuse_unsealable(state).await),
            Err(refusal) if claims.is_empty() => Err(refusal),
            command => {
                let mut write = state.store.write().await?;
                let now = state.clock.now();
                spend(write.connection(), visitor, &claims, now).await?;
                match command {
                    Ok(command) => Ok(Self { command, text, write, now }),
                    // What was opened is used up, even if there was no sense in it.
                    Err(refusal) => {
                        write.commit().await?;
                        Err(refusal)
                    }
                }
            }
        }
    }
}

/// The refusal of a value that can't be opened. It does what refusing a replay does, so that the time doesn't tell the
/// two apart.
pub(crate) async fn refuse_unsealable(state: &State) -> Refusal {
    let replay = async {
        let mut write = state.store.write().await?;
        handshake::spend_jti(write.connection(), "", &generate_id(), state.clock.now()).await
    };
    match replay.await {
        Ok(_) => ErrorCode::Unsealable.into(),
        Err(error) => error.into(),
    }
}

async fn perform<C: WriteCall>(
    state: &State,
    visitor: &Visitor,
    call: &CallInfo,
    target: C::Target,
    body: &Bytes,
    mark: Option<&Mark>,
) -> Result<Answer, Refusal> {
    let Read { command, text, mut write, now } = Read::<C>::of(state, visitor, target, body).await?;
    let effect = Effect { state, visitor, request_id: &call.request_id, now };
    let mut savepoint = write.connection().begin().await?;
    let answer = match command.apply(&mut savepoint, &effect).await {
        Ok(answer) => {
            savepoint.commit().await?;
            answer
        }
        Err(refusal) if refusal.is_fault() => return Err(refusal),
        Err(refusal) => {
            savepoint.rollback().await?;
            Answer::refused(&refusal, &call.request_id)?
        }
    };
    if let Some(mark) = mark {
        let sealed = state.vault.seal(place(&mark.scope), &answer)?;
        let request_hash = state.vault.compare(text.as_bytes())?;
        let status = i64::from(answer.status());
        let connection = write.connection();
        if !idempotency::answer(connection, &mark.scope, &mark.owner, &request_hash, status, &sealed).await? {
            // The lease ran out and another try has it now: this one undoes itself.
            return Err(ErrorCode::RequestInProgress.into());
        }
    }
    write.commit().await?;
    state.outbox.wake();
    Ok(answer)
}

/// Spends the jtis; one that was seen before refuses the request.
async fn spend(connection: &mut AnyConnection, visitor: &Visitor, claims: &[Claims], now: i64) -> Result<(), Refusal> {
    for claim in claims {
        if !handshake::spend_jti(connection, visitor.session.id.as_str(), &claim.jti, now).await? {
            return Err(ErrorCode::Unsealable.into());
        }
    }
    Ok(())
}

fn place(scope: &str) -> Place<'_> {
    Place { table: "idempotency", row: scope, column: "answer" }
}
