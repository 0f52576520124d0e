//! One try: a fresh proof, the request, and what is told of it.

use portico_model::ErrorCode;

use super::body::Written;
use super::limit::Scope;
use super::problem::{fault_of, header, no_answer, retry_after_ms};
use super::record::{CallRecord, SealedRecord};
use super::request::Call;
use crate::client::Inner;
use crate::device::{Proof, prove};
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::ports::{HttpRequest, HttpResponse, Platform};
use crate::session::platform_clock::PlatformClock;
use crate::time::{milliseconds_of, whole_milliseconds};

/// A try that failed.
pub(crate) struct FailedExchange {
    pub(crate) fault: Fault,
    /// What the server asked for.
    pub(crate) retry_after_ms: Option<u32>,
    /// The proof was refused, and the answer says what a better one needs.
    pub(crate) prove_again: Option<Lacks>,
}

/// What a proof lacked. It is made anew once for each: a server that demands for ever gets an end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lacks {
    /// The server's own nonce (RFC 9449 section 9).
    Nonce,
    /// The server's time.
    Time,
}

impl From<Fault> for FailedExchange {
    fn from(fault: Fault) -> Self {
        Self { fault, retry_after_ms: None, prove_again: None }
    }
}

impl<P: Platform> Inner<P> {
    /// Tries `call` once. In a session that the page's own server opened there is nobody to send it to.
    pub(crate) async fn exchange(
        &self,
        call: &Call,
        body: Written,
        sid: Option<&str>,
        attempt: u32,
        scope: &Scope,
    ) -> Result<Box<HttpResponse>, FailedExchange> {
        if self.is_local() || self.config.gateway_url.is_empty() {
            return Err(Fault::from(ErrorCode::NotConnected).into());
        }
        self.save().await;
        let url = [self.config.gateway_url.as_str(), call.path.as_str()].concat();
        let mut headers = vec![("accept", call.accept.to_owned()), ("dpop", self.proof(call, &url, sid).await?)];
        if body.text.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        if let Some(sid) = sid {
            headers.push(("ns-session-id", sid.to_owned()));
        }
        if !call.ticket.is_empty() {
            headers.push(("portico-ticket", call.ticket.clone()));
        }
        if let Some(key) = &call.idempotency_key {
            headers.push(("idempotency-key", key.clone()));
        }
        let report = Report::begin(&self.platform, scope, call, body.sealed, attempt);
        let answer = self.platform.send(HttpRequest { method: call.method, url, headers, body: body.text }).await;
        let response = match answer {
            Ok(response) => Box::new(response),
            Err(reason) => {
                let fault = no_answer(reason);
                report.end(None, Some(&fault));
                return Err(fault.into());
            }
        };
        if let Some(nonce) = header(&response, "dpop-nonce") {
            *self.dpop_nonce.borrow_mut() = Some(nonce.to_owned());
        }
        if (200..300).contains(&response.status) {
            report.end(Some(&response), None);
            return Ok(response);
        }
        let fault = fault_of(&response);
        report.end(Some(&response), Some(&fault));
        Err(FailedExchange {
            prove_again: self.learn_from_refusal(&fault, &response),
            retry_after_ms: retry_after_ms(&self.platform, &response),
            fault,
        })
    }

    async fn proof(&self, call: &Call, url: &str, session: Option<&str>) -> Result<String, Fault> {
        let key = self.device_key().await?;
        let jti = generate_id(&self.platform)?;
        let nonce = self.dpop_nonce.borrow().clone();
        let proof = Proof {
            htm: call.method,
            htu: url,
            iat: self.gateway_ms().div_euclid(1000),
            jti: &jti,
            session,
            nonce: nonce.as_deref(),
        };
        prove(&self.platform, &key, &proof).await
    }

    /// Milliseconds since 1970 by the gateway, as far as it is known to have another clock than the platform.
    pub(crate) fn gateway_ms(&self) -> i64 {
        self.gateway_clock.get().map_or_else(|| self.now_ms(), |clock| clock.now_ms(&self.platform))
    }

    /// A refused proof may be a matter of a nonce, or of the time: the device's clock is wrong and the platform's is not
    /// known yet, or the gateway's is another one. The answer's `date` tells the gateway's time to the second.
    fn learn_from_refusal(&self, fault: &Fault, response: &HttpResponse) -> Option<Lacks> {
        // Kept already, as every answer's is.
        let nonce = header(response, "dpop-nonce").map(|_| Lacks::Nonce);
        if fault.code.as_str() == "use_dpop_nonce" {
            return nonce;
        }
        if !fault.is(ErrorCode::InvalidDpopProof) {
            return None;
        }
        match header(response, "date").and_then(|date| milliseconds_of(&self.platform, date)) {
            Some(now_ms) => {
                self.gateway_clock.set(Some(PlatformClock::set(&self.platform, now_ms)));
                Some(Lacks::Time)
            }
            None => nonce,
        }
    }
}

/// Tells the observer of a try, also of one that was dropped half-way.
struct Report<'a, P: Platform> {
    platform: &'a P,
    scope: &'a Scope,
    began_ms: f64,
    record: Option<CallRecord>,
}

impl<'a, P: Platform> Report<'a, P> {
    fn begin(platform: &'a P, scope: &'a Scope, call: &Call, sealed: Option<SealedRecord>, attempt: u32) -> Self {
        let record = CallRecord {
            method: call.method,
            path: call.path.clone(),
            status: None,
            code: None,
            duration_tenths: 0,
            attempt,
            request_id: None,
            clear: call.body.clear.as_ref().map(|clear| clear.names().to_vec()).unwrap_or_default(),
            sealed,
        };
        Self { platform, scope, began_ms: platform.monotonic_ms(), record: Some(record) }
    }

    fn end(mut self, response: Option<&HttpResponse>, fault: Option<&Fault>) {
        if let Some(record) = &mut self.record {
            record.status = response.map(|response| response.status);
            record.code = fault.map(|fault| fault.code.as_str().to_owned());
            record.request_id = fault
                .and_then(|fault| fault.request_id.clone())
                .or_else(|| header(response?, "ns-request-id").map(ToOwned::to_owned));
        }
        self.tell();
    }

    fn tell(&mut self) {
        if let Some(mut record) = self.record.take() {
            record.duration_tenths = whole_milliseconds((self.platform.monotonic_ms() - self.began_ms) * 10.0);
            self.platform.call(&record);
        }
    }
}

impl<P: Platform> Drop for Report<'_, P> {
    fn drop(&mut self) {
        if let Some(record) = &mut self.record {
            record.code = Some(self.scope.end_code().as_str().to_owned());
        }
        self.tell();
    }
}
