//! What is sealed here is opened by an implementation that shares no line with this one.

use portico_unseal::{ContentKey, Expected as Claimed, PrivateKey, Suite, check_claims, jwe};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, json};

use super::envelope::{Binding, Expected, check, seal};
use super::key_set::PlatformKey;
use crate::encoding::{array_from_base64url, base64url};

const NOW: i64 = 1_795_238_229;

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).unwrap();
    bytes
}

/// Lengths around the cipher's block size, and up to some kilobytes.
fn random_message() -> Vec<u8> {
    let [high, low, small] = random_bytes::<3>();
    let length = if small < 128 { usize::from(small) } else { usize::from(high) * 32 + usize::from(low) % 32 };
    let mut message = vec![0; length];
    SystemRandom::new().fill(&mut message).unwrap();
    message
}

fn platform_key(key: &PrivateKey) -> PlatformKey {
    let public = key.public_jwk();
    PlatformKey { kid: key.kid().to_owned(), public: array_from_base64url(public["x"].as_str().unwrap()).unwrap() }
}

#[test]
fn five_hundred_random_messages_are_opened_by_rustcrypto() {
    let key = PrivateKey::generate(Suite::X25519).unwrap();
    let to = platform_key(&key);
    for round in 0..500 {
        let message = random_message();
        let (jti, sid) = (base64url(&random_bytes::<16>()), format!("session-{round}"));
        let sid = (round % 5 != 0).then_some(sid.as_str());
        let binding = Binding { use_: "pin:card-1", sid, iat: NOW, jti: &jti, iv: random_bytes() };
        let sealed = seal(&to, &binding, &message).unwrap();
        let parsed = jwe::Compact::parse(&sealed, 64 * 1024).unwrap();
        assert_eq!(parsed.open(&key).unwrap().as_slice(), message, "round {round}");
        let claimed = Claimed { kid: key.kid(), sid, use_: "pin:card-1", now: NOW };
        assert_eq!(check_claims(parsed.header(), &claimed).unwrap().jti, jti);
    }
}

#[test]
fn a_bit_that_is_changed_anywhere_makes_it_unopenable() {
    let key = PrivateKey::generate(Suite::X25519).unwrap();
    let binding = Binding { use_: "cvc:c", sid: Some("s"), iat: NOW, jti: "j", iv: random_bytes() };
    let sealed = seal(&platform_key(&key), &binding, b"123").unwrap();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for place in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        let Some(number) = letters.iter().position(|letter| *letter == changed[place]) else {
            continue;
        };
        changed[place] = letters[number ^ 32];
        let changed = String::from_utf8(changed).unwrap();
        let opened = jwe::Compact::parse(&changed, 64 * 1024).ok().and_then(|parsed| parsed.open(&key).ok());
        assert!(opened.is_none(), "at {place}");
    }
}

#[test]
fn what_rustcrypto_seals_under_dir_fits_and_opens() {
    for _ in 0..100 {
        let key = ContentKey::generate().unwrap();
        let message = random_message();
        let claims = json!({"kid": "session", "iat": NOW, "jti": "j", "use": "card_secrets:c", "sid": "s"});
        let claims: Map<_, _> = claims.as_object().unwrap().clone();
        let sealed = jwe::seal_dir(&key, claims, &message).unwrap();
        let expected = Expected { kid: "session", use_: "card_secrets:c", sid: Some("s"), now: NOW };
        let mut unopened = check(&sealed, &expected).unwrap();
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.bytes()).unwrap());
        let nonce = Nonce::assume_unique_for_key(unopened.iv);
        let opened = cipher.open_in_place(nonce, Aad::from(unopened.aad.as_bytes()), &mut unopened.ciphertext).unwrap();
        assert_eq!(opened, message);
    }
}
