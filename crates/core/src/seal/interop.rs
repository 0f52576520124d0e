//! What is sealed here is opened by an implementation that shares no line with this one.

#[path = "../../tests/support/offline.rs"]
pub(crate) mod offline;
#[path = "../../tests/support/webcrypto.rs"]
pub(crate) mod webcrypto;

use std::sync::OnceLock;

use portico_unseal::{ContentKey, Expected as Claimed, PrivateKey, Suite, check_claims, jwe};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, json};

use self::offline::Offline;
use super::envelope::{Binding, Expected, check};
use super::public_key::choose;
use super::recipient::Recipient;
use crate::json::Json;
use crate::ports::Sealing;

const NOW: i64 = 1_795_238_229;

/// The platform's keys, one for each suite.
pub(crate) fn private_key(suite: Suite) -> &'static PrivateKey {
    static KEYS: OnceLock<[PrivateKey; 3]> = OnceLock::new();
    let generate = || [Suite::X25519, Suite::P256, Suite::Rsa].map(|suite| PrivateKey::generate(suite).unwrap());
    KEYS.get_or_init(generate).iter().find(|key| key.suite() == suite).unwrap()
}

/// Whom the core seals to when the set holds this key alone.
pub(crate) async fn recipient(place: &Offline, key: &PrivateKey) -> Recipient<<Offline as Sealing>::Handle> {
    let set = Json::parse(json!([key.public_jwk()]).to_string().as_bytes()).unwrap();
    Recipient::take_in(place, choose(set.items()).unwrap(), None).await.unwrap()
}

/// Runs `test` on as many random cases as `PORTICO_COUNT` says, from the seed of `PORTICO_SEED`, which is printed.
fn for_each_case<S: Strategy>(cases: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let number = |name, or| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or);
    let (count, seed) = (number("PORTICO_COUNT", 1_000), number("PORTICO_SEED", 20_261_121));
    println!("{count} cases from the seed {seed}");
    let cases_of = Config {
        cases: u32::try_from(count).unwrap(),
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(cases_of).run(&cases, test).unwrap();
}

/// Lengths around the cipher's block size, and up to some kilobytes.
fn any_message() -> impl Strategy<Value = Vec<u8>> {
    let bytes = |longest| prop::collection::vec(any::<u8>(), 0..=longest);
    prop_oneof![bytes(130), bytes(4096)]
}

fn any_suite() -> impl Strategy<Value = Suite> {
    prop::sample::select(vec![Suite::X25519, Suite::P256, Suite::Rsa])
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

#[test]
fn what_every_suite_seals_is_opened_by_rustcrypto() {
    let case = (any_suite(), any_message(), "[A-Za-z0-9_-]{22}", "[a-z_]{1,12}:[a-f0-9-]{1,36}");
    let case = (case, prop::option::of("[a-f0-9-]{1,36}"), any::<[u8; 12]>(), any::<bool>(), 0_usize..2048);
    for_each_case(case, |((suite, message, jti, use_), sid, iv, ahead, encrypts_from)| {
        let key = private_key(suite);
        let binding = Binding { use_: &use_, sid: sid.as_deref(), iat: NOW, jti: &jti, iv };
        let place = Offline::at(0.0);
        place.encrypts_from.set(encrypts_from);
        let sealed = run(async {
            let to = recipient(&place, key).await;
            if ahead {
                to.prepare(&place).await.unwrap();
            }
            to.seal(&place, &binding, &message).await.unwrap()
        });
        prop_assert_eq!(place.asked.borrow().contains(&"encrypt"), message.len() >= encrypts_from);
        let parsed = jwe::Compact::parse(&sealed, 64 * 1024).unwrap();
        let opened = parsed.open(key).unwrap();
        prop_assert_eq!(opened.as_slice(), &message);
        let claimed = Claimed { kid: key.kid(), sid: sid.as_deref(), use_: &use_, now: NOW };
        prop_assert_eq!(&check_claims(parsed.header(), &claimed).unwrap().jti, &jti);
        Ok(())
    });
}

#[test]
fn what_rustcrypto_seals_under_dir_fits_and_opens() {
    for_each_case((any_message(), any::<[u8; 32]>()), |(message, raw)| {
        let key = ContentKey::from(raw);
        let claims = json!({"kid": "session", "iat": NOW, "jti": "j", "use": "card_secrets:c", "sid": "s"});
        let claims: Map<_, _> = claims.as_object().unwrap().clone();
        let sealed = jwe::seal_dir(&key, claims, &message).unwrap();
        let expected = Expected { kid: "session", use_: "card_secrets:c", sid: Some("s"), now: NOW };
        let unopened = check(&sealed, &expected).unwrap();
        let opened = webcrypto::decrypt(&raw, &unopened.iv, unopened.aad.as_bytes(), &unopened.ciphertext);
        prop_assert_eq!(opened.unwrap(), message);
        Ok(())
    });
}

#[tokio::test]
async fn a_bit_that_is_changed_anywhere_makes_it_unopenable() {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for suite in [Suite::X25519, Suite::P256, Suite::Rsa] {
        let (place, key) = (Offline::at(0.0), private_key(suite));
        let binding = Binding { use_: "cvc:c", sid: Some("s"), iat: NOW, jti: "j", iv: [7; 12] };
        let sealed = recipient(&place, key).await.seal(&place, &binding, b"123").await.unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            let Some(number) = letters.iter().position(|letter| *letter == changed[place]) else {
                continue;
            };
            changed[place] = letters[number ^ 32];
            let changed = String::from_utf8(changed).unwrap();
            let opened = jwe::Compact::parse(&changed, 64 * 1024).ok().and_then(|parsed| parsed.open(key).ok());
            assert!(opened.is_none(), "{suite:?}, at {place}");
        }
    }
}
