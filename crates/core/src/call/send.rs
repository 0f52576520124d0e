//! Sending: tries until there is an answer, and goes on once where a session ended or a sealed value was refused.

use std::pin::Pin;
use std::{fmt, mem};

use portico_model::ErrorCode;
use zeroize::Zeroizing;

use super::CallOptions;
use super::exchange::FailedExchange;
use super::limit::{Limited, Scope};
use super::problem::{header, needed, read, told_by_headers, unexpected};
use super::request::{Call, Now, SEALED_MEMBER};
use super::retry::{FailedTry, MOST_TRIES, next_wait};
use super::shape::{DOCUMENT, Expected, show, take};
use crate::client::{Client, Inner};
use crate::encoding::{generate_id, sha256_hex};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::netspend::{CallForm, Input, describe, find};
use crate::passport::learn;
use crate::ports::{HttpResponse, Platform};
use crate::session::Source;
use crate::validate::Wrong;

/// Work in a box: whoever waits for it holds a pointer, and not all of its states once more.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + 'a>>;

/// The platform's answer to a call.
pub struct Answer {
    /// As it came: snake case, and with members that no page is shown. Wiped, since it may be what was opened.
    pub json: Zeroizing<Json>,
    expected: Expected,
}

impl Answer {
    /// What the page's types promise of it, in their names, as JSON text.
    #[must_use]
    pub fn shown(&self) -> String {
        show(self.expected, &self.json).to_text()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Answer([redacted])")
    }
}

impl<P: Platform> Client<P> {
    /// Takes in the calls of the Passport-style platform, for all clients of this page: the text of
    /// `src/js/passport-calls.mjs`.
    pub fn learn(&self, calls: String) {
        learn(calls);
    }

    /// Makes the call `operation`, such as `cards.setPin`, of a page's argument: see `src/js/calls.d.ts` for both. What it
    /// makes, moves and seals is in the table of [`crate::netspend`].
    ///
    /// # Errors
    /// `invalid_option` for another name and an argument of the wrong form; `validation_failed` with all that a person
    /// typed wrongly, before anything is sent; `not_connected`; those of the platform; and those of every call: `aborted`,
    /// `timeout`, `gateway_unreachable`, `rate_limited`, `unexpected_answer` and the like.
    pub fn call<'a>(&'a self, operation: &str, input: Json, options: CallOptions) -> Limited<'a, Answer> {
        let inner = &*self.inner;
        // What comes in may hold what a person typed, and is wiped.
        let (form, input) = (find(operation), Zeroizing::new(input));
        let is_document = operation == "agreements.document";
        inner.within(options, async move |scope| {
            let call = match form {
                Some(form) => inner.described(form, &input, scope).await?,
                None if is_document => inner.document_call(&input)?,
                None => return Err(ErrorCode::InvalidOption.into()),
            };
            inner.call(call, scope).await
        })
    }
}

impl<P: Platform> Inner<P> {
    async fn described(&self, form: &'static CallForm, input: &Json, scope: &Scope) -> Result<Call, Fault> {
        let session = match self.session_id() {
            Err(fault) if form.is("none") => return Err(fault),
            session => session.map(|id| id.0).unwrap_or_default(),
        };
        let given = [("session_id", session.as_str())];
        let describe_at = |now| describe(form, Input::new(input, &given, Wrong::default()).at(now));
        match describe_at(Now::default()) {
            // What is wrong with an argument's form is told before anybody is asked for the time.
            result if !form.is("dated") || result.as_ref().is_err_and(|fault| fault.is(ErrorCode::InvalidOption)) => {
                result
            }
            _ => describe_at(self.dated(scope).await?),
        }
    }

    /// The platform's time for a call that depends on it. The device's clock is nobody's witness.
    pub(crate) async fn dated(&self, scope: &Scope) -> Result<Now, Fault> {
        self.session_id()?;
        // What passes is mostly sealed next, so that the key set is not fetched for the calendar alone.
        self.freshen(true, false, scope).await?;
        Ok(Now { ms: self.now_ms() })
    }

    /// Makes a call: moves the session to what it is about, sends it under one key, opens its answer where that is sealed,
    /// checks its form, and remembers what it made.
    pub(crate) fn call<'a>(&'a self, mut call: Call, scope: &'a Scope) -> Work<'a, Answer> {
        Box::pin(async move {
            let source = match &call.about {
                Some(person_id) => Some(Source::person(person_id)),
                None if call.about_known => self.source.borrow().clone(),
                None => None,
            };
            if let Some(source) = source {
                self.move_to(source, scope).await?;
            }
            if call.method != "GET" && call.idempotency_key.is_none() {
                call.idempotency_key = Some(self.key_of(scope)?);
            }
            let response = self.send(&call, scope).await?;
            let json = match &call.opens {
                Some(use_) => self.open_answer(&response, use_, scope).await?,
                None => answered(&call, &response)?,
            };
            let json = take(call.expected, json).ok_or_else(|| unexpected(&response))?;
            if let (Some(kind), Some(id)) = (call.makes, json.text("id")) {
                self.remember_made(kind, id);
            }
            Ok(Answer { json: Zeroizing::new(json), expected: call.expected })
        })
    }

