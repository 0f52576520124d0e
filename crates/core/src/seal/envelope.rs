//! JWE in compact form (RFC 7516 section 7.1), with the headers of the contract's section 3.1.

use portico_model::ErrorCode;
use zeroize::Zeroizing;

use super::aes_gcm;
use super::stack::clear_stack;
use crate::encoding::{array_from_base64url, base64url, from_base64url};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};

/// The one content encryption.
pub(crate) const A256GCM: &str = "A256GCM";

/// What a sealed value is bound to. All of it is in the protected header.
pub(crate) struct Binding<'a> {
    /// What the value is for.
    pub(crate) use_: &'a str,
    /// The session; absent for a device statement.
    pub(crate) sid: Option<&'a str>,
    /// Seconds since 1970, by the platform's clock.
    pub(crate) iat: i64,
    /// Never used before.
    pub(crate) jti: &'a str,
    /// Random.
    pub(crate) iv: [u8; 12],
}

/// The protected header of a value for the platform.
pub(crate) struct Header<'a> {
    /// `ECDH-ES` or `RSA-OAEP-256`.
    pub(crate) alg: &'static str,
    /// The platform's key.
    pub(crate) kid: &'a str,
    /// Our ephemeral public key as JWK text. Absent for RSA.
    pub(crate) epk: Option<&'a str>,
    /// The rest.
    pub(crate) binding: &'a Binding<'a>,
}

impl Header<'_> {
    /// The header as it stands in the compact form.
    pub(crate) fn write(&self) -> String {
        let mut header = ObjectText::with_room(512).text("alg", self.alg).text("enc", A256GCM).text("kid", self.kid);
        if let Some(epk) = self.epk {
            header = header.raw("epk", epk);
        }
        let header = header
            .whole("iat", self.binding.iat)
            .text("jti", self.binding.jti)
            .optional("sid", self.binding.sid)
            .text("use", self.binding.use_)
            .end();
        base64url(header.as_bytes())
    }
}

/// Encrypts in this crate: ciphertext and tag.
///
/// # Errors
/// `internal_fault`, which never happens for what fits in memory.
pub(crate) fn encrypt(key: &[u8; 32], iv: [u8; 12], protected: &str, plaintext: &[u8]) -> Result<Vec<u8>, Fault> {
    let sealed = encrypt_on_this_stack(key, iv, protected, plaintext);
    clear_stack();
    sealed.ok_or_else(|| ErrorCode::InternalFault.into())
}

#[inline(never)]
fn encrypt_on_this_stack(key: &[u8; 32], iv: [u8; 12], protected: &str, plaintext: &[u8]) -> Option<Vec<u8>> {
    // Encrypted in place, with room for the tag: the one copy of the plaintext is overwritten by the ciphertext.
    let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + 16));
    buffer.extend_from_slice(plaintext);
    let tag = aes_gcm::encrypt(key, iv, protected.as_bytes(), &mut buffer)?;
    buffer.extend_from_slice(&tag);
    Some(std::mem::take(&mut *buffer))
}

/// The compact form of its parts; `sealed` is ciphertext and tag.
pub(crate) fn join(protected: &str, encrypted_key: &str, iv: &[u8; 12], sealed: &[u8]) -> String {
    let (ciphertext, tag) = sealed.split_at_checked(sealed.len().saturating_sub(16)).unwrap_or_default();
    [protected, ".", encrypted_key, ".", &base64url(iv), ".", &base64url(ciphertext), ".", &base64url(tag)].concat()
}

/// What a value from the platform has to be bound to.
pub(crate) struct Expected<'a> {
    /// `reply` or `session`.
    pub(crate) kid: &'a str,
    /// What the value is for.
    pub(crate) use_: &'a str,
    /// The session; absent for the grant of a new one.
    pub(crate) sid: Option<&'a str>,
    /// Seconds since 1970, by the platform's clock.
    pub(crate) now: i64,
}

/// A value from the platform whose header fits; what is left is to open it.
pub(crate) struct Unopened {
    /// The protected header as it stood on the wire.
    pub(crate) aad: String,
    /// 12 bytes.
    pub(crate) iv: [u8; 12],
    /// Ciphertext and tag.
    pub(crate) ciphertext: Vec<u8>,
    /// The value's id: it is taken once.
    pub(crate) jti: String,
}

/// How far an `iat` may be off, in seconds.
pub(crate) const IAT_WINDOW: i64 = 300;

