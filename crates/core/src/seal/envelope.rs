//! JWE in compact form (RFC 7516 section 7.1), with the headers of the contract's section 3.1.

use portico_model::ErrorCode;
use serde::Serialize;
use zeroize::Zeroize;

use super::aes_gcm;
use super::agreement::agree;
use super::key_set::PlatformKey;
use crate::encoding::{array_from_base64url, base64url, from_base64url, json};
use crate::fault::Fault;
use crate::json::Json;

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

#[derive(Serialize)]
struct Epk<'a> {
    kty: &'a str,
    crv: &'a str,
    x: String,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    enc: &'a str,
    kid: &'a str,
    epk: Epk<'a>,
    iat: i64,
    jti: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    #[serde(rename = "use")]
    use_: &'a str,
}

/// Seals `plaintext` to the platform.
///
/// # Errors
/// `no_usable_key` when the platform's key is no point that can be agreed with.
pub(crate) fn seal(to: &PlatformKey, binding: &Binding<'_>, plaintext: &[u8]) -> Result<String, Fault> {
    let sealed = seal_on_this_stack(to, binding, plaintext);
    clear_stack();
    sealed
}

fn seal_on_this_stack(to: &PlatformKey, binding: &Binding<'_>, plaintext: &[u8]) -> Result<String, Fault> {
    let agreed = agree(&to.public, A256GCM).ok_or(ErrorCode::NoUsableKey)?;
    let header = json(&Header {
        alg: "ECDH-ES",
        enc: A256GCM,
        kid: &to.kid,
        epk: Epk { kty: "OKP", crv: "X25519", x: base64url(&agreed.epk) },
        iat: binding.iat,
        jti: binding.jti,
        sid: binding.sid,
        use_: binding.use_,
    })?;
    let protected = base64url(header.as_bytes());
    // Encrypted in place: the copy of the plaintext is overwritten by the ciphertext.
    let mut buffer = plaintext.to_vec();
    let tag = aes_gcm::encrypt(&agreed.content_key, binding.iv, protected.as_bytes(), &mut buffer)
        .ok_or(ErrorCode::InternalFault)?;
    Ok([&protected, ".", "", ".", &base64url(&binding.iv), ".", &base64url(&buffer), ".", &base64url(&tag)].concat())
}

/// Wasm's stack is memory like any other, and the cipher leaves plaintext of its last block there (measured). So the
/// part that sealing may have used is overwritten.
#[inline(never)]
fn clear_stack() {
    let mut used = [0u8; 16 * 1024];
    used.zeroize();
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
    let header = Json::parse(&from_base64url(protected)?)?;
    let jti = header.text("jti")?;
    let fits = encrypted_key.is_empty()
        && parts.next().is_none()
        && header.str("alg")? == "dir"
        && header.str("enc")? == A256GCM
        && header.str("kid")? == expected.kid
        && header.str("use")? == expected.use_
        && header.optional_text("sid")?.as_deref() == expected.sid
        && header.integer("iat")?.checked_sub(expected.now).is_some_and(|off| off.abs() <= IAT_WINDOW)
        && !jti.is_empty()
        && header.member("crit").is_none()
        && header.member("zip").is_none();
    if !fits {
        return None;
    }
    let mut ciphertext = from_base64url(ciphertext)?;
    ciphertext.extend_from_slice(&array_from_base64url::<16>(tag)?);
    Some(Unopened { aad: protected.to_owned(), iv: array_from_base64url(iv)?, ciphertext, jti })
}

/// What can be said of a sealed value without opening it.
pub(crate) struct Label {
    pub(crate) alg: String,
    pub(crate) enc: String,
    pub(crate) kid: String,
    pub(crate) use_: String,
}

/// The label of a sealed value; `None` when it is none of ours.
pub(crate) fn label(sealed: &str) -> Option<Label> {
    let (protected, _) = sealed.split_once('.')?;
    let header = Json::parse(&from_base64url(protected)?)?;
    Some(Label {
        alg: header.text("alg")?,
        enc: header.text("enc")?,
        kid: header.text("kid")?,
        use_: header.text("use")?,
    })
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