    /// What an answer holds sealed, beside its clear members.
    async fn open_answer(&self, response: &HttpResponse, use_: &str, scope: &Scope) -> Result<Json, Fault> {
        let clear = read(response)?;
        let sealed = needed(&clear, SEALED_MEMBER, response)?;
        let opened = Zeroizing::new(self.open_value(sealed, use_, scope).await?);
        let mut json = Json::parse(&opened).ok_or_else(|| unexpected(response))?;
        if let Some(expires_at) = clear.get("expires_at") {
            json = json.with("expires_at", expires_at.clone());
        }
        Ok(json)
    }

    /// The caller's idempotency key, or one of our own.
    pub(crate) fn key_of(&self, scope: &Scope) -> Result<String, Fault> {
        scope.idempotency_key.clone().map_or_else(|| generate_id(&self.platform), Ok)
    }

    /// Sends `call`. A session that ended is opened again, and the call goes on once; a sealed value that the platform
    /// can't open is sealed again under a fresh key set and clock, once.
    async fn send(&self, call: &Call, scope: &Scope) -> Result<Box<HttpResponse>, Fault> {
        let sealing = call.body.sealing.is_some();
        let (mut reopened, mut resealed, mut anew) = (false, false, false);
        loop {
            let sid = if call.session { Some(self.session_id()?) } else { None };
            let session = sid.as_ref().map(|sid| sid.as_str());
            // Asked anew where a sealed value was refused.
            let refused = mem::take(&mut anew);
            if !call.is_passport() {
                self.freshen(sealing, refused, scope).await?;
            } else if sealing && (refused || self.gateway.borrow().is_none()) {
                self.init(session, scope).await?;
            }
            let fault = match self.deliver(call, session, scope).await {
                Ok(response) => return Ok(response),
                Err(fault) => fault,
            };
            match sid {
                Some(ended) if !reopened && (self.ends_session(&fault) || fault.is(ErrorCode::SessionForbidden)) => {
                    reopened = true;
                    if !self.reopen(&ended, self.ends_session(&fault), scope).await? {
                        return Err(fault);
                    }
                }
                _ if sealing && fault.is(ErrorCode::Unsealable) && !resealed => {
                    (resealed, anew) = (true, true);
                }
                _ => {
                    // What was sealed outside is sealed again by whoever did: to a key that is asked for anew.
                    if fault.is(ErrorCode::Unsealable) {
                        self.recipient.take();
                    }
                    return Err(fault);
                }
            }
        }
    }

    /// Tries `call` until it is answered, or may not be tried again.
    pub(crate) fn deliver<'a>(
        &'a self,
        call: &'a Call,
        sid: Option<&'a str>,
        scope: &'a Scope,
    ) -> Work<'a, Box<HttpResponse>> {
        Box::pin(async move {
            let (mut attempt, mut lacked) = (1, Vec::new());
            loop {
                let body = self.write_body(call, sid).await?;
                let failed = match self.exchange(call, body, sid, attempt, scope).await {
                    Ok(response) => return Ok(response),
                    Err(failed) => failed,
                };
                // The same try with a better proof, at once: nothing of it was looked at but the proof.
                if let Some(lacks) = failed.prove_again.filter(|lacks| !lacked.contains(lacks)) {
                    lacked.push(lacks);
                    continue;
                }
                if !self.wait_after(&failed, attempt, call.repeatable, scope).await? {
                    return Err(failed.fault);
                }
                attempt += 1;
                // A nonce may have become too old meanwhile.
                lacked.clear();
            }
        })
    }
}

/// What an answer says, as JSON.
fn answered(call: &Call, response: &HttpResponse) -> Result<Json, Fault> {
    if call.is_passport() && response.body.is_empty() {
        return Ok(told_by_headers(response));
    }
    if call.expected != DOCUMENT {
        return read(response);
    }
    let text = std::str::from_utf8(&response.body).map_err(|_| unexpected(response))?;
    let document = ObjectText::with_room(text.len() + 256)
        .text("contentType", header(response, "content-type").unwrap_or(&call.media_type))
        .text("text", text)
        .text("sha256", &sha256_hex(&response.body));
    Ok(Json::parse(document.end().as_bytes()).unwrap_or_default())
}

impl<P: Platform> Inner<P> {
    /// Waits until a try that failed may be followed by another. Whether it may.
    pub(crate) fn wait_after<'a>(
        &'a self,
        failed: &'a FailedExchange,
        attempt: u32,
        repeatable: bool,
        scope: &'a Scope,
    ) -> Work<'a, bool> {
        Box::pin(async move {
            if failed.fault.is(ErrorCode::Offline) && attempt < MOST_TRIES {
                // Nothing was sent, so that nothing can happen twice.
                scope.offline.set(true);
                self.platform.online().await;
                scope.offline.set(false);
                return Ok(true);
            }
            let mut random = [0; 4];
            self.platform.fill(&mut random)?;
            let wait = next_wait(&FailedTry {
                fault: &failed.fault,
                attempt,
                retry_after_ms: failed.retry_after_ms,
                repeatable,
                remaining_ms: scope.remaining_ms(self.platform.monotonic_ms()),
                random: u32::from_be_bytes(random),
            });
            if let Some(wait) = wait {
                self.platform.sleep(wait).await;
            }
            Ok(wait.is_some())
        })
    }
}