/// Takes a `dir` JWE from the platform apart and checks its header. `None` tells nothing of why.
pub(crate) fn check(sealed: &str, expected: &Expected<'_>) -> Option<Unopened> {
    let mut parts = sealed.split('.');
    let (protected, encrypted_key) = (parts.next()?, parts.next()?);
    let (iv, ciphertext, tag) = (parts.next()?, parts.next()?, parts.next()?);
    // Names that stand twice are refused.
    let header = Json::parse(&from_base64url(protected)?)?;
    let is = |name, value| header.text(name) == Some(value);
    let jti = header.text("jti").filter(|jti| !jti.is_empty())?;
    let iat = header.whole("iat")?;
    let fits = encrypted_key.is_empty()
        && parts.next().is_none()
        && is("alg", "dir")
        && is("enc", A256GCM)
        && is("kid", expected.kid)
        && is("use", expected.use_)
        && expected.sid.map_or_else(|| !header.has("sid"), |sid| is("sid", sid))
        && iat.checked_sub(expected.now).is_some_and(|off| off.abs() <= IAT_WINDOW)
        && !header.has("crit")
        && !header.has("zip");
    if !fits {
        return None;
    }
    let mut ciphertext = from_base64url(ciphertext)?;
    ciphertext.extend_from_slice(&array_from_base64url::<16>(tag)?);
    Some(Unopened { aad: protected.to_owned(), iv: array_from_base64url(iv)?, ciphertext, jti: jti.to_owned() })
}

/// The protected header of a sealed value; `None` when it is none.
#[cfg(test)]
pub(crate) fn protected(sealed: &str) -> Option<Json> {
    let (protected, _) = sealed.split_once('.')?;
    Json::parse(&from_base64url(protected)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_238_229;

    fn sealed(header: &str) -> String {
        [&base64url(header.as_bytes()), "", &base64url(&[1; 12]), &base64url(&[2; 3]), &base64url(&[3; 16])].join(".")
    }

    fn header(change: (&str, &str)) -> String {
        format!(
            r#"{{"alg":"dir","enc":"A256GCM","kid":"session","iat":{NOW},"jti":"j","sid":"s","use":"card_secrets:c"}}"#
        )
        .replace(change.0, change.1)
    }

    fn opens(sealed: &str) -> bool {
        check(sealed, &Expected { kid: "session", use_: "card_secrets:c", sid: Some("s"), now: NOW }).is_some()
    }

    #[test]
    fn takes_a_header_that_fits_and_its_parts() {
        assert!(opens(&sealed(&header(("", "")))));
        let parts = check(
            &sealed(&header((r#""sid":"s","#, ""))),
            &Expected { kid: "session", use_: "card_secrets:c", sid: None, now: NOW + 300 },
        )
        .unwrap();
        assert_eq!((parts.iv, parts.ciphertext.len(), parts.jti.as_str()), ([1; 12], 19, "j"));
    }

    #[test]
    fn refuses_every_header_that_differs_in_one_thing() {
        for change in [
            (r#""alg":"dir""#, r#""alg":"ECDH-ES""#),
            ("A256GCM", "A128GCM"),
            (r#""kid":"session""#, r#""kid":"reply""#),
            (r#""sid":"s","#, r#""sid":"t","#),
            (r#""sid":"s","#, ""),
            ("card_secrets:c", "card_secrets:d"),
            ("card_secrets:c", "pin:c"),
            (r#""jti":"j""#, r#""jti":"""#),
            (r#""jti":"j","#, ""),
            ("1795238229", "1795238530"),
            ("1795238229", "1795237928"),
            ("1795238229", "-9223372036854775808"),
            ("1795238229", "1795238229.5"),
            (r#""alg":"dir""#, r#""alg":"dir","crit":["x"]"#),
            (r#""alg":"dir""#, r#""alg":"dir","zip":"DEF""#),
            (r#""alg":"dir""#, r#""alg":"dir","crit":null"#),
            (r#""alg":"dir""#, r#""alg":"dir","zip":null"#),
            (r#""alg":"dir""#, r#""alg":"dir","alg":"dir""#),
        ] {
            assert!(!opens(&sealed(&header(change))), "{change:?}");
        }
    }

    #[test]
    fn refuses_other_shapes() {
        let good = sealed(&header(("", "")));
        for wrong in [
            String::new(),
            "....".to_owned(),
            good.replace("..", "."),
            good.replace("..", ".AA."),
            format!("{good}.AA"),
            good.replace(&base64url(&[3; 16]), &base64url(&[3; 15])),
            good.replace(&base64url(&[1; 12]), &base64url(&[1; 11])),
        ] {
            assert!(!opens(&wrong), "{wrong}");
        }
    }
}
