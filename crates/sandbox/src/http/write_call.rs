//! A write, from its key to its commit (contract section 1.13).
//!
//! The key's answer is looked up first. Only a request that is not answered from there is opened and carried out, and then its
//! effect, the jtis that it spent, its events and its answer are one transaction.

use std::future::Future;

use bytes::Bytes;
use portico_model::ErrorCode;
use portico_unseal::Claims;
use zeroize::Zeroizing;

use super::{Answer, CallInfo, Refusal, Request, Visitor};
use crate::{
    State,
    random::generate_id,
    store::{
        Connection, Hold, Write, handshake,
        idempotency::{self, Answered},
    },
    vault::Place,
};

/// A call that changes something: read first, without effect, and then carried out inside a transaction.
pub(crate) trait WriteCall: Sized + Send + Sync + 'static {
    /// What the path names.
    type Target: Clone + Send + 'static;

    /// Reads and opens the body.
    fn read(target: Self::Target, request: &mut Request<'_>) -> Result<Self, Refusal>;

    /// What it has to itself until it is committed.
    fn holds<'a>(&'a self, visitor: &'a Visitor) -> Vec<Hold<'a>>;

    /// Checks the rules and does it. A refusal undoes what was done, and is itself an answer that is kept.
    fn apply(
        self,
        connection: &mut Connection,
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

/// The key of a request: keyed hashes of whose it is, and of the body that it came with.
struct Key {
    scope: String,
    body_hash: String,
}

/// How carrying out ended.
enum Outcome {
    Done(Answer),
    /// Another server's request with the same key was faster, and this one undid itself.
    Overtaken,
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
        return match perform::<C>(state, visitor, call, target, body, None).await? {
            Outcome::Done(answer) => Ok(answer),
            Outcome::Overtaken => Err(ErrorCode::RequestInProgress.into()),
        };
    };
    let scope = [&visitor.session.device_jkt, call.method.as_str(), &call.path, key].join("\n");
    let key = Key { scope: state.vault.compare(scope.as_bytes())?, body_hash: state.vault.compare(body)? };
    // What is answered is answered, also while somebody else asks for it again. Who is answered between this look and the
    // mark is overtaken by that answer.
    if let Some(answer) = find_answer::<C>(state, visitor, target.clone(), body, &key).await? {
        return Ok(answer);
    }
    let _mark = state.running.claim(key.scope.clone()).ok_or(ErrorCode::RequestInProgress)?;
    let overtaken = match perform::<C>(state, visitor, call, target.clone(), body, Some(&key)).await {
        Ok(Outcome::Done(answer)) => return Ok(answer),
        Ok(Outcome::Overtaken) => Refusal::from(ErrorCode::RequestInProgress),
        // The same bytes may have been taken by another server meanwhile.
        Err(refusal) if refusal.code == ErrorCode::Unsealable => refusal,
        Err(refusal) => return Err(refusal),
    };
    find_answer::<C>(state, visitor, target, body, &key).await?.ok_or(overtaken)
}

/// The answer that stands under the key, if this is the request that it was given to.
async fn find_answer<C: WriteCall>(
    state: &State,
    visitor: &Visitor,
    target: C::Target,
    body: &Bytes,
    key: &Key,
) -> Result<Option<Answer>, Refusal> {
    let scope = &key.scope;
    let found = idempotency::find(&mut *state.store.read().await?, scope, state.clock.now()).await?;
    let Some(answered) = found else { return Ok(None) };
    if answered.body_hash != key.body_hash {
        compare::<C>(state, visitor, target, body, &answered.request_hash).await?;
    }
    Ok(Some(state.vault.open(place(scope), &answered.answer)?))
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
    claims: Vec<Claims>,
    /// The whole request with nothing sealed in it.
    text: Zeroizing<String>,
    write: Write,
    now: i64,
}

impl<C: WriteCall> Read<C> {
    async fn of(state: &State, visitor: &Visitor, target: C::Target, body: &Bytes) -> Result<Self, Refusal> {
        let mut request = Request::new(state, visitor.session.id.as_str(), body)?;
        let command = C::read(target, &mut request);
        let (mut claims, text) = request.finish();
        // In one order for all, so that no two requests wait for each other.
        claims.sort_unstable_by(|one, other| one.jti.cmp(&other.jti));
        match command {
            Err(refusal) if refusal.code == ErrorCode::Unsealable => Err(refuse_unsealable(state).await),
            Err(refusal) if claims.is_empty() => Err(refusal),
            command => {
                let mut write = state.store.write_beside().await?;
                let now = state.clock.now();
                spend(&mut write, visitor, &claims, now).await?;
                match command {
                    Ok(command) => Ok(Self { command, claims, text, write, now }),
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
        let mut write = state.store.write_beside().await?;
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
    key: Option<&Key>,
) -> Result<Outcome, Refusal> {
    let Read { command, claims, text, mut write, now } = Read::<C>::of(state, visitor, target, body).await?;
    let effect = Effect { state, visitor, request_id: &call.request_id, now };
    write.hold(&command.holds(visitor)).await?;
    let answer = match command.apply(write.connection(), &effect).await {
        Ok(answer) => answer,
        Err(refusal) if refusal.is_fault() => return Err(refusal),
        Err(refusal) => {
            // What was done is undone, and what was opened is used up all the same.
            write.begin_again().await?;
            spend(&mut write, visitor, &claims, now).await?;
            Answer::refused(&refusal, &call.request_id)?
        }
    };
    if let Some(Key { scope, body_hash }) = key {
        let answered = Answered {
            body_hash: body_hash.clone(),
            request_hash: state.vault.compare(text.as_bytes())?,
            status: i64::from(answer.status()),
            answer: state.vault.seal(place(scope), &answer)?,
        };
        if !idempotency::insert(write.connection(), scope, &answered, now).await? {
            return Ok(Outcome::Overtaken);
        }
    }
    write.commit().await?;
    state.outbox.wake();
    Ok(Outcome::Done(answer))
}

/// Spends the jtis; one that was seen before refuses the request.
async fn spend(write: &mut Write, visitor: &Visitor, claims: &[Claims], now: i64) -> Result<(), Refusal> {
    for claim in claims {
        if !handshake::spend_jti(write.connection(), visitor.session.id.as_str(), &claim.jti, now).await? {
            return Err(ErrorCode::Unsealable.into());
        }
    }
    Ok(())
}

fn place(scope: &str) -> Place<'_> {
    Place { table: "idempotency", row: scope, column: "answer" }
}
