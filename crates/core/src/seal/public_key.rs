//! The platform's keys for sealing, as a JWK set has them: checked, and one of them chosen.

use super::curve::is_on_p256;
use crate::encoding::from_base64url;
use crate::json::{Json, ObjectText};

/// How a content key is agreed on, in the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suite {
    /// `ECDH-ES` with X25519 (RFC 8037): the public key.
    X25519([u8; 32]),
    /// `ECDH-ES` with P-256.
    P256,
    /// `RSA-OAEP-256`.
    Rsa,
}

/// A key of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicKey {
    /// Its name in the set.
    pub(crate) kid: String,
    /// What it is for.
    pub(crate) suite: Suite,
    /// The members that make it, as JWK text: two keys of one text are one key.
    pub(crate) jwk: String,
}

/// What the keys of a suite look like.
struct Kind {
    kty: &'static str,
    crv: Option<&'static str>,
    alg: &'static str,
    /// The members that make the key.
    numbers: [&'static str; 2],
}

/// In the order of preference.
const KINDS: [Kind; 3] = [
    Kind { kty: "OKP", crv: Some("X25519"), alg: "ECDH-ES", numbers: ["x", ""] },
    Kind { kty: "EC", crv: Some("P-256"), alg: "ECDH-ES", numbers: ["x", "y"] },
    Kind { kty: "RSA", crv: None, alg: "RSA-OAEP-256", numbers: ["n", "e"] },
];

impl Suite {
    /// `alg` of what is sealed.
    pub(crate) fn alg(self) -> &'static str {
        if self == Self::Rsa { "RSA-OAEP-256" } else { "ECDH-ES" }
    }
}

/// The key to seal to: of the best suite, the first. Keys for something else and of suites that we don't know are passed
/// over. `None` when none is left, and for a set that holds a broken key, or two that share a name or are the same: what
/// contradicts itself is not used at all.
pub(crate) fn choose(keys: &[Json]) -> Option<PublicKey> {
    let mut seen: Vec<PublicKey> = Vec::new();
    for kind in &KINDS {
        for jwk in keys.iter().filter(|jwk| is_for_sealing(kind, jwk)) {
            let key = read(kind, jwk)?;
            if seen.iter().any(|other| other.kid == key.kid || other.jwk == key.jwk) {
                return None;
            }
            seen.push(key);
        }
    }
    seen.into_iter().next()
}

/// Whether a key is for sealing, by this kind of suite, and has a name.
fn is_for_sealing(kind: &Kind, jwk: &Json) -> bool {
    jwk.text("kty") == Some(kind.kty)
        && (kind.crv.is_none() || jwk.text("crv") == kind.crv)
        && jwk.text("use") == Some("enc")
        && jwk.get("alg").is_none_or(|alg| alg.as_text() == Some(kind.alg))
        && jwk.text("kid").is_some_and(|kid| !kid.is_empty())
}

/// The key with its own members alone. `None` when they are malformed, or when the key is too weak.
fn read(kind: &Kind, jwk: &Json) -> Option<PublicKey> {
    let mut text = ObjectText::new().text("kty", kind.kty).optional("crv", kind.crv);
    let mut numbers = kind.numbers.map(|_| Vec::new());
    for (name, number) in kind.numbers.into_iter().zip(&mut numbers).filter(|(name, _)| !name.is_empty()) {
        let member = jwk.text(name)?;
        *number = from_base64url(member)?;
        text = text.text(name, member);
    }
    let [first, second] = numbers;
    let suite = match kind.kty {
        "OKP" => Suite::X25519(first.try_into().ok()?),
        "EC" if is_on_p256(&first, &second) => Suite::P256,
        "RSA" if is_strong_rsa(&first, &second) => Suite::Rsa,
        _ => return None,
    };
    Some(PublicKey { kid: jwk.text("kid")?.to_owned(), suite, jwk: text.end() })
}

/// A modulus of 2048 to 8192 bits and an exponent of 17 to 32, both odd (FIPS 186-5 appendix A.1.1), in their shortest
/// form (RFC 7518 section 6.3.1).
fn is_strong_rsa(modulus: &[u8], exponent: &[u8]) -> bool {
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    is_odd(modulus) && is_odd(exponent) && (2048..=8192).contains(&bits(modulus)) && (17..=32).contains(&bits(exponent))
}

