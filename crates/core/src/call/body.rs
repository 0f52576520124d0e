//! The body of one try, and what may be told of it.

use super::record::SealedRecord;
use super::request::{Body, Call, SEALED_MEMBER};
use crate::client::Inner;
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::Platform;
use crate::seal::envelope::protected;

/// A body that is ready to be sent.
#[derive(Default)]
pub(crate) struct Written {
    /// JSON. Absent for a call without a body.
    pub(crate) text: Option<String>,
    /// What is told of its sealed member.
    pub(crate) sealed: Vec<SealedRecord>,
}

impl<P: Platform> Inner<P> {
    /// Writes the body of one try, sealing what is to be sealed afresh.
    pub(crate) async fn write_body(&self, call: &Call, sid: Option<&str>) -> Result<Written, Fault> {
        let Body { clear, sealing } = &call.body;
        let Some(sealing) = sealing else {
            return Ok(Written { text: clear.clone().map(|clear| clear.end()), sealed: Vec::new() });
        };
        // Exposed to be sealed: what comes out is ciphertext.
        let sealed = self.seal_now(sealing.secret.expose(), &sealing.use_, sid).await?;
        let text = clear.clone().unwrap_or_default().text(SEALED_MEMBER, &sealed).end();
        let mut written = Written { text: Some(text), sealed: Vec::new() };
        if let Some(record) = describe(&sealed) {
            written.sealed.push(record);
        }
        Ok(written)
    }
}

/// What a sealed value tells of itself.
fn describe(sealed: &str) -> Option<SealedRecord> {
    let header: Json = protected(sealed)?;
    let member = |name| header.text(name).map(ToOwned::to_owned);
    Some(SealedRecord {
        member: SEALED_MEMBER.to_owned(),
        use_: member("use")?,
        alg: member("alg")?,
        enc: member("enc")?,
        kid: member("kid")?,
        bytes: sealed.len(),
    })
}
