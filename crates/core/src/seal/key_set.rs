//! The platform's keys, believed only under the signature of the key that the page was given.

use portico_model::{ErrorCode, Jwk};

use super::jws;
use super::thumbprint::thumbprint;
use crate::encoding::array_from_base64url;
use crate::fault::Fault;
use crate::json::{Json, read_all};
use crate::ports::DeviceKeys;

/// The platform's key for sealing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlatformKey {
    /// Its name in the set.
    pub(crate) kid: String,
    /// X25519, 32 bytes.
    pub(crate) public: [u8; 32],
}

/// Checks a signed key set against `platform_key` and picks the key for sealing.
///
/// # Errors
/// `platform_key_mismatch` when the set is not signed by that key; `no_usable_key` when it holds none that we know.
pub(crate) async fn open_key_set<D: DeviceKeys>(
    keys: &D,
    jwks_jws: &str,
    platform_key: &str,
) -> Result<PlatformKey, Fault> {
    let parsed = jws::parse(jwks_jws, "jwk-set+jwt").ok_or(ErrorCode::PlatformKeyMismatch)?;
    if thumbprint(&parsed.key).as_deref() != Some(platform_key)
        || !keys.verify(&parsed.key, parsed.signed.as_bytes(), &parsed.signature).await.unwrap_or(false)
    {
        return Err(ErrorCode::PlatformKeyMismatch.into());
    }
    let set = Json::parse(&parsed.payload).ok_or(ErrorCode::NoUsableKey)?;
    let keys: Option<Vec<Jwk>> = set.items("keys").and_then(read_all);
    keys.and_then(|keys| pick(&keys)).ok_or_else(|| ErrorCode::NoUsableKey.into())
}

/// The first X25519 key for sealing. `None` when there is none, or when two share a name: a set that contradicts itself
/// is not used at all.
fn pick(keys: &[Jwk]) -> Option<PlatformKey> {
    let mut usable: Vec<PlatformKey> = Vec::new();
    for key in keys.iter().filter(|key| key.kty == "OKP" && key.crv.as_deref() == Some("X25519")) {
        let fits = key.use_.as_deref() == Some("enc") && key.alg.as_deref().is_none_or(|alg| alg == "ECDH-ES");
        let (true, Some(kid), Some(x)) = (fits, key.kid.as_deref().filter(|kid| !kid.is_empty()), &key.x) else {
            continue;
        };
        let public = array_from_base64url(x)?;
        if usable.iter().any(|other| other.kid == kid || other.public == public) {
            return None;
        }
        usable.push(PlatformKey { kid: kid.to_owned(), public });
    }
    usable.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::base64url;

    fn key(kid: &str, fill: u8) -> Jwk {
        Jwk {
            kty: "OKP".into(),
            crv: Some("X25519".into()),
            x: Some(base64url(&[fill; 32])),
            use_: Some("enc".into()),
            alg: Some("ECDH-ES".into()),
            kid: Some(kid.into()),
            ..Jwk::default()
        }
    }

    #[test]
    fn picks_the_first_x25519_key_for_sealing_among_others() {
        let rsa = Jwk { kty: "RSA".into(), kid: Some("r".into()), use_: Some("enc".into()), ..Jwk::default() };
        let signing = Jwk { use_: Some("sig".into()), ..key("s", 1) };
        let foreign = Jwk { alg: Some("ECDH-ES+A256KW".into()), ..key("f", 2) };
        let nameless = Jwk { kid: None, ..key("", 3) };
        let picked = pick(&[rsa, signing, foreign, nameless, key("a", 4), key("b", 5)]).unwrap();
        assert_eq!(picked, PlatformKey { kid: "a".into(), public: [4; 32] });
    }

    #[test]
    fn uses_no_set_that_contradicts_itself_or_holds_a_broken_key() {
        assert_eq!(pick(&[]), None);
        assert_eq!(pick(&[key("a", 4), key("a", 5)]), None);
        assert_eq!(pick(&[key("a", 4), key("b", 4)]), None);
        assert_eq!(pick(&[Jwk { x: Some(base64url(&[4; 31])), ..key("a", 4) }, key("b", 5)]), None);
    }
}
