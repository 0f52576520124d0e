//! Sealing by every suite in a real browser, opened by WebCrypto alone.

use js_sys::{Array, Uint8Array};
use portico_core::ports::{PortFault, Sealing};
use portico_core::{CallOptions, Client, ClientConfig, Json};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::browser;

#[wasm_bindgen(module = "/tests/browser/platform.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn platform(kind: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = jwkText)]
    fn jwk_text(platform: &JsValue) -> String;
    #[wasm_bindgen(catch)]
    async fn find(platform: &JsValue, told: &[u8]) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn open(platform: &JsValue, jwe: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn grant(platform: &JsValue, device_data: &str, sid: &str, iat: f64) -> Result<JsValue, JsValue>;
}

fn bytes(value: JsValue) -> Vec<u8> {
    value.unchecked_into::<Uint8Array>().to_vec()
}

#[wasm_bindgen_test]
async fn agrees_on_what_the_holder_of_the_private_key_finds() {
    for (kind, length) in [("P-256", 65), ("RSA", 256)] {
        let (browser, platform) = (browser("agrees"), platform(kind).await.unwrap());
        let key = browser.import_public_key(&jwk_text(&platform)).await.unwrap();
        let (first, second) = (browser.agree(&key).await.unwrap(), browser.agree(&key).await.unwrap());
        assert_eq!((first.secret.len(), first.public.len()), (32, length), "{kind}");
        assert_eq!(bytes(find(&platform, &first.public).await.unwrap()), *first.secret, "{kind}");
        assert!(first.public != second.public && *first.secret != *second.secret, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn takes_no_key_that_is_none() {
    let browser = browser("none");
    for none in ["{}", r#"{"kty":"RSA","n":"","e":""}"#, r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#] {
        assert_eq!(browser.import_public_key(none).await.err(), Some(PortFault::Rejected), "{none}");
    }
}

/// AES-256-GCM, test case 14 of McGrew and Viega: key, IV and plaintext of zeros.
#[wasm_bindgen_test]
async fn encrypts_as_the_known_answer_says() {
    let browser = browser("encrypts");
    let key = browser.import_content_key(&[0; 32]).await.unwrap();
    let sealed = browser.encrypt(&key, &[0; 12], b"", &[0; 16]).await.unwrap();
    let tag = 0xd0d1_c8a7_9999_6bf0_265b_98b5_d48a_b919_u128.to_be_bytes();
    assert_eq!(sealed, [0xcea7_403d_4d60_6b6e_074e_c5d3_baf3_9d18_u128.to_be_bytes(), tag].concat());
}

/// A page in a session that `platform` granted.
async fn open_session(platform: &JsValue, sid: &str) -> Client<portico::Browser> {
    let config = ClientConfig {
        gateway_url: String::new(),
        origin: String::new(),
        sdk_id: "PT-TEST".to_owned(),
        platform_key: String::new(),
        gateway_key: String::new(),
        timeout_ms: 30_000,
    };
    let page = Client::new(browser(sid), config);
    let set = ["[", &jwk_text(platform), "]"].concat();
    let handshake = page.initialize(&set).await.unwrap();
    let iat = (js_sys::Date::now() / 1000.0).floor();
    let granted = grant(platform, handshake.device_data(), sid, iat).await.unwrap();
    assert_eq!(handshake.open(&granted.as_string().unwrap()).await.unwrap().id, sid);
    page
}

#[wasm_bindgen_test]
async fn what_every_suite_seals_webcrypto_opens_short_and_long_ahead_and_cold() {
    for kind in ["X25519", "P-256", "RSA"] {
        // Not every engine has X25519; our own agreement needs none.
        let Ok(platform) = platform(kind).await else {
            assert_eq!(kind, "X25519");
            continue;
        };
        let page = open_session(&platform, kind).await;
        for round in 0_usize..12 {
            if round % 3 == 0 {
                page.prepare().await;
            }
            let length = [0_u32, 1, 15, 16, 1023, 1024, 100_000][round % 7];
            let plaintext: Vec<u8> = (0..length).map(|place| (place % 251).to_le_bytes()[0]).collect();
            let jwe = page.seal(&plaintext, "document:d", CallOptions::default()).await.unwrap();
            let opened: Array = open(&platform, &jwe).await.unwrap().unchecked_into();
            let header = Json::parse(opened.get(0).as_string().unwrap().as_bytes()).unwrap();
            assert_eq!((header.text("sid"), header.text("use")), (Some(kind), Some("document:d")));
            assert!(bytes(opened.get(1)) == plaintext, "{kind}, round {round}");
        }
    }
}
