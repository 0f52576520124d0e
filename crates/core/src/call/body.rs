//! The body of one try, and what may be told of it.

use portico_model::ErrorCode;
use portico_model::netspend::Sealed;

use super::record::SealedRecord;
use super::request::{Body, Call};
use crate::client::Inner;
use crate::encoding::generate_id;
use crate::fault::Fault;
use crate::json::Json;
use crate::ports::Platform;
use crate::seal::envelope::{self, Binding};

/// The member that carries what is sealed.
const SEALED_MEMBER: &str = "encrypted_data";

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
        match &call.body {
            Body::None => Ok(Written::default()),
            Body::Clear(text) => Ok(Written { text: Some(text.clone()), sealed: Vec::new() }),
            Body::Sealing(sealing) => {
                // Exposed to be sealed: what comes out is ciphertext.
                let sealed = self.seal_now(sealing.secret.expose(), &sealing.use_, sid)?;
                let record = describe(&sealed);
                Ok(Written { text: Some((sealing.write)(Sealed(sealed))?), sealed: record.into_iter().collect() })
            }
        }
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

fn describe(sealed: &str) -> Option<SealedRecord> {
    let label = envelope::label(sealed)?;
    Some(SealedRecord {
        member: SEALED_MEMBER.to_owned(),
        use_: label.use_,
        alg: label.alg,
        enc: label.enc,
        kid: label.kid,
        bytes: sealed.len(),
    })
}

/// Names of a body's clear members, in their order.
pub(crate) fn clear_members(text: &str) -> Vec<String> {
    match &Json::parse(text.as_bytes()) {
        Some(Json::Object(members)) => {
            members.iter().map(|(name, _)| name.clone()).filter(|name| name != SEALED_MEMBER).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_clear_members_and_no_value() {
        let body = r#"{"first_name":"mark","address":{"line1":"mark"},"encrypted_data":"x","n":1}"#;
        assert_eq!(clear_members(body), ["first_name", "address", "n"]);
        assert!(clear_members("[1]").is_empty() && clear_members("").is_empty());
    }
}
