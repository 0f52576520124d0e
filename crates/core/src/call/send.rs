//! Sending: tries until there is an answer, and goes on once where a session ended or a sealed value was refused.

use std::pin::Pin;
use std::{fmt, mem};

use portico_model::ErrorCode;

use super::CallOptions;
use super::exchange::FailedExchange;
use super::limit::{Limited, Scope};
use super::problem::{header, read, unexpected};
use super::request::{About, Call, Now, Plan};
use super::retry::{FailedTry, next_wait};
use super::shape::{Expected, fits, show};
use crate::client::{Client, Inner};
use crate::encoding::{generate_id, sha256_hex};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::ports::{HttpResponse, Platform};
use crate::session::{Source, ends_session};

/// Work in a box: whoever waits for it holds a pointer, and not all of its states once more.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + 'a>>;

/// The platform's answer to a call.
pub struct Answer {
    /// As it came: snake case, and with members that no page is shown.
    pub json: Json,
    expected: &'static Expected,
}

impl Answer {
    /// What the page's types promise of it, in their names, as JSON text.
    #[must_use]
    pub fn shown(&self) -> String {
        let shown = match self.expected {
            Expected::One(shape) => show(shape, &self.json),
            Expected::ListIn(_, shape) => self.json.map(&|item| show(shape, item)),
            Expected::Document => return self.json.to_text(),
        };
        shown.to_text()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Answer([redacted])")
    }
}

impl<P: Platform> Client<P> {
    /// Makes one of the calls of [`crate::netspend`].
    ///
    /// # Errors
    /// `not_connected`; `validation_failed` for what is checked before anything is sent; those that the call names; and
    /// those of every call: `aborted`, `timeout`, `gateway_unreachable`, `rate_limited`, `unexpected_answer` and the like.
    pub fn call(&self, plan: Plan, options: CallOptions) -> Limited<'_, Answer> {
        let inner = &*self.inner;
        inner.within(options, async move |scope| {
            let call = match plan {
                Plan::Ready(call) => call,
                Plan::Dated(describe) => {
                    let now = inner.dated(scope).await?;
                    describe(now)?
                }
            };
            inner.call(call, scope).await
        })
    }
}

impl<P: Platform> Inner<P> {
    /// The platform's time for a call that depends on it. The device's clock is nobody's witness.
    pub(crate) async fn dated(&self, scope: &Scope) -> Result<Now, Fault> {
        self.session_id()?;
        // What passes is mostly sealed next, so that the key set is not fetched for the calendar alone.
        self.freshen(true, false, scope).await?;
        Ok(Now { ms: self.now_ms() })
    }

    /// Makes a call: moves the session to what it is about, sends it under one key, checks its answer's form, and
    /// remembers what it made.
    pub(crate) fn call<'a>(&'a self, mut call: Call, scope: &'a Scope) -> Work<'a, Answer> {
        Box::pin(async move {
            let source = match &call.about {
                About::Anything => None,
                About::Known => self.source.borrow().clone(),
                About::Person(person_id) => Some(Source::person(person_id)),
            };
            if let Some(source) = source {
                self.move_to(source, scope).await?;
            }
            if call.writes && call.idempotency_key.is_none() {
                call.idempotency_key = Some(self.key_of(scope)?);
            }
            let response = self.send(&call, scope).await?;
            let json = check(&call, &response).ok_or_else(|| unexpected(&response))?;
            if let (Some(kind), Some(id)) = (call.makes, json.text("id")) {
                self.remember_made(kind, id);
            }
            Ok(Answer { json, expected: call.expected })
        })
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
            // Asked anew where a sealed value was refused.
            self.freshen(sealing, mem::take(&mut anew), scope).await?;
            let fault = match self.deliver(call, sid.as_ref().map(|sid| sid.as_str()), scope).await {
                Ok(response) => return Ok(response),
                Err(fault) => fault,
            };
            match sid {
                Some(ended) if !reopened && (ends_session(&fault) || fault.is(ErrorCode::SessionForbidden)) => {
                    reopened = true;
                    if !self.reopen(&ended, ends_session(&fault), scope).await? {
                        return Err(fault);
                    }
                }
                _ if sealing && fault.is(ErrorCode::Unsealable) && !resealed => {
                    (resealed, anew) = (true, true);
                }
                _ => return Err(fault),
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
            let (mut attempt, mut proved_again) = (0, false);
            loop {
                attempt += 1;
                let body = self.write_body(call, sid).await?;
                let failed = match self.exchange(call, body, sid, attempt, scope).await {
                    Ok(response) => return Ok(response),
                    Err(failed) => failed,
                };
                if failed.prove_again && !proved_again {
                    proved_again = true;
                    continue;
                }
                let Some(wait) = next_wait_for(self, &failed, attempt, call.repeatable, scope)? else {
                    return Err(failed.fault);
                };
                self.platform.sleep(wait).await;
            }
        })
    }
}

/// The answer, if it is of the form that was expected.
fn check(call: &Call, response: &HttpResponse) -> Option<Json> {
    match call.expected {
        Expected::One(shape) => read(response).ok().filter(|answer| fits(shape, answer)),
        Expected::ListIn(name, shape) => {
            let list = read(response).ok()?.get(name)?.clone();
            let is_list = matches!(list, Json::List(_));
            (is_list && list.items().iter().all(|item| fits(shape, item))).then_some(list)
        }
        Expected::Document => {
            let text = std::str::from_utf8(&response.body).ok()?;
            let document = ObjectText::with_room(text.len() + 256)
                .text("contentType", header(response, "content-type").unwrap_or(&call.media_type))
                .text("text", text)
                .text("sha256", &sha256_hex(&response.body));
            Json::parse(document.end().as_bytes())
        }
    }
}

/// Asks the rule, with what it needs from the ports.
pub(crate) fn next_wait_for<P: Platform>(
    inner: &Inner<P>,
    failed: &FailedExchange,
    attempt: u32,
    repeatable: bool,
    scope: &Scope,
) -> Result<Option<u32>, Fault> {
    let mut random = [0; 4];
    inner.platform.fill(&mut random)?;
    Ok(next_wait(&FailedTry {
        fault: &failed.fault,
        attempt,
        retry_after_ms: failed.retry_after_ms,
        repeatable,
        remaining_ms: scope.remaining_ms(inner.platform.monotonic_ms()),
        random: u32::from_be_bytes(random),
    }))
}
