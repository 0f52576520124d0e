//! The compact form, read strictly.

use serde_json::{Map, Value};

use crate::{Malformed, Suite, base64url, json::parse_strict_object};

/// A protected header is small: a kid, an ephemeral key, a few claims.
const MAX_HEADER: usize = 4_096;

/// The key management algorithms that this crate opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `ECDH-ES`, direct agreement.
    EcdhEs,
    /// `RSA-OAEP-256`.
    RsaOaep256,
    /// `dir`: the content key itself is shared.
    Dir,
}

/// A JWE of the right form. Nothing in it is to be believed before it is opened: the header is covered by the tag.
#[derive(Clone)]
pub struct Compact {
    pub(super) algorithm: Algorithm,
    /// The protected header as it stood in the text: the associated data.
    pub(super) protected: String,
    pub(super) header: Map<String, Value>,
    pub(super) encrypted_key: Vec<u8>,
    pub(super) iv: [u8; 12],
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: [u8; 16],
}

impl std::fmt::Debug for Compact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Compact({:?}, {} bytes)", self.algorithm, self.ciphertext.len())
    }
}

impl Compact {
    /// Reads the compact form. `max_len` bounds the whole text in bytes.
    ///
    /// # Errors
    /// [`Malformed`] when the text is too long, is not five canonical base64url parts, when the header is no JSON
    /// object or has a duplicate member, an `alg` other than [`Algorithm`]'s, an `enc` other than `A256GCM`, `crit`
    /// or `zip`, or when the key part doesn't fit the algorithm.
    pub fn parse(text: &str, max_len: usize) -> Result<Self, Malformed> {
        if text.len() > max_len {
            return Err(Malformed);
        }
        let parts: [&str; 5] = text.split('.').collect::<Vec<_>>().try_into().map_err(|_| Malformed)?;
        let [protected, encrypted_key, iv, ciphertext, tag] = parts;
        if protected.len() > MAX_HEADER {
            return Err(Malformed);
        }
        let header = parse_strict_object(&base64url::decode(protected)?)?;
        // Compressed plaintext tells its content by its length; and nothing here understands any extension.
        if header.contains_key("crit") || header.contains_key("zip") {
            return Err(Malformed);
        }
        let member = |name: &str| header.get(name).and_then(Value::as_str);
        let algorithm = match member("alg") {
            Some("ECDH-ES") => Algorithm::EcdhEs,
            Some("RSA-OAEP-256") => Algorithm::RsaOaep256,
            Some("dir") => Algorithm::Dir,
            _ => return Err(Malformed),
        };
        if member("enc") != Some("A256GCM") {
            return Err(Malformed);
        }
        let encrypted_key = base64url::decode(encrypted_key)?;
        if encrypted_key.is_empty() != (algorithm != Algorithm::RsaOaep256) {
            return Err(Malformed);
        }
        Ok(Self {
            algorithm,
            protected: protected.to_owned(),
            encrypted_key,
            iv: base64url::decode_array(iv)?,
            ciphertext: base64url::decode(ciphertext)?,
            tag: base64url::decode_array(tag)?,
            header,
        })
    }

    /// The protected header. Believe it only after opening.
    #[must_use]
    pub fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// How the content key is found.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Which suite the header asks for; `None` for `dir`, and for a curve that no suite has.
    ///
    /// A receiver that doesn't know the `kid` opens with some key of this suite, and fails in the same time.
    #[must_use]
    pub fn suite(&self) -> Option<Suite> {
        match self.algorithm {
            Algorithm::RsaOaep256 => Some(Suite::Rsa),
            Algorithm::Dir => None,
            Algorithm::EcdhEs => match self.header.get("epk")?.get("crv")?.as_str()? {
                "X25519" => Some(Suite::X25519),
                "P-256" => Some(Suite::P256),
                _ => None,
            },
        }
    }

    /// The header's `kid`: which key to open with.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }
}
