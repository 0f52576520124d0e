//! The body of one try, and what may be told of it.

use portico_model::ErrorCode;

use super::record::SealedRecord;
use super::request::{Body, Call, SEALED_MEMBER};
use crate::client::Inner;
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::Platform;
use crate::seal::envelope::{self, Binding, protected};

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
    pub(crate) fn write_body(&self, call: &Call, sid: Option<&str>) -> Result<Written, Fault> {
        let Body { clear, sealing } = &call.body;
        let Some(sealing) = sealing else {
            return Ok(Written { text: clear.clone().map(|clear| clear.end()), sealed: Vec::new() });
        };
        // Exposed to be sealed: what comes out is ciphertext.
        let sealed = self.seal_now(sealing.secret.expose(), &sealing.use_, sid)?;
        let text = clear.clone().unwrap_or_default().text(SEALED_MEMBER, &sealed).end();
        Ok(Written { text: Some(text), sealed: describe(&sealed).into_iter().collect() })
    }

    /// Seals under the key set and the clock at hand.
    pub(crate) fn seal_now(&self, value: &[u8], use_: &str, sid: Option<&str>) -> Result<String, Fault> {
        let key = self.platform_key.borrow().clone().ok_or(ErrorCode::NotConnected)?;
        let mut iv = [0; 12];
        self.platform.fill(&mut iv)?;
        let jti = generate_id(&self.platform)?;
        envelope::seal(&key, &Binding { use_, sid, iat: self.now_seconds(), jti: &jti, iv }, value)
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
