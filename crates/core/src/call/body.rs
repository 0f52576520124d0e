//! The body of one try, and what may be told of it.

use super::record::SealedRecord;
use super::request::{Body, Call, SEALED_MEMBER};
use crate::client::Inner;
use crate::fault::Fault;
use crate::ports::Platform;

/// A body that is ready to be sent.
#[derive(Default)]
pub(crate) struct Written {
    /// JSON. Absent for a call without a body.
    pub(crate) text: Option<String>,
    /// What is told of its sealed member.
    pub(crate) sealed: Option<SealedRecord>,
}

impl<P: Platform> Inner<P> {
    /// Writes the body of one try, sealing what is to be sealed afresh.
    pub(crate) async fn write_body(&self, call: &Call, sid: Option<&str>) -> Result<Written, Fault> {
        let Body { clear, sealing } = &call.body;
        let Some(sealing) = sealing else {
            return Ok(Written { text: clear.clone().map(|clear| clear.end()), sealed: None });
        };
        // Exposed to be sealed: what comes out is ciphertext.
        let (sealed, to) = self.seal_now(sealing.secret.expose(), &sealing.use_, sid, call.is_passport()).await?;
        let text = clear.clone().unwrap_or_default().text(SEALED_MEMBER, &sealed).end();
        let (alg, kid) = to.names();
        let record = SealedRecord { use_: sealing.use_.clone(), alg, kid: kid.to_owned(), bytes: sealed.len() };
        Ok(Written { text: Some(text), sealed: Some(record) })
    }
}
