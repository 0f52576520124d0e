//! Signatures after the Standard Webhooks specification, symmetric scheme `v1`.

use anyhow::anyhow;
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Signs deliveries under the partner's webhook secret.
pub(crate) struct Signer(Zeroizing<Vec<u8>>);

impl Signer {
    /// From `whsec_` and the key's base64.
    pub(crate) fn new(secret: &str) -> anyhow::Result<Self> {
        let text = secret.strip_prefix("whsec_").unwrap_or(secret);
        Ok(Self(Zeroizing::new(STANDARD.decode(text).map_err(|_| anyhow!("the webhook secret is no base64"))?)))
    }

    /// The value of `webhook-signature` for a message's id, time and body.
    pub(crate) fn sign(&self, id: &str, timestamp: i64, body: &str) -> anyhow::Result<String> {
        let mut hash = Hmac::<Sha256>::new_from_slice(&self.0)?;
        hash.update(format!("{id}.{timestamp}.{body}").as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_as_the_specification_s_reference_does() {
        let signer = Signer::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = signer.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