/// How many bits a number has. 0 when it begins with a zero byte.
fn bits(number: &[u8]) -> u32 {
    match number.first() {
        Some(first) if *first > 0 => u32::try_from(number.len()).unwrap_or(0).saturating_mul(8) - first.leading_zeros(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::encoding::base64url;

    fn x25519(kid: &str, fill: u8) -> Value {
        json!({"kty": "OKP", "crv": "X25519", "x": base64url(&[fill; 32]), "use": "enc", "alg": "ECDH-ES", "kid": kid})
    }

    /// The key of RFC 7518 appendix C.
    fn p256(kid: &str) -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "use": "enc", "alg": "ECDH-ES", "kid": kid,
            "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
        })
    }

    fn rsa(kid: &str, modulus: &[u8], exponent: &[u8]) -> Value {
        let (n, e) = (base64url(modulus), base64url(exponent));
        json!({"kty": "RSA", "n": n, "e": e, "use": "enc", "alg": "RSA-OAEP-256", "kid": kid})
    }

    fn with(mut key: Value, name: &str, value: impl Into<Value>) -> Value {
        key[name] = value.into();
        key
    }

    fn without(mut key: Value, name: &str) -> Value {
        key.as_object_mut().unwrap().remove(name);
        key
    }

    fn chosen(keys: &[Value]) -> Option<PublicKey> {
        choose(Json::parse(json!(keys).to_string().as_bytes()).unwrap().items())
    }

    fn chosen_kid(keys: &[Value]) -> Option<String> {
        chosen(keys).map(|key| key.kid)
    }

    #[test]
    fn chooses_x25519_before_p256_before_rsa_whatever_their_order() {
        let keys = [rsa("r", &[255; 256], &[1, 0, 1]), p256("p"), x25519("a", 4), x25519("b", 5)];
        assert_eq!(chosen(&keys).unwrap().suite, Suite::X25519([4; 32]));
        assert_eq!(chosen_kid(&keys).unwrap(), "a");
        assert_eq!(chosen_kid(&keys[..2]).unwrap(), "p");
        assert_eq!(chosen_kid(&keys[..1]).unwrap(), "r");
        assert_eq!(chosen_kid(&[]), None);
    }

    #[test]
    fn gives_the_members_that_make_the_key_and_no_other() {
        let members = |key: &Value, names: &[&str]| {
            let chosen: Value =
                serde_json::from_str(&chosen(&[with(key.clone(), "d", "secret")]).unwrap().jwk).unwrap();
            assert_eq!(chosen.as_object().unwrap().len(), names.len());
            names.iter().for_each(|name| assert_eq!(chosen[name], key[name]));
        };
        members(&x25519("a", 4), &["kty", "crv", "x"]);
        members(&p256("p"), &["kty", "crv", "x", "y"]);
        members(&rsa("r", &[255; 256], &[1, 0, 1]), &["kty", "n", "e"]);
    }

    #[test]
    fn passes_over_keys_for_something_else() {
        let others = [
            with(x25519("s", 1), "use", "sig"),
            without(x25519("u", 2), "use"),
            with(x25519("f", 3), "alg", "ECDH-ES+A256KW"),
            with(x25519("t", 3), "alg", 7),
            without(x25519("k", 6), "kid"),
            with(x25519("k", 7), "kid", ""),
            with(x25519("c", 8), "crv", "X448"),
            with(p256("q"), "crv", "P-384"),
            with(rsa("o", &[255; 256], &[1, 0, 1]), "alg", "RSA-OAEP"),
            with(rsa("m", &[3; 64], &[1, 0, 1]), "alg", "RS256"),
            json!({"kty": "oct", "k": "AA", "use": "enc", "kid": "k"}),
            json!("no key"),
        ];
        assert_eq!(chosen_kid(&others), None);
        assert_eq!(chosen_kid(&[&others[..], &[without(x25519("a", 4), "alg")]].concat()).unwrap(), "a");
    }

    #[test]
    fn uses_no_set_that_contradicts_itself_or_holds_a_broken_key() {
        let short = |bytes: usize| rsa("r", &[&[1][..], &[255; 300][..bytes - 1]].concat(), &[1, 0, 1]);
        let even = |key: Value, name| with(key, name, base64url(&[&[255; 255][..], &[254]].concat()));
        let strong = rsa("r", &[255; 256], &[1, 0, 1]);
        let broken = [
            ("one name for two keys", vec![x25519("a", 4), x25519("a", 5)]),
            ("one name over two suites", vec![x25519("a", 4), p256("a")]),
            ("one key of two names", vec![x25519("a", 4), x25519("b", 4)]),
            ("one RSA key of two names", vec![x25519("a", 4), strong.clone(), with(strong.clone(), "kid", "s")]),
            ("a short X25519 key", vec![with(x25519("b", 4), "x", base64url(&[4; 31])), x25519("a", 5)]),
            ("a point off the curve", vec![x25519("a", 4), with(p256("p"), "y", base64url(&[4; 32]))]),
            ("a short coordinate", vec![x25519("a", 4), with(p256("p"), "x", base64url(&[4; 31]))]),
            ("a missing coordinate", vec![x25519("a", 4), without(p256("p"), "y")]),
            ("a modulus of 2041 bits", vec![short(256)]),
            ("a modulus of 1024 bits", vec![rsa("r", &[255; 128], &[1, 0, 1])]),
            ("a modulus of 8200 bits", vec![rsa("r", &[255; 1025], &[1, 0, 1])]),
            ("a modulus that begins with zeros", vec![rsa("r", &[&[0][..], &[255; 256]].concat(), &[1, 0, 1])]),
            ("an even modulus", vec![even(strong.clone(), "n")]),
            ("the exponent 3", vec![rsa("r", &[255; 256], &[3])]),
            ("an even exponent", vec![rsa("r", &[255; 256], &[1, 0, 0])]),
            ("an exponent of 33 bits", vec![rsa("r", &[255; 256], &[1, 0, 0, 0, 1])]),
            ("no exponent", vec![without(strong.clone(), "e")]),
            ("padding", vec![with(strong, "e", "AQAB==")]),
        ];
        for (what, keys) in broken {
            assert_eq!(chosen_kid(&keys), None, "{what}");
        }
        assert!(chosen(&[short(257)]).is_some() && chosen(&[rsa("r", &[255; 1024], &[255; 4])]).is_some());
    }
}
