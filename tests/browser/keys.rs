//! The device's key and the session's.

use portico_core::ports::{DeviceKeys, PortFault, SessionKeys};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Replaced, browser};

#[wasm_bindgen_test]
async fn signs_with_a_key_that_others_can_check() {
    let browser = browser("signs");
    let key = browser.device_key().await.unwrap();
    assert_eq!((key.kty.as_str(), key.crv.as_deref()), ("EC", Some("P-256")));
    assert!(key.thumbprint_input().is_some());
    let signature = browser.sign(b"message").await.unwrap();
    assert_eq!(signature.len(), 64);
    assert_eq!(browser.verify(&key, b"message", &signature).await, Ok(true));
    assert_eq!(browser.verify(&key, b"another", &signature).await, Ok(false));
}

#[wasm_bindgen_test]
async fn keeps_the_device_s_key_over_a_reload() {
    let before = browser("reload").device_key().await.unwrap();
    assert_eq!(browser("reload").device_key().await.unwrap(), before);
    assert_ne!(browser("another gateway").device_key().await.unwrap(), before);
}

#[wasm_bindgen_test]
async fn makes_one_key_when_two_tabs_start_at_the_same_time() {
    for round in 0..5 {
        let name = format!("race {round} {}", js_sys::Date::now());
        let (one, other) = (browser(&name), browser(&name));
        let (first, second) = both(one.device_key(), other.device_key()).await;
        assert_eq!(first.unwrap(), second.unwrap(), "round {round}");
    }
}

#[wasm_bindgen_test]
async fn makes_one_key_when_two_calls_start_at_the_same_time_without_storage() {
    let _blocked = Replaced::new("indexedDB", &JsValue::UNDEFINED);
    let browser = browser("blocked race");
    let (first, second) = both(browser.device_key(), browser.device_key()).await;
    assert_eq!(first.unwrap(), second.unwrap());
}

#[wasm_bindgen_test]
async fn refuses_a_key_that_is_none() {
    let key = portico_model::Jwk { kty: "EC".to_owned(), crv: Some("P-256".to_owned()), ..Default::default() };
    assert_eq!(browser("no key").verify(&key, b"m", &[0; 64]).await, Err(PortFault::Rejected));
}

#[wasm_bindgen_test]
async fn says_crypto_where_webcrypto_is_missing() {
    let _crypto = Replaced::new("crypto", &js_sys::Object::new());
    assert_eq!(browser("insecure").device_key().await, Err(PortFault::Crypto));
}

/// AES-256-GCM of RFC-style test case 14 (McGrew and Viega): key and IV of zeros, sixteen zeros of plaintext.
const CIPHERTEXT: [u8; 32] = [
    0xce, 0xa7, 0x40, 0x3d, 0x4d, 0x60, 0x6b, 0x6e, 0x07, 0x4e, 0xc5, 0xd3, 0xba, 0xf3, 0x9d, 0x18, 0xd0, 0xd1, 0xc8,
    0xa7, 0x99, 0x99, 0x6b, 0xf0, 0x26, 0x5b, 0x98, 0xb5, 0xd4, 0x8a, 0xb9, 0x19,
];

#[wasm_bindgen_test]
async fn opens_under_a_session_key_that_outlives_a_reload() {
    let before = browser("session");
    let key = before.import(&[0; 32]).await.unwrap();
    before.keep("session-key", Some(&key)).await;
    let after = browser("session");
    let kept = after.recall("session-key").await.unwrap();
    let extractable = js_sys::Reflect::get(&kept, &"extractable".into()).unwrap();
    assert_eq!(extractable, JsValue::FALSE);
    assert_eq!(after.open(&kept, &[0; 12], b"", &CIPHERTEXT).await, Ok(vec![0; 16]));
    assert_eq!(after.open(&kept, &[0; 12], b"aad", &CIPHERTEXT).await, Err(PortFault::Rejected));
    after.keep("session-key", None).await;
    assert!(after.recall("session-key").await.is_none());
    assert!(browser("session").recall("session-key").await.is_none());
}

async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    use std::task::Poll;
    let (mut one, mut other) = (std::pin::pin!(one), std::pin::pin!(other));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(context)
        {
            second = Some(value);
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (first.unwrap(), second.unwrap())
}
