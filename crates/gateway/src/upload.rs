//! A body that goes up as it comes: counted, watched, and never held.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use portico_model::ErrorCode;
use tokio::{
    sync::{Mutex, oneshot},
    time::{Instant, Sleep},
};

use crate::allow_list::MAX_UPLOAD_BYTES;

/// The browser's body on its way to the platform.
#[derive(Debug)]
pub(crate) struct Upload {
    /// For `Sync` alone, which the client asks for and the body isn't: nobody ever waits for it.
    body: Mutex<Body>,
    /// What is still to come, where the browser said how long it is.
    to_come: Option<u64>,
    /// What it may still be.
    left: u64,
    /// How long nothing may come.
    rest_at_most: Duration,
    resting: Pin<Box<Sleep>>,
    fault: Arc<OnceLock<ErrorCode>>,
    /// Dropped with the body: at its end, or when the platform wants no more of it.
    _ended: oneshot::Sender<()>,
}

/// What becomes of an upload.
#[derive(Debug)]
pub(crate) struct Watch {
    fault: Arc<OnceLock<ErrorCode>>,
    ended: oneshot::Receiver<()>,
}

/// Why an upload was cut off. The reason is in its [`Watch`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the upload was cut off")]
pub(crate) struct CutOff;

impl Upload {
    /// Begins to watch a body.
    ///
    /// # Errors
    /// `payload_too_large` when it says that it is longer than anything may be.
    pub(crate) fn begin(body: Body, rest_at_most: Duration) -> Result<(Self, Watch), ErrorCode> {
        let hint = body.size_hint();
        if hint.lower() > MAX_UPLOAD_BYTES {
            return Err(ErrorCode::PayloadTooLarge);
        }
        let fault = Arc::new(OnceLock::new());
        let (sender, ended) = oneshot::channel();
        let watch = Watch { fault: Arc::clone(&fault), ended };
        let upload = Self {
            body: Mutex::new(body),
            to_come: hint.exact(),
            left: MAX_UPLOAD_BYTES,
            rest_at_most,
            resting: Box::pin(tokio::time::sleep(rest_at_most)),
            fault,
            _ended: sender,
        };
        Ok((upload, watch))
    }

    fn cut_off<T>(&self, why: ErrorCode) -> Poll<Option<Result<T, CutOff>>> {
        self.fault.get_or_init(|| why);
        Poll::Ready(Some(Err(CutOff)))
    }
}

impl Watch {
    /// Why it was cut off, if it was.
    pub(crate) fn fault(&self) -> Option<ErrorCode> {
        self.fault.get().copied()
    }

    /// Waits until all of it has gone up, or none of it will any more.
    pub(crate) async fn ended(&mut self) {
        drop((&mut self.ended).await);
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        let Poll::Ready(frame) = Pin::new(self.body.get_mut()).poll_frame(context) else {
            ready!(self.resting.as_mut().poll(context));
            return self.cut_off(ErrorCode::MalformedRequest);
        };
        let rest_until = Instant::now() + self.rest_at_most;
        self.resting.as_mut().reset(rest_until);
        match frame {
            None => Poll::Ready(None),
            Some(Err(_)) => self.cut_off(ErrorCode::MalformedRequest),
            Some(Ok(frame)) => {
                let length = u64::try_from(frame.data_ref().map_or(0, Bytes::len)).unwrap_or(u64::MAX);
                let Some(left) = self.left.checked_sub(length) else {
                    return self.cut_off(ErrorCode::PayloadTooLarge);
                };
                self.left = left;
                self.to_come = self.to_come.map(|to_come| to_come.saturating_sub(length));
                Poll::Ready(Some(Ok(frame)))
            }
        }
    }

    /// The length goes up as the browser said it; without one the body goes up in chunks.
    fn size_hint(&self) -> SizeHint {
        self.to_come.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
