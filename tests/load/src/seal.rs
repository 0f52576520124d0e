//! Sealing to the platform's X25519 key, as the SDK does it: compact JWE, ECDH-ES, A256GCM. An agreement serves one value.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use anyhow::{Context, anyhow};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

/// The platform's key of the day.
#[derive(Clone)]
pub(crate) struct Recipient {
    kid: String,
    public: PublicKey,
}

impl Recipient {
    /// The X25519 key of the platform's set.
    pub(crate) fn of(keys: &Value) -> anyhow::Result<Self> {
        let is_ours = |key: &&Value| key.get("crv").is_some_and(|curve| curve == "X25519");
        let key = keys.as_array().and_then(|keys| keys.iter().find(is_ours)).context("no X25519 key in the set")?;
        let member =
            |name: &str| key.get(name).and_then(Value::as_str).with_context(|| format!("a key without {name}"));
        let bytes: [u8; 32] = URL_SAFE_NO_PAD
            .decode(member("x")?)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .context("no key in a JWK")?;
        Ok(Self { kid: member("kid")?.to_owned(), public: PublicKey::from(bytes) })
    }

    /// The compact form of `plaintext` for `use_` in the session `sid`.
    pub(crate) fn seal(&self, sid: Option<&str>, use_: &str, now: i64, plaintext: &str) -> anyhow::Result<String> {
        let secret = StaticSecret::from(random::<32>()?);
        let epk = json!({"kty": "OKP", "crv": "X25519", "x": encode(PublicKey::from(&secret).as_bytes())});
        let mut header = json!({
            "alg": "ECDH-ES", "enc": "A256GCM", "kid": self.kid, "epk": epk, "iat": now, "jti": encode(random::<16>()?),
            "use": use_,
        });
        if let (Some(sid), Some(members)) = (sid, header.as_object_mut()) {
            members.insert("sid".to_owned(), json!(sid));
        }
        let protected = encode(header.to_string());
        let key = derive(secret.diffie_hellman(&self.public).as_bytes());
        let iv = random::<12>()?;
        let payload = Payload { msg: plaintext.as_bytes(), aad: protected.as_bytes() };
        let sealed =
            Aes256Gcm::new(&key.into()).encrypt(&Nonce::from(iv), payload).map_err(|_| anyhow!("not sealed"))?;
        let (ciphertext, tag) = sealed.split_last_chunk::<16>().context("a tag is missing")?;
        Ok([protected, String::new(), encode(iv), encode(ciphertext), encode(tag)].join("."))
    }
}

/// RFC 7518 section 4.6.2 for `A256GCM` with empty party infos.
fn derive(shared: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update([0, 0, 0, 1]);
    hash.update(shared);
    hash.update([0, 0, 0, 7]);
    hash.update(b"A256GCM");
    hash.update([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    hash.finalize().into()
}

/// base64url without padding.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| anyhow!("no randomness"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use portico_unseal::{PrivateKey, Suite, jwe::Compact};

    use super::*;

    #[test]
    fn the_servers_side_opens_what_was_sealed() {
        let key = PrivateKey::generate(Suite::X25519).unwrap();
        let recipient = Recipient::of(&json!([key.public_jwk()])).unwrap();
        let sealed = recipient.seal(Some("s"), "pin:c", 1_795_238_229, "{\"pin\":\"4821\"}").unwrap();
        let compact = Compact::parse(&sealed, 4_096).unwrap();
        assert_eq!((&compact.header()["use"], &compact.header()["sid"]), (&json!("pin:c"), &json!("s")));
        assert_eq!(compact.open(&key).unwrap().as_slice(), b"{\"pin\":\"4821\"}");
    }
}
